import type { PoolClient } from 'pg';
import type { Services, Transaction } from '#platform/operation';
import { readDeviceTime } from '../../domain/devices/device-time';
import { deliveryOf, heartbeatOf, wholeOf } from './delivery';
import { readJsonEvents } from './json-events';
import type { KnownDevice } from './known-devices';
import { writeDeliveries } from './write-deliveries';

/** What a device of the demonstration sent on one day, and when it was received. */
export interface DayOfDevice {
  readonly events: readonly object[];
  readonly receivedAt: string;
  /** When it beat, as told and received. */
  readonly beats: readonly string[];
}

/** Keeps what a device sent in the past by the way every push takes; for demonstrations. */
export async function keepHistory(
  tx: Transaction,
  client: PoolClient,
  services: Pick<Services, 'secrets'>,
  device: Omit<KnownDevice, 'vendor' | 'state' | 'keyVersion' | 'series' | 'keepsPictures' | 'shared' | 'publicKey'>,
  days: readonly DayOfDevice[],
): Promise<void> {
  const known: KnownDevice = {
    ...device,
    vendor: 'json',
    state: 'active',
    keyVersion: 1,
    series: 1,
    keepsPictures: false,
    shared: undefined,
    publicKey: undefined,
  };
  for (const { events, receivedAt, beats } of days) {
    const body = Buffer.from(JSON.stringify({ events }));
    const reading = readJsonEvents(body);
    if (typeof reading === 'string') throw new Error(reading);
    const pushes = reading.events.map((event) =>
      deliveryOf(
        known,
        { ...reading, events: [event], kept: Buffer.from(JSON.stringify(event)) },
        wholeOf(Buffer.from(JSON.stringify(event))),
        { receivedAt: new Date((event.time.at ?? Date.parse(receivedAt)) + 1500).toISOString() },
        services,
      ),
    );
    const heartbeats = beats.map((at) => heartbeatOf(known, readDeviceTime(at), { receivedAt: at }));
    const all = [...pushes, ...heartbeats];
    await writeDeliveries(tx, client, all, all.slice(-1), beats.at(-1) ?? receivedAt, services.secrets);
  }
}
