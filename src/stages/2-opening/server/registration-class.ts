import { z } from 'zod';
import { maskIdentityNumber } from '#law/masks';
import { type Context, done, missing, query } from '#platform/operation';
import type { RegistrationSystem } from '../domain/exchange/registrations';
import { batchReaders } from './exchange-queries';
import { classId } from './forms';
import { type ClassRecord, rowSeal } from './records';
import { systemForm } from './registration-queries';
import { findClass } from './store';

/** One trainee of a class on both sides. */
export interface RegistrationPerson {
  readonly side: 'both' | 'hereOnly' | 'thereOnly';
  readonly name: string;
  readonly maskedNumber: string;
  readonly number: string | undefined;
  readonly system: RegistrationSystem | undefined;
  /** The name there, where it is another one. */
  readonly otherName: string | undefined;
}

async function peopleOf({ tx, services }: Context, record: ClassRecord): Promise<RegistrationPerson[]> {
  const ofClass = { region_code: record.region_code, class_id: record.id };
  const roster = await tx
    .selectFrom('roster_rows')
    .selectAll()
    .where('region_code', '=', ofClass.region_code)
    .where('class_id', '=', ofClass.class_id)
    .where('withdrawn_on', 'is', null)
    .orderBy('position')
    .execute();
  const entries = await tx
    .selectFrom('class_registrations')
    .selectAll()
    .where('region_code', '=', ofClass.region_code)
    .where('class_id', '=', ofClass.class_id)
    .orderBy('imported_at', 'desc')
    .orderBy('number')
    .execute();
  const keyOf = (index: Buffer | null) => index?.toString('hex') ?? '';
  const enrolled = new Set(roster.map(({ id_index }) => keyOf(id_index)).filter(Boolean));
  const here = roster.map((row): RegistrationPerson => {
    const key = keyOf(row.id_index);
    const entry = entries.find((each) => key !== '' && keyOf(each.person_index) === key);
    const id = services.secrets.open('identityNumber', rowSeal(row.class_id, row.id), row.id_sealed);
    return {
      side: entry ? 'both' : 'hereOnly',
      name: row.name,
      maskedNumber: maskIdentityNumber(id),
      number: entry?.number,
      system: entry ? systemForm.parse(entry.system) : undefined,
      otherName: entry && entry.name !== '' && entry.name !== row.name ? entry.name : undefined,
    };
  });
  const there = entries
    .filter((each) => !enrolled.has(keyOf(each.person_index)))
    .map(
      (entry): RegistrationPerson => ({
        side: 'thereOnly',
        name: entry.name,
        maskedNumber: entry.id_masked,
        number: entry.number,
        system: systemForm.parse(entry.system),
        otherName: undefined,
      }),
    );
  return [...here, ...there];
}

/** 一个班期的系统录入情况 */
export const showRegistrations = query({
  name: 'registration.show',
  path: '/classes/:classId/registrations',
  title: '班期的系统录入情况',
  by: batchReaders,
  cites: ['2024.1.0'],
  input: z.object({ classId }),
  isLogged: true,
  async handle(input, context) {
    const record = await findClass(context, input.classId);
    if (!record) return missing('这个班期');
    context.note({ subject: { type: 'trainingClass', id: record.id }, regionCode: record.region_code });
    return done({ people: await peopleOf(context, record) });
  },
});
