import { workingDaysUntil } from '#kernel/calendar';
import { dayOf } from '#platform/clock';
import type { Context } from '#platform/operation';
import { bureauOf } from '../../domain/institution/decision';
import { editions, figureLines, merges } from './city-matters';
import { accounts, decisions, venues } from './institution-matters';
import type { FoundMatter, WaitingMatter } from './matter';
import { tasks } from './tasks';

export type { MatterKind, WaitingMatter } from './matter';

const registerMatters = async (context: Context): Promise<FoundMatter[]> => [
  ...(await decisions(context)),
  ...(await accounts(context)),
  ...(await venues(context)),
  ...(await merges(context)),
  ...(await figureLines(context)),
  ...(await editions(context)),
];

/** What waits in the registers for the actor to settle as the second person, the longest waiting first. */
export async function waitingMatters(context: Context): Promise<WaitingMatter[]> {
  const { actor, calendar, today } = context;
  const ofRegisters = bureauOf(actor.role) ? await registerMatters(context) : [];
  return [...ofRegisters, ...(await tasks(context))]
    .map(({ id, ...matter }) => ({
      ...matter,
      // Who has one county alone is not told which.
      region: actor.regionCode ? undefined : matter.region,
      key: `${matter.kind}:${id}`,
      waited: matter.askedAt ? workingDaysUntil(calendar, dayOf(matter.askedAt), today) : undefined,
    }))
    .toSorted((a, b) => (b.waited ?? 0) - (a.waited ?? 0));
}
