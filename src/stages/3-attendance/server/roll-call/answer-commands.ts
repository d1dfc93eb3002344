import { z } from 'zod';
import { blocked, judge } from '#law/rule';
import { acceptPicture } from '#platform/files/intake';
import { digestOf } from '#platform/files/store';
import { command, type Context, done, refused } from '#platform/operation';
import { rollCallLifecycle } from '../../domain/roll-call/lifecycle';
import { discrepancyOf } from '../../domain/roll-call/roll-call';
import { answerRules } from '../../domain/roll-call/roll-call-rules';
import { boardOf } from '../check-in/board';
import { picturesLimits } from '../check-in/forms';
import { isRefused, type TaughtClass } from '../check-in/taught-class';
import { keepSketch } from '../picture-reuse/keep-sketch';
import { codeOf, type HeldCall, noteCall, takeCall, tellCall } from './call-record';
import { callId, classId, picture, told } from './forms';
import { comparisonKey, compareRollCallPictures } from './compare-job';
import { countRollCallHeads } from './jobs';
import { storePicture, wasShown } from './pictures';

type Told = z.output<typeof told>;
type Arrivals = Awaited<ReturnType<typeof boardOf>>['arrivals'];

/** The rows of an answer: what was told of each, beside what the check-ins say at this moment. */
function rowsOf(held: TaughtClass, call: HeldCall['call'], asked: Told, arrivals: Arrivals) {
  const checkedIn = new Map(arrivals.map(({ rowId, standing }) => [rowId, standing]));
  return asked.map(({ row, isPresent, reason }) => ({
    region_code: held.regionCode,
    institution_id: held.institutionId,
    class_id: held.id,
    call_id: call.id,
    row_id: row,
    is_present: isPresent,
    reason: isPresent ? '' : reason,
    checked_in: checkedIn.get(row) ?? ('missing' as const),
  }));
}

async function tellAnswer(
  context: Context,
  { held }: Pick<HeldCall, 'held'>,
  { present, odd }: { readonly present: number; readonly odd: number },
): Promise<void> {
  const text = `抽查点名已作答：${held.name}（${held.institution}）在场 ${present} 人，与签到不一致 ${odd} 人。`;
  await tellCall(context, held, 'county', text);
}

/** 作答抽查点名：口令入镜的现场照片，逐人在场或去向 */
export const answerRollCall = command({
  name: 'roll-call.answer',
  path: '/classes/:classId/roll-calls/:callId/answer',
  title: '作答抽查点名',
  by: rollCallLifecycle.steps.answer.by,
  cites: ['2021.4.1', '2024.2.1.2'],
  input: z.object({ classId, callId, code: z.string('请填写口令').regex(/^\d{6}$/, '口令是六位数字'), picture, told }),
  async handle(input, context) {
    const found = await takeCall(context, input);
    if (isRefused(found)) return found;
    const { held, call } = found;
    const { tx, actor, now } = context;
    if (call.state === 'answered' || call.state === 'reviewed')
      return refused('这次抽查点名已经作答或办结，请刷新查看。', 'conflict');
    const raw = Buffer.from(input.picture, 'base64');
    const taken = await acceptPicture(raw, picturesLimits);
    if (!taken.accepted) return refused(taken.message, 'invalid');
    const { arrivals } = await boardOf(context, held);
    const digest = digestOf(raw);
    const facts = {
      startsOn: held.startsOn,
      answeredAt: Date.parse(now),
      dueAt: Date.parse(call.due_at),
      isCodeRight: input.code === codeOf(context, call.id),
      isPictureUsed: await wasShown(context, digest),
      roster: arrivals,
      told: input.told.map(({ row, ...each }) => ({ rowId: row, ...each })),
    };
    const findings = judge(answerRules, facts, context.laterFigures);
    if (blocked(findings)) return refused(findings[0]?.message ?? '作答没有收下。', 'blocked', findings);
    const answers = rowsOf(held, call, input.told, arrivals);
    await tx.insertInto('roll_call_answers').values(answers).execute();
    await tx
      .updateTable('roll_calls')
      .set({
        state: 'answered',
        version: call.version + 1,
        answered_by: actor.userId,
        answered_by_name: actor.name,
        answered_at: now,
        picture_hash: await storePicture(context, call.id, taken.bytes),
        picture_digest: digest,
        findings: JSON.stringify(findings),
      })
      .where('id', '=', call.id)
      .execute();
    const sketched = {
      source: 'rollCall',
      itemId: call.id,
      venueId: undefined,
      at: now,
      picture: taken.bytes,
    } as const;
    await keepSketch(context, held, sketched);
    await context.enqueue(compareRollCallPictures, {}, { key: comparisonKey });
    await context.enqueue(countRollCallHeads, { callId: call.id }, { key: `count-roll-call/${call.id}` });
    const present = answers.filter(({ is_present }) => is_present).length;
    const odd = answers.filter(({ is_present, checked_in }) =>
      discrepancyOf({ isPresent: is_present, checkedIn: checked_in }),
    ).length;
    await tellAnswer(context, found, { present, odd });
    noteCall(context, found, { state: 'answered', present, absent: answers.length - present, odd });
    return done({ state: 'answered' as const, present, absent: answers.length - present });
  },
});
