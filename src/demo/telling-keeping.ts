import { z } from 'zod';
import { askLift, placeHold } from '../stages/3-attendance/server/keeping/hold-commands';
import { act, actorNamed, type Moment, type Stage } from './acting';
import { instantAt } from './days';

const holdForm = z.object({ holdId: z.uuid() });

/** Classes that are over and held: one while a report is looked into, one whose hold somebody asks to lift. */
const held = [
  {
    key: 'ended-boai',
    county: 'boai',
    reason: '收到反映：部分学员未到课，正在核实。',
    document: '博人社函〔2026〕31号',
  },
  {
    key: 'ended-wuzhi',
    county: 'wuzhi',
    reason: '审计调阅本班考勤和录像。',
    document: '武审函〔2026〕12号',
    lift: '审计已结束，未发现问题。',
  },
] as const;

/** Places the holds of the demonstration; `classIds` by the key of their story. */
export async function tellKeeping(stage: Stage, classIds: ReadonlyMap<string, string>): Promise<void> {
  const { city } = stage;
  for (const { key, county, reason, document, ...more } of held) {
    const classId = classIds.get(key);
    if (!classId) continue;
    const at = (offset: number): Moment => ({
      actor: actorNamed(city, `officer.${county}`),
      day: city.days.day(offset),
      at: instantAt(city.days.day(offset), 16 * 60),
    });
    const placed = await act(stage, at(-6), placeHold, `${key}/hold`, { classId, reason, document });
    const { holdId } = holdForm.parse(placed);
    if ('lift' in more)
      await act(stage, at(-1), askLift, `${key}/lift`, { classId, holdId, version: 1, reason: more.lift });
  }
}
