import type { PoolClient } from 'pg';
import { arrayLiteral, bytesArray, plainArray, type Value } from './array-literal';
import type { Delivery, EventRow } from './delivery';

/** An event with the delivery that brought it. */
export interface Held {
  readonly delivery: Delivery;
  readonly row: EventRow;
}

/** What many events of a delivery have in common is sent once. */
interface Shape {
  readonly delivery: Delivery;
  readonly like: EventRow;
}

const isLike = ({ delivery, like }: Shape, held: Held): boolean =>
  delivery === held.delivery &&
  like.event.kind === held.row.event.kind &&
  like.event.method === held.row.event.method &&
  like.event.verdict === held.row.event.verdict &&
  like.event.direction === held.row.event.direction &&
  like.event.detail === held.row.event.detail &&
  like.flags === held.row.flags;

/** The shapes of these events, and for each event the place of its own, from 1. */
function shapesOf(held: readonly Held[]): { readonly shapes: Shape[]; readonly places: number[] } {
  const shapes: Shape[] = [];
  const ofDelivery = new Map<Delivery, number[]>();
  const places = held.map((each) => {
    const known = ofDelivery.get(each.delivery) ?? [];
    ofDelivery.set(each.delivery, known);
    const found = known.find((place) => {
      const shape = shapes[place - 1];
      return shape !== undefined && isLike(shape, each);
    });
    if (found !== undefined) return found;
    const place = shapes.push({ delivery: each.delivery, like: each.row });
    known.push(place);
    return place;
  });
  return { shapes, places };
}

const shapeTypes = ['text', 'uuid', 'uuid', 'int', 'timestamptz', 'bytea', ...Array.from({ length: 7 }, () => 'text')];
const ownTypes = ['int', 'bigint', 'text', 'text', 'bytea', 'text', 'float8', 'int', 'bytea'];

/** The statement that inserts events, its parameters beginning after so many others. */
export const eventPart = (before: number, ending: string): string => {
  const arrays = [...shapeTypes, ...ownTypes].map((type, at) => `$${before + at + 1}::${type}[]`);
  const ofShapes = shapeTypes.length;
  return `insert into device_events (region_code, device_id, series, sequence, told_key, institution_id, kind,
      person_code, person_index, told_time, happened_at, received_at, offset_ms, method, verdict, direction, detail,
      flags, picture_hash, payload_digest, content_digest)
    select s.region_code, s.device_id, s.series, e.sequence, e.told_key, s.institution_id, s.kind, e.person_code,
      e.person_index, e.told_time, to_timestamp(e.happened_ms / 1000.0), s.received_at, e.offset_ms, s.method,
      s.verdict, s.direction, s.detail, s.flags, s.picture, s.payload, e.content
    from unnest(${arrays.slice(ofShapes).join(', ')})
      as e(shape, sequence, told_key, person_code, person_index, told_time, happened_ms, offset_ms, content)
    join (select *, string_to_array(flag_list, ',') as flags from unnest(${arrays.slice(0, ofShapes).join(', ')})
      with ordinality as d(region_code, device_id, institution_id, series, received_at, payload, picture, kind, method,
        verdict, direction, detail, flag_list, at)) as s
      on s.at = e.shape ${ending}`;
};

export function eventValues(held: readonly Held[]): Value[] {
  const { shapes, places } = shapesOf(held);
  return [
    plainArray(shapes, ({ delivery }) => delivery.device.regionCode),
    plainArray(shapes, ({ delivery }) => delivery.device.id),
    plainArray(shapes, ({ delivery }) => delivery.device.institutionId),
    plainArray(shapes, ({ delivery }) => delivery.device.series),
    plainArray(shapes, ({ delivery }) => delivery.receivedAt),
    bytesArray(shapes, ({ delivery: { payload } }) => payload?.digest ?? ''),
    arrayLiteral(shapes, ({ delivery }) => delivery.pictureHash ?? null),
    plainArray(shapes, ({ like }) => like.event.kind),
    plainArray(shapes, ({ like }) => like.event.method),
    plainArray(shapes, ({ like }) => like.event.verdict),
    plainArray(shapes, ({ like }) => like.event.direction),
    arrayLiteral(shapes, ({ like }) => like.event.detail),
    arrayLiteral(shapes, ({ like }) => like.flags),
    plainArray(places, (place) => place),
    plainArray(held, ({ row }) => row.key.sequence),
    arrayLiteral(held, ({ row }) => row.key.toldKey),
    arrayLiteral(held, ({ row }) => row.personCode),
    bytesArray(held, ({ row }) => row.personIndex),
    arrayLiteral(held, ({ row }) => row.event.time.told),
    plainArray(held, ({ row }) => row.event.time.at ?? null),
    plainArray(held, ({ row }) => row.offset),
    bytesArray(held, ({ row }) => row.content),
  ];
}

const newEvents = eventPart(0, 'on conflict do nothing returning device_id, series, sequence, told_key');

/** Inserts what is not stored yet; gives that. */
export async function insertNewEvents(client: PoolClient, held: readonly Held[]): Promise<Held[]> {
  if (held.length === 0) return [];
  const { rows } = await client.query<{ device_id: string; series: number; sequence: number; told_key: string }>({
    name: 'device-events',
    text: newEvents,
    values: eventValues(held),
  });
  const stored = new Set(rows.map((row) => `${row.device_id}/${row.series}/${row.sequence}/${row.told_key}`));
  return held.filter(({ delivery: { device }, row: { key } }) =>
    stored.has(`${device.id}/${device.series}/${key.sequence}/${key.toldKey}`),
  );
}

const otherContent = `select k.at::int as at from unnest($1::text[], $2::uuid[], $3::int[], $4::bigint[], $5::text[],
    $6::bytea[]) with ordinality as k(region_code, device_id, series, sequence, told_key, content, at)
  join device_events e on e.region_code = k.region_code and e.device_id = k.device_id and e.series = k.series
    and e.sequence = k.sequence and e.told_key = k.told_key
  where e.content_digest <> k.content`;

/** Which of these keys are already stored with another content. */
export async function findRewritten(client: PoolClient, held: readonly Held[]): Promise<Held[]> {
  const values = [
    plainArray(held, ({ delivery }) => delivery.device.regionCode),
    plainArray(held, ({ delivery }) => delivery.device.id),
    plainArray(held, ({ delivery }) => delivery.device.series),
    plainArray(held, ({ row }) => row.key.sequence),
    arrayLiteral(held, ({ row }) => row.key.toldKey),
    bytesArray(held, ({ row }) => row.content),
  ];
  const { rows } = await client.query<{ at: number }>({ name: 'device-rewritten', text: otherContent, values });
  return rows.flatMap(({ at }) => held[at - 1] ?? []);
}
