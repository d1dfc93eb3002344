import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Sheet } from '#kernel/sheet';
import { dayOf } from '#platform/clock';
import { hasPersonalNumber } from '#platform/log/personal-data';
import type { Context } from '#platform/operation';
import {
  type RegistrationChoice,
  registrationColumns,
  registrationForm,
  type RegistrationLayout,
} from '../domain/exchange/registrations';
import { type RememberedShape, shapeKey, shapeOf } from '../domain/lists/shape';

/** `sheet=0,header=3,number=2,id=1`: what an officer has put right, counted from 0. */
export const choiceInput = z
  .string()
  .max(200)
  .regex(/^[a-zA-Z]+=\d{1,3}(?:,[a-zA-Z]+=\d{1,3})*$/, '栏目对应不正确')
  .optional();

export function choiceFrom(written: string | undefined): RegistrationChoice {
  if (written === undefined) return {};
  const given = new Map(written.split(',').map((pair) => [pair.split('=')[0], Number(pair.split('=')[1])]));
  const named = registrationColumns.flatMap((field) => {
    const place = given.get(field);
    return place === undefined ? [] : [[field, place] as const];
  });
  return {
    sheet: given.get('sheet'),
    header: given.get('header'),
    columns: named.length > 0 ? Object.fromEntries(named) : undefined,
  };
}

/** So many shapes of lists a county keeps; the one saved longest ago gives way. */
const mostShapes = 60;

/** How colleagues of the county have named columns before, the latest first. */
export async function rememberedShapes({ tx, actor }: Context): Promise<RememberedShape[]> {
  const rows = await tx
    .selectFrom('registration_mappings')
    .select(['columns', 'saved_by_name', 'saved_at'])
    .where('region_code', '=', actor.regionCode ?? '')
    .orderBy('saved_at', 'desc')
    .limit(mostShapes)
    .execute();
  return rows.map((row) => ({
    columns: z.record(z.string(), z.string()).parse(row.columns),
    savedBy: row.saved_by_name,
    savedOn: dayOf(row.saved_at),
  }));
}

/** Keeps columns named by hand for the next list of the same headings; headings with a person’s number are none. */
export async function rememberShape(
  { tx, actor, now }: Context,
  sheet: Sheet,
  { header, columns, origin }: RegistrationLayout,
): Promise<void> {
  const shape =
    origin === 'hand' ? shapeOf(registrationForm, sheet, { top: header, bottom: header }, columns) : undefined;
  if (!shape || Object.keys(shape).some(hasPersonalNumber)) return;
  const saved = {
    columns: JSON.stringify(shape),
    saved_by: actor.userId,
    saved_by_name: actor.name,
    saved_at: now,
  };
  const shape_digest = createHash('sha256')
    .update(shapeKey(Object.keys(shape)))
    .digest();
  await tx
    .insertInto('registration_mappings')
    .values({ region_code: actor.regionCode ?? '', shape_digest, ...saved })
    .onConflict((conflict) => conflict.columns(['region_code', 'shape_digest']).doUpdateSet(saved))
    .execute();
}
