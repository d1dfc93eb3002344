import { z } from 'zod';
import type { Transaction } from '#platform/operation';
import type { Venue } from '../../domain/institution';
import type { KeptVenue } from '../../domain/institution/venue';

export const venueKind = z.enum(['theory', 'practice', 'both'], '没有这种用途');
const measure = (value: string | null): number | undefined => (value === null ? undefined : Number(value));

const rowsOf = (tx: Transaction, institutionId: string) =>
  tx.selectFrom('venues').selectAll().where('institution_id', '=', institutionId).orderBy('name').execute();

/** The rooms of an institution as a class is judged by them, closed ones included. */
export const readRooms = async (tx: Transaction, institutionId: string): Promise<Venue[]> =>
  (await rowsOf(tx, institutionId)).map((row) => ({
    id: row.id,
    name: row.name,
    kind: venueKind.parse(row.kind),
    address: row.address,
    capacity: row.capacity,
    closedOn: row.closed_on ?? undefined,
    awaitsCheck: row.awaits_check,
  }));

/** The rooms of an institution with where they lie and what stands in them, closed ones included. */
export async function readVenues(tx: Transaction, institutionId: string): Promise<KeptVenue[]> {
  const rows = await rowsOf(tx, institutionId);
  const equipment = await tx
    .selectFrom('venue_equipment')
    .selectAll()
    .where('institution_id', '=', institutionId)
    .orderBy('position')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    name: row.name,
    kind: venueKind.parse(row.kind),
    address: row.address,
    capacity: row.capacity,
    floorArea: measure(row.floor_area),
    longitude: measure(row.longitude),
    latitude: measure(row.latitude),
    closedOn: row.closed_on ?? undefined,
    closeReason: row.close_reason ?? undefined,
    awaitsCheck: row.awaits_check,
    equipment: equipment
      .filter((each) => each.venue_id === row.id)
      .map(({ name, model, count, occupation_code }) => ({
        name,
        model,
        count,
        occupationCode: occupation_code ?? undefined,
      })),
  }));
}
