import { sql } from 'kysely';
import { z } from 'zod';
import type { PlainDate } from '#kernel/plain-date';
import { type Context, done, query } from '#platform/operation';
import { actionsFor } from '#kernel/lifecycle';
import type { CopyHolder } from '../../domain/recordings/copies';
import { repairStates } from '../../domain/recordings/repair';
import { holdPlacers } from '../../domain/retention/hold';
import { purgeLifecycle, purgeStates } from '../../domain/retention/purge';
import { isRefused } from '../check-in/taught-class';
import { holdsOf } from './class-holds';
import { classId, readers } from './forms';
import { caseReason, type ClassKept, keptClass } from './kept-class';
import { amountsOf, nothingKept } from './amounts';

interface FoundCopy {
  readonly holder: CopyHolder;
  readonly proved_at: string | null;
  readonly proved: number;
  readonly archive_proved_on: PlainDate | null;
}

/** What each side proved of this class, and of everything it keeps. */
async function copiesOf({ tx }: Context, { held }: ClassKept) {
  const { rows } = await sql<FoundCopy>`
    select h.holder, p.proved_at, coalesce(p.proved, 0)::int as proved,
      (select max(q.asked_on) from copy_challenges q where q.holder = h.holder and q.state = 'proved'
        and (q.holder = 'bureau' or q.institution_id = ${held.institutionId})) as archive_proved_on
    from (values ('bureau'), ('institution')) as h(holder)
    left join lateral (select max(b.judged_at) as proved_at, count(*) as proved from copy_challenge_blocks b
      join copy_challenges q on q.id = b.challenge_id
      where b.class_id = ${held.id} and q.holder = h.holder and b.result = 'proved') p on true`.execute(tx);
  return rows.map((row) => ({
    holder: row.holder,
    provedAt: row.proved_at ?? undefined,
    proved: row.proved,
    archiveProvedOn: row.archive_proved_on ?? undefined,
  }));
}

async function findingsOf({ tx }: Context, id: string) {
  const rows = await tx
    .selectFrom('copy_findings as f')
    .innerJoin('recordings as r', 'r.id', 'f.recording_id')
    .select([
      'f.id',
      'f.holder',
      'f.kind',
      'f.block_count',
      'f.found_at',
      'f.settled_by_name',
      'f.settled_at',
      'f.note',
      'f.recording_id',
      'f.closing',
    ])
    .leftJoin('copy_repairs as p', 'p.finding_id', 'f.id')
    .select('p.state as repair_state')
    .select((each) => [
      each
        .selectFrom('copy_repair_blocks as b')
        .select(({ fn }) => fn.countAll<string>().as('listed'))
        .whereRef('b.repair_id', '=', 'p.id')
        .as('listed'),
      each
        .selectFrom('copy_repair_blocks as b')
        .select(({ fn }) => fn.count<string>('b.arrived_at').as('arrived'))
        .whereRef('b.repair_id', '=', 'p.id')
        .as('arrived'),
    ])
    .select(['r.starts_at', 'r.file_name'])
    .where('f.class_id', '=', id)
    .orderBy('f.found_at', 'desc')
    .limit(100)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    holder: row.holder === 'bureau' ? ('bureau' as const) : ('institution' as const),
    kind: row.kind,
    blocks: row.block_count,
    foundAt: row.found_at,
    recordingId: row.recording_id,
    recording: row.file_name,
    recordedAt: row.starts_at,
    settledBy: row.settled_by_name ?? undefined,
    settledAt: row.settled_at ?? undefined,
    note: row.note,
    isLost: row.closing === 'lost',
    repair: repairStates.find((each) => each === row.repair_state),
    listed: Number(row.listed ?? 0),
    arrived: Number(row.arrived ?? 0),
  }));
}

async function purgeOf({ tx, actor }: Context, id: string) {
  const row = await tx
    .selectFrom('evidence_purges')
    .selectAll()
    .where('class_id', '=', id)
    .where('state', '<>', 'withdrawn')
    .executeTakeFirst();
  const state = purgeStates.find((each) => each === row?.state);
  if (!row || !state) return undefined;
  const kinds = await tx
    .selectFrom('purge_items')
    .select([
      'source',
      (each) => each.fn.countAll<string>().as('count'),
      (each) => each.fn.sum('byte_length').as('bytes'),
    ])
    .where('purge_id', '=', row.id)
    .groupBy('source')
    .orderBy('source')
    .execute();
  return {
    id: row.id,
    state,
    version: row.version,
    startedBy: row.started_by_name ?? undefined,
    startedAt: row.started_at ?? undefined,
    witnessedBy: row.witnessed_by_name ?? undefined,
    witnessedAt: row.witnessed_at ?? undefined,
    finishedAt: row.finished_at ?? undefined,
    items: row.item_count ?? 0,
    bytes: Number(row.item_bytes ?? 0),
    digest: row.items_digest?.toString('hex'),
    kinds: kinds.map(({ source, count, bytes }) => ({ source, count: Number(count), bytes: Number(bytes) })),
    actions: actionsFor(purgeLifecycle, state, actor.role).filter(
      (action) => action !== 'witness' || row.started_by !== actor.userId,
    ),
  };
}

/** 一个班的保管：保管什么、到哪天、保全、两份的情况、到期清除 */
export const showKeeping = query({
  name: 'keeping.show',
  path: '/classes/:classId/keeping',
  title: '班期的保管',
  by: readers,
  cites: ['2021.4.2', '2021.A6.5'],
  input: z.object({ classId }),
  async handle(input, context) {
    const of = await keptClass(context, input.classId);
    if (isRefused(of)) return of;
    const { held, kept } = of;
    const { tx, actor } = context;
    const isOwn = actor.role.startsWith('institution');
    const erasure = await tx
      .selectFrom('template_erasures')
      .select(['erased_at', 'trainee_count'])
      .where('class_id', '=', held.id)
      .executeTakeFirst();
    // An institution is told of holds, not of a case it has not been noticed of.
    const standing = kept.holds.filter(({ liftedOn, reason }) => !liftedOn && !(isOwn && reason === caseReason));
    return done({
      id: held.id,
      name: held.name,
      institution: held.institution,
      region: held.region,
      startsOn: held.startsOn,
      endsOn: held.endsOn,
      lastDay: of.lastDay,
      keptUntil: of.keptUntil,
      isOver: kept.endedOn !== undefined,
      isHeld: standing.length > 0,
      hasOpenCase: standing.some(({ reason }) => reason === caseReason),
      amounts: (await amountsOf(context, [held.id])).get(held.id) ?? nothingKept,
      erasedAt: erasure?.erased_at,
      erasedFaces: erasure?.trainee_count ?? 0,
      holds: isOwn ? [] : await holdsOf(context, held.id),
      mayPlaceHold: holdPlacers.some((role) => role === actor.role),
      copies: await copiesOf(context, of),
      findings: await findingsOf(context, held.id),
      maySettle: actor.role === 'countyOfficer' || actor.role === 'cityOfficer',
      purge: await purgeOf(context, held.id),
    });
  },
});
