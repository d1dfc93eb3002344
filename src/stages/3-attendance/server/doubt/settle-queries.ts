import { z } from 'zod';
import { addDays } from '#kernel/plain-date';
import { sql } from 'kysely';
import { type Context, done, query } from '#platform/operation';
import { doubtCodes, laterDoubtCodes, type Remark, remark } from '../../domain/check-in/remarks';
import { spokenLesson } from '../../domain/lesson-times';
import { doubtReaders } from '../../domain/doubt/lifecycle';
import { type SettlementDecision, settlementDecisions } from '../../domain/doubt/settlement';
import {
  classColumns,
  classTables,
  isRefused,
  type TaughtClass,
  taughtClass,
  taughtClassOf,
} from '../check-in/taught-class';
import { rostersOf } from '../check-in/trainees';
import { teachersOf } from '../teaching/teachers';
import { classId, readers } from './forms';
import { doubtedMarks, explanationsOf, settlementsOf, waitingOf } from './unsettled';

const knownCodes = [...doubtCodes, ...laterDoubtCodes];
const remarksOf = (codes: readonly string[]): Remark[] =>
  codes.flatMap((code) => {
    const known = knownCodes.find((each) => each === code);
    return known ? [remark(known)] : [];
  });

const storedDecision = (decision: string): SettlementDecision => {
  const known = settlementDecisions.find((each) => each === decision);
  if (!known) throw new Error(`unknown decision of a check-in: ${decision}`);
  return known;
};

/** How many pictures a check-in has, by id. */
async function picturesOf({ tx }: Context, held: TaughtClass): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; count: number }>`
    select id, cardinality(picture_hashes) as count from attendance_checks
    where region_code = ${held.regionCode} and class_id = ${held.id} and verdict <> 'refused'
      and (verdict = 'doubted' or teacher_id is not null)`.execute(tx);
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/** 一个班的待核签到：还没有核定的在前，附机构的说明和历次核定 */
export const listDoubtedChecks = query({
  name: 'doubt.checks',
  path: '/classes/:classId/doubt/checks',
  title: '一个班的待核签到',
  by: readers,
  cites: ['2021.4.1'],
  input: z.object({ classId }),
  async handle(input, context) {
    const held = await taughtClass(context, input.classId);
    if (isRefused(held)) return held;
    const doubted = await doubtedMarks(context, [held]);
    const settled = await settlementsOf(context, [held.id]);
    const explained = await explanationsOf(context, [held.id]);
    const pictures = await picturesOf(context, held);
    const trainees = (await rostersOf(context, [held])).get(held.id) ?? [];
    const teachers = await teachersOf(context, held);
    const names = new Map([
      ...trainees.map(({ rowId, name }) => [rowId, name] as const),
      ...teachers.map(({ id, name }) => [id, name] as const),
    ]);
    const waitingKeys = new Set(waitingOf(doubted, settled).map(({ mark }) => mark.id));
    const rows = doubted.map(({ mark, lesson }) => {
      const history = settled.get(`${held.id}/${mark.id}`) ?? [];
      return {
        key: mark.id,
        kind: mark.kind,
        personId: mark.traineeId,
        name: names.get(mark.traineeId) ?? (mark.kind === 'teacher' ? '已不在本机构的教师' : '已不在名册的学员'),
        isWaiting: waitingKeys.has(mark.id),
        at: new Date(mark.at).toISOString(),
        direction: mark.direction,
        way: mark.way,
        source: mark.source,
        witness: mark.witness,
        countsMeanwhile: !mark.hasClockDoubt,
        lesson: lesson && spokenLesson(lesson, context.today),
        remarks: remarksOf(mark.doubts),
        pictures: pictures.get(mark.id) ?? 0,
        explanations: (explained.get(`${held.id}/${mark.id}`) ?? []).map((each) => ({
          text: each.text,
          by: each.explained_by_name,
          at: each.explained_at,
        })),
        settlements: history.map((each) => ({
          decision: storedDecision(each.decision),
          taughtBy: each.taught_by === null ? undefined : names.get(each.taught_by),
          basis: each.basis,
          reason: each.reason,
          by: each.settled_by_name,
          at: each.settled_at,
        })),
      };
    });
    const waiting = rows.filter(({ isWaiting }) => isWaiting);
    return done({
      waiting: waiting.length,
      /** Who may have taught instead. */
      teachers: doubted.some(({ mark }) => mark.kind === 'teacher') ? teachers : [],
      rows: [...waiting, ...rows.filter(({ isWaiting }) => !isWaiting)],
    });
  },
});

/** Days after the last lesson for which doubted check-ins are still listed. */
const followedDays = 60;

/** 待核签到各班：还有签到待核定的班，多的在前 */
export const listUnsettled = query({
  name: 'doubt.unsettled',
  path: '/doubted-checks',
  title: '待核签到',
  by: doubtReaders,
  cites: ['2021.4.1'],
  input: z.object({}),
  async handle(_input, context) {
    const { tx, today } = context;
    const { rows } = await sql<Parameters<typeof taughtClassOf>[0]>`select ${classColumns} from ${classTables}
      where c.state = 'approved' and c.starts_on <= ${today} and c.ends_on >= ${addDays(today, -followedDays)}`.execute(
      tx,
    );
    const classes = rows.map(taughtClassOf);
    const ids = classes.map(({ id }) => id);
    const doubted = await doubtedMarks(context, classes);
    const settled = await settlementsOf(context, ids);
    const explained = await explanationsOf(context, ids);
    const open = waitingOf(doubted, settled);
    return done({
      today,
      rows: classes
        .map((held) => {
          const own = open.filter((each) => each.classId === held.id);
          return {
            classId: held.id,
            name: held.name,
            institution: held.institution,
            region: held.region,
            waiting: own.length,
            ofTeachers: own.filter(({ mark }) => mark.kind === 'teacher').length,
            notCounted: own.filter(({ mark }) => mark.hasClockDoubt).length,
            explained: own.filter(({ mark }) => explained.has(`${held.id}/${mark.id}`)).length,
            oldestAt:
              own.length === 0 ? undefined : new Date(Math.min(...own.map(({ mark }) => mark.at))).toISOString(),
          };
        })
        .filter(({ waiting }) => waiting > 0)
        .sort((a, b) => b.notCounted - a.notCounted || b.waiting - a.waiting),
    });
  },
});
