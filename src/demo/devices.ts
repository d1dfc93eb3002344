import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { PlainDate } from '#kernel/plain-date';
import type { Transaction } from '#platform/operation';
import type { Secrets } from '#platform/secrets/secrets';
import { type DayOfDevice, keepHistory, keySeal } from '../stages/3-attendance/server/index';
import { accountNamed } from './accounts';
import { clerkOf } from './acting';
import { type Chance, chanceOf, idOf } from './chance';
import type { City } from './city';
import { instantAt } from './days';
import type { DemoInstitution } from './institutions';

const models = ['F18 人脸终端', 'K1T 人脸终端', 'SpeedFace V5', 'FA210 人脸终端'];
const people = 24;
/** Working days before loading on which the devices were in use. */
const daysOfUse = [-3, -2, -1];
const opening = 8 * 60 + 20;

const demoKey = (seed: number, region: string): string =>
  createHash('sha256').update(`device/${seed}/${region}`).digest('base64url');

const told = (day: PlainDate, minute: number, second: number): string => {
  const [hours, minutes] = [Math.floor(minute / 60), minute % 60];
  const clock = [hours, minutes, second].map((each) => String(each).padStart(2, '0')).join(':');
  return `${day}T${clock}+08:00`;
};

/** One day at the door: everybody in within twenty minutes, everybody out before noon, a heartbeat every half hour. */
function dayAtDoor(day: PlainDate, chance: Chance, first: number): { day: DayOfDevice; next: number } {
  let sequence = first;
  const pass = (person: number, minute: number, direction: 'in' | 'out') => ({
    sequence: sequence++,
    kind: 'checkIn',
    person: String(1001 + person),
    time: told(day, minute, chance.below(60)),
    method: 'face',
    verdict: 'accepted',
    direction,
  });
  const minutesFrom = (start: number) =>
    Array.from({ length: people }, () => start + chance.below(20)).sort((a, b) => a - b);
  const events = [
    ...minutesFrom(opening).map((minute, person) => pass(person, minute, 'in')),
    ...minutesFrom(11 * 60 + 45).map((minute, person) => pass(person, minute, 'out')),
  ];
  const beats = Array.from({ length: 20 }, (_, at) => instantAt(day, 8 * 60 + at * 30));
  return { day: { events, receivedAt: instantAt(day, 12 * 60), beats }, next: sequence };
}

/** What a device sent; that of 博爱 misses two records and tells that its case was opened. */
function historyOf({ seed, days }: City, { region }: DemoInstitution): DayOfDevice[] {
  const chance = chanceOf(seed, 'device', region.key);
  const isTroubled = region.key === 'boai';
  let next = 1;
  return daysOfUse.map((offset) => {
    const day = days.day(offset);
    const told = dayAtDoor(day, chance, next);
    next = told.next;
    if (!isTroubled || offset !== -2) return told.day;
    const tamper = { sequence: next++, kind: 'tamper', detail: '外壳打开', time: `${day}T12:10:00+08:00` };
    return { ...told.day, events: [...told.day.events.filter((_, at) => at !== 30 && at !== 31), tamper] };
  });
}

async function insertDevice(tx: Transaction, city: City, institution: DemoInstitution, secrets: Secrets) {
  const { seed, days } = city;
  const { region, institutionId, lines } = institution;
  const chance = chanceOf(seed, 'device-model', region.key);
  const id = idOf(seed, 'device', region.key);
  const serial = `MX${region.code}${String(chance.between(1000, 9999))}`;
  const clerk = clerkOf(institution);
  const venueId = lines[0]?.theoryVenue.venueId;
  if (!venueId) throw new RangeError(`${institution.name} has no room`);
  await tx
    .insertInto('devices')
    .values({
      id,
      region_code: region.code,
      institution_id: institutionId,
      venue_id: venueId,
      vendor: 'json',
      model: chance.pick(models),
      serial,
      responsible_name: accountNamed(clerk).name,
      state: 'active',
      version: 2,
      key_kind: 'hmac',
      key_sealed: secrets.seal('deviceKey', keySeal(id, 1), demoKey(seed, region.key)),
      key_issued_at: instantAt(days.day(-12), 10 * 60),
      registered_by: idOf(seed, 'account', clerk),
      registered_at: instantAt(days.day(-12), 10 * 60),
      confirmed_by: idOf(seed, 'account', `officer.${region.key}`),
      confirmed_at: instantAt(days.day(-11), 9 * 60),
    })
    .execute();
  return { id, regionCode: region.code, institutionId, serial };
}

/** One attendance device at the door of the first institution of each county, with the last days of what it sent. */
export async function insertDevices(tx: Transaction, client: PoolClient, city: City, secrets: Secrets): Promise<void> {
  for (const institution of city.institutions.filter(({ index }) => index === 0)) {
    const device = await insertDevice(tx, city, institution, secrets);
    await keepHistory(tx, client, { secrets }, device, historyOf(city, institution));
  }
}
