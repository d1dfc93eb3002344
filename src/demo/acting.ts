import { z } from 'zod';
import type { PlainDate } from '#kernel/plain-date';
import type { Instant } from '#platform/clock';
import { inScope } from '#platform/database/scope';
import type { Actor, AnyOperation } from '#platform/operation';
import { type Platform, runOperation } from '#platform/run-operation';
import { accountNamed, demoAccounts } from './accounts';
import { idOf } from './chance';
import type { City } from './city';
import { clockAt } from './days';
import type { DemoInstitution } from './institutions';

/** Who does something, and when. */
export interface Moment {
  readonly actor: Actor;
  readonly day: PlainDate;
  readonly at: Instant;
}

/** Runs the product’s own commands as the people of the city; what they refuse is a fault of the story. */
export interface Stage {
  readonly platform: Platform;
  readonly city: City;
}

/**
 * Runs a command at its moment. Its id follows from the seed and `name`, so that a load broken off and begun again
 * does nothing twice.
 */
export async function act(
  { platform, city }: Stage,
  { actor, day, at }: Moment,
  operation: AnyOperation,
  name: string,
  input: unknown,
  upload?: { readonly name: string; readonly bytes: Buffer },
): Promise<unknown> {
  const answer = await runOperation({ ...platform, clock: clockAt(day, at) }, operation, {
    actor,
    input,
    commandId: idOf(city.seed, 'command', name),
    ...(upload ? { upload } : {}),
  });
  if (answer.outcome === 'done') return answer.result;
  throw new Error(`演示数据没有装完：${day} ${actor.name}“${operation.title}”（${name}）未办成，${answer.message}`);
}

/** The account that plays a part, as the product sees it when signed in. */
export function actorNamed({ seed, institutions }: City, username: string): Actor {
  const { name, role, regionCode, institution } = accountNamed(username);
  const institutionId = institutions.find((each) => each.name === institution)?.institutionId;
  return {
    userId: idOf(seed, 'account', username),
    name,
    role,
    ...(regionCode === undefined ? {} : { regionCode }),
    ...(institutionId === undefined ? {} : { institutionId }),
  };
}

const staffOf =
  (role: 'institutionClerk' | 'institutionPrincipal') =>
  ({ name }: DemoInstitution): string => {
    const found = demoAccounts.find((account) => account.institution === name && account.role === role);
    if (!found) throw new RangeError(`${name} has no ${role}`);
    return found.username;
  };
export const clerkOf = staffOf('institutionClerk');
export const principalOf = staffOf('institutionPrincipal');

const pointsForm = z.array(z.object({ id: z.uuid() }));

/** The points still to be answered, in the order they were made. */
export async function openPoints({ platform }: Stage, classId: string): Promise<string[]> {
  const rows = await inScope(platform.pool, { reach: 'system' }, (tx) =>
    tx
      .selectFrom('return_points')
      .select('id')
      .where('class_id', '=', classId)
      .orderBy('filing_number')
      .orderBy('part')
      .orderBy('reason')
      .execute(),
  );
  return pointsForm.parse(rows).map(({ id }) => id);
}
