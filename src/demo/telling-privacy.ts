import { z } from 'zod';
import { confirmAssessment, draftAssessment } from '../stages/3-attendance/server/privacy/assessment-commands';
import { accountNamed, demoPassword } from './accounts';
import { act, actorNamed, type Moment, type Stage } from './acting';
import { instantAt } from './days';

const draftForm = z.object({ id: z.uuid() });

/** The impact assessment of the demonstration: drafted from what has been loaded, confirmed by the head of the bureau. */
export async function tellPrivacy(stage: Stage): Promise<void> {
  const { city } = stage;
  const day = city.days.day(-1);
  const at = (username: string, minute: number): Moment => ({
    actor: actorNamed(city, username),
    day,
    at: instantAt(day, minute),
  });
  const drafted = await act(stage, at('security.admin', 15 * 60), draftAssessment, 'privacy/draft', {
    assessors: `${accountNamed('security.admin').name}（安全管理员）、${accountNamed('officer.city').name}（市人社局经办人）`,
    opinion:
      '目的限于核对补贴性培训的签到，逐人单独同意，不同意的有同样计课时的方式；比对在本地进行，结论存疑的由人核定。处理合法、正当、必要，措施与风险相称，可以继续。',
    residualRisks:
      '活体分值只作提示，靠随机动作和人工核对补足；阈值未在本地学员上标定，拟用本地同意的照片标定后再评估。',
    assessedOn: day,
  });
  const { id } = draftForm.parse(drafted);
  await act(stage, at('signatory.city', 16 * 60), confirmAssessment, 'privacy/confirm', {
    assessmentId: id,
    version: 1,
    password: demoPassword,
  });
}
