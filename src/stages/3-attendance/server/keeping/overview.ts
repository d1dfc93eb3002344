import { sql } from 'kysely';
import { z } from 'zod';
import type { PlainDate } from '#kernel/plain-date';
import { figuresOn } from '#law/figures';
import { done, query, type Reading } from '#platform/operation';
import { isPressing, nextStepOf, nextSteps, type NextStep } from '../../domain/retention/next-step';
import { purgeStates } from '../../domain/retention/purge';
import { keptUntil } from '../../domain/retention/retention';
import { classColumns, classTables, type TaughtClass, taughtClassOf } from '../check-in/taught-class';
import { storedFaceStanding } from '../privacy/stored-faces';
import { amountsOf, nothingKept } from './amounts';
import { readers } from './forms';

type FoundClass = Parameters<typeof taughtClassOf>[0];
interface Standing extends FoundClass {
  readonly last_day: PlainDate;
  readonly is_held: boolean;
  readonly findings: number;
  readonly challenges: number;
  readonly lifts: number;
  readonly purge: string | null;
}

/**
 * How every approved class in sight stands that has begun, as far as what to do next needs it. An institution is told
 * of holds, not of a case it has not been noticed of.
 */
async function standings({ tx, today }: Pick<Reading, 'tx' | 'today'>, isOwn: boolean): Promise<Standing[]> {
  const held = isOwn ? sql`evidence_hold_placed(c.id)` : sql`evidence_held(c.id)`;
  const { rows } = await sql<Standing>`
    select ${classColumns}, evidence_last_day(c.id) as last_day, ${held} as is_held,
      (select count(*)::int from copy_findings f where f.class_id = c.id and f.settled_at is null
        and (not ${isOwn}::boolean or f.holder = 'institution')) as findings,
      (select count(distinct b.challenge_id)::int from copy_challenge_blocks b join copy_challenges q on q.id = b.challenge_id
        where b.class_id = c.id and q.state = 'asked') as challenges,
      (select count(*)::int from evidence_holds h where h.class_id = c.id and h.state = 'liftAsked') as lifts,
      (select p.state from evidence_purges p where p.class_id = c.id and p.state <> 'withdrawn') as purge
    from ${classTables} where c.state = 'approved' and c.starts_on <= ${today}`.execute(tx);
  return rows;
}

const shows = ['all', 'pressing', 'held', 'due', 'purged'] as const;
const fits: Record<(typeof shows)[number], (step: NextStep) => boolean> = {
  all: () => true,
  pressing: isPressing,
  held: (step) => step === 'held' || step === 'liftAsked',
  due: (step) => step === 'start' || step === 'witness' || step === 'carrying',
  purged: (step) => step === 'purged',
};

interface Placed {
  readonly held: TaughtClass;
  readonly keptUntil: PlainDate;
  readonly isHeld: boolean;
  readonly findings: number;
  readonly next: NextStep;
}

function placed(
  { today, laterFigures }: Pick<Reading, 'today' | 'laterFigures'>,
  found: Standing,
  isOwn: boolean,
): Placed {
  const until = keptUntil(found.last_day, figuresOn(found.last_day, laterFigures));
  const purge = purgeStates.find((each) => each === found.purge);
  const next = nextStepOf(
    {
      endsOn: found.last_day,
      keptUntil: until,
      openFindings: found.findings,
      openChallenges: isOwn ? found.challenges : 0,
      liftsAsked: found.lifts,
      isHeld: found.is_held,
      purge,
    },
    today,
  );
  return { held: taughtClassOf(found), keptUntil: until, isHeld: found.is_held, findings: found.findings, next };
}

/** When each side last proved its copy, and what is open against it. */
async function copiesOf({ tx }: Pick<Reading, 'tx'>) {
  const { rows } = await sql<{
    holder: 'bureau' | 'institution';
    proved: PlainDate | null;
    findings: number;
    open: number;
  }>`
    select h.holder,
      (select max(q.asked_on) from copy_challenges q where q.holder = h.holder and q.state = 'proved') as proved,
      (select count(*)::int from copy_findings f where f.holder = h.holder and f.settled_at is null) as findings,
      (select count(*)::int from copy_challenges q where q.holder = h.holder and q.state = 'asked') as open
    from (values ('bureau'), ('institution')) as h(holder)`.execute(tx);
  return rows.map(({ holder, proved, findings, open }) => ({ holder, provedOn: proved ?? undefined, findings, open }));
}

const storedFaces = async ({ tx }: Pick<Reading, 'tx'>): Promise<number> =>
  (
    await sql<{ count: number }>`select count(distinct (class_id, row_id))::int as count from enrolment_frames
      where template_sealed is not null`.execute(tx)
  ).rows[0]?.count ?? 0;

const pageSize = 50;

/** 保管一览：每班保管什么、到哪天、两份是否都在，按接着要办的事排 */
export const listKeeping = query({
  name: 'keeping.list',
  path: '/keeping',
  title: '保管一览',
  by: readers,
  cites: ['2021.4.2', '2021.A6.5'],
  input: z.object({
    show: z.enum(shows, '没有这个分类').default('all'),
    page: z.coerce.number().int().min(1).max(1000).default(1),
  }),
  async handle({ show, page }, context) {
    const isOwn = context.actor.role.startsWith('institution');
    const all = (await standings(context, isOwn)).map((found) => placed(context, found, isOwn));
    const chosen = all
      .filter(({ next }) => fits[show](next))
      .sort((a, b) => nextSteps.indexOf(a.next) - nextSteps.indexOf(b.next) || (a.keptUntil < b.keptUntil ? -1 : 1));
    const shown = chosen.slice((page - 1) * pageSize, page * pageSize);
    const amounts = await amountsOf(
      context,
      shown.map(({ held }) => held.id),
    );
    const counts = Object.fromEntries(shows.map((each) => [each, all.filter(({ next }) => fits[each](next)).length]));
    return done({
      copies: await copiesOf(context),
      faces: await storedFaces(context),
      // Only who sees the whole city sees how far it is from the number that has to be filed.
      stock: context.actor.role.startsWith('city') ? await storedFaceStanding(context) : undefined,
      counts,
      total: chosen.length,
      pageSize,
      rows: shown.map(({ held, ...rest }) => ({
        ...rest,
        id: held.id,
        name: held.name,
        institution: held.institution,
        region: held.region,
        endsOn: held.endsOn,
        amounts: amounts.get(held.id) ?? nothingKept,
      })),
    });
  },
});
