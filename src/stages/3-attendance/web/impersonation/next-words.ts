import { type PlainDate, spokenDay } from '#kernel/plain-date';
import type { CaseView } from './case-words';

type Awaited = CaseView['awaited'][number];
type Reading = Pick<CaseView, 'stage' | 'terms' | 'alert' | 'limit' | 'mayObject'> & {
  readonly awaited: readonly Awaited[];
};

const impartial = '没有登记、确认过本案的';

/** One sentence: who has to do what, until when. */
function sentenceOf({ what, on }: Awaited, { terms, stage }: Reading, today: PlainDate | undefined): string {
  const day = on ? spokenDay(on, today) : '期限';
  switch (what) {
    case 'find':
      return '还有疑似人次，由县（市、区）或市人社局经办人看证据后确认或排除。';
    case 'notify':
      return `由县（市、区）人社局事先告知机构；告知后 ${terms.statement} 个工作日内可以陈述申辩或要求听证。`;
    case 'answer':
      return today && on && on < today
        ? `陈述申辩、要求听证的期限到${day}为止，已经过了。`
        : `机构负责人到${day}为止可以陈述申辩或要求听证。`;
    case 'lapse':
      return '到期没有要求听证的，由人社局登记期满，进入决定；提出的陈述由决定人审阅。';
    case 'callHearing':
      return `机构已要求听证，由人社局通知日期，须提前 ${terms.hearing} 个工作日。`;
    case 'holdHearing':
      return `听证定于${day}举行，由${impartial}人主持，附双方签字的笔录。`;
    case 'decide':
      return `由${impartial}负责人决定取消全班补贴，或退回补充核实；在此之前补贴冻结。`;
    case 'decideAppeal':
      return stage === 'appealed' || stage === 'suspended'
        ? '由市人社局没有参与的负责人裁决申诉：维持，或撤销；在此之前不拨付。'
        : '由市人社局没有参与的负责人裁决异议；裁决之前不能取消补贴。';
    case 'appeal':
      return today && on && on < today
        ? `申诉期限到${day}为止，已经过了，取消的决定不再变更。`
        : `机构负责人到${day}为止可以申诉，由市人社局裁决。`;
  }
}

const ended: Partial<Record<CaseView['stage'], string>> = {
  upheld: '取消的决定已维持，本案办结；该期补贴不能申领，已拨付的予以追回。',
  reversed: '已撤销或解除冻结，该期补贴可以申领；本案办结。',
};

/** What happens next in a case, in the order it happens. */
export function nextWords(of: Reading, today: PlainDate | undefined): readonly string[] {
  const own = of.awaited.map((each) => sentenceOf(each, of, today));
  const objection = of.mayObject ? ['决定之前机构负责人可以提出一次异议，由市人社局裁决。'] : [];
  const end = ended[of.stage];
  const all = [...own, ...objection, ...(end ? [end] : [])];
  return all.length > 0
    ? all
    : [`没有要办的步骤。疑似和确认满 ${of.alert} 人次预警，确认满 ${of.limit} 人次冻结该期补贴。`];
}
