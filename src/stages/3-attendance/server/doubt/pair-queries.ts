import { sql } from 'kysely';
import { z } from 'zod';
import { actionsFor } from '#kernel/lifecycle';
import type { PlainDate } from '#kernel/plain-date';
import { maskIdentityNumber } from '#law/masks';
import { command, type Context, done, missing, query, refused } from '#platform/operation';
import { doubtReaders, facePairLifecycle } from '../../domain/doubt/lifecycle';
import { clockOf } from '../../domain/lesson-times';
import { openPicture } from '../check-in/frames';
import { reason } from './forms';
import { factsOf, findPairs, type Pair, type PairSide } from './pair-record';

export const pairId = z.uuid('编号不正确');

const noPair = missing('这一对头像');

const weight = (pair: Pair): number => {
  const { sameInstitution, overlaps } = factsOf(pair.sides);
  return Number(sameInstitution) * 2 + Number(overlaps);
};

/** 两个身份一张脸：最像的在前，同机构、同期的先看；不显示照片 */
export const listFacePairs = query({
  name: 'doubt.pairs',
  path: '/face-pairs',
  title: '两个身份一张脸的复核',
  by: doubtReaders,
  cites: ['2021.4.3'],
  input: z.object({ show: z.enum(['waiting', 'all'], '只有待看与全部两种').default('waiting') }),
  async handle({ show }, context) {
    const pairs = await findPairs(context, { isWaiting: show === 'waiting' });
    const order = (pair: Pair): number => Math.round(pair.score * 100) + weight(pair) / 10;
    return done({
      today: context.today,
      rows: pairs
        .toSorted((a, b) => Number(b.state === 'waiting') - Number(a.state === 'waiting') || order(b) - order(a))
        .map((pair) => ({ ...pair, facts: factsOf(pair.sides) })),
    });
  },
});

async function numberOf({ tx, services }: Context, { kind, personId }: PairSide): Promise<string> {
  const register = kind === 'teacher' ? 'teachers' : 'people';
  const person = await tx.selectFrom(register).select('id_sealed').where('id', '=', personId).executeTakeFirst();
  return person ? maskIdentityNumber(services.secrets.open('identityNumber', personId, person.id_sealed)) : '';
}

/** The last lessons in which somebody of a pair was signed in: those a suspicion could be about. */
async function signedLessons({ tx }: Context, { kind, regionCode, classId, rowId }: PairSide) {
  const own = kind === 'teacher' ? sql`k.teacher_id = ${rowId}::uuid` : sql`k.row_id = ${rowId}`;
  const { rows } = await sql<{ id: string; taught_on: PlainDate; starts_minute: number; content: string }>`
    select distinct l.id, l.taught_on, l.starts_minute, l.content from attendance_checks k
    join lessons l on l.region_code = k.region_code and l.class_id = k.class_id and l.id = k.lesson_id
    where k.region_code = ${regionCode} and k.class_id = ${classId} and ${own} and k.verdict <> 'refused'
    order by l.taught_on desc, l.starts_minute desc limit 20`.execute(tx);
  return rows.map(({ id, taught_on, starts_minute, content }) => ({
    id,
    words: `${taught_on} ${clockOf(starts_minute)} ${content.slice(0, 30)}`,
  }));
}

/** 一对头像：两个人各自的情况；照片另行打开 */
export const showFacePair = query({
  name: 'doubt.pair',
  path: '/face-pairs/:pairId',
  title: '一对相似头像',
  by: doubtReaders,
  cites: ['2021.4.3'],
  input: z.object({ pairId }),
  async handle(input, context) {
    const [pair] = await findPairs(context, { id: input.pairId });
    if (!pair) return noPair;
    const [one, other] = pair.sides;
    const told = async (side: PairSide) => ({
      ...side,
      maskedNumber: await numberOf(context, side),
      lessons: await signedLessons(context, side),
    });
    return done({
      ...pair,
      today: context.today,
      sides: [await told(one), await told(other)] as const,
      facts: factsOf(pair.sides),
      steps: actionsFor(facePairLifecycle, pair.state, context.actor.role),
    });
  },
});

/** The portraits of one of the two, opened. */
export async function portraitsOf({ tx, services }: Context, { regionCode, classId, rowId }: PairSide) {
  const frames = await tx
    .selectFrom('enrolment_frames')
    .select(['position', 'picture_sealed'])
    .where('region_code', '=', regionCode)
    .where('class_id', '=', classId)
    .where('row_id', '=', rowId)
    .orderBy('position')
    .execute();
  return frames.map(({ position, picture_sealed }) =>
    openPicture(services.secrets, classId, rowId, position, picture_sealed),
  );
}

/** 并排打开两人的建档照片：须写理由，留痕 */
export const openFacePair = command({
  name: 'doubt.open-pair',
  path: '/face-pairs/:pairId/open',
  title: '打开相似头像的照片',
  by: doubtReaders,
  cites: ['2021.4.3'],
  keepsNothing: true,
  input: z.object({ pairId, reason }),
  async handle(input, context) {
    const [pair] = await findPairs(context, { id: input.pairId });
    if (!pair) return noPair;
    const [one, other] = [await portraitsOf(context, pair.sides[0]), await portraitsOf(context, pair.sides[1])];
    if (one.length === 0 && other.length === 0)
      return refused('两人的建档照片都已删除（撤回同意或到期），不能再比。', 'conflict');
    context.note({
      subject: { type: 'facePair', id: pair.id },
      regionCode: pair.sides[0].regionCode,
      detail: { reason: input.reason, rows: pair.sides.map(({ classId, rowId }) => `${classId}/${rowId}`) },
    });
    const shown = (pictures: readonly Buffer[]) =>
      pictures.map((bytes) => `data:image/jpeg;base64,${bytes.toString('base64')}`);
    return done({ pictures: [shown(one), shown(other)] as const });
  },
});
