import type { FastifyInstance } from 'fastify';
import { inScope } from '#platform/database/scope';
import { dayOf } from '#platform/clock';
import { heardFrom, type Sight } from '../../domain/devices/connection';
import { raiseAlarms } from './alarm-store';
import { addHikvisionDoor } from './door-hikvision';
import { addJsonDoor } from './door-json';
import { addZktecoDoor } from './door-zkteco';
import { type Ingest, openIngest } from './ingest';
import { type DevicePlatform, type KnownDevice, type KnownDevices, knownDevices } from './known-devices';
import { limiter, type Rate, strangerRate, usualRate } from './rate';

/** What the doors of all makes share. */
export interface Doorway {
  readonly platform: DevicePlatform;
  readonly devices: KnownDevices;
  readonly ingest: Ingest;
  /** False when the device sends more than it may. */
  mayCall(device: KnownDevice): boolean;
  /** False when too many strangers came from this address. */
  mayTry(source: string): boolean;
  /** Notes from where a device that cannot name its connection was heard. */
  heard(device: KnownDevice, source: string): Promise<void>;
  /** Somebody used the name of the device without its key. */
  forged(device: KnownDevice): Promise<void>;
}

export interface DoorChoices {
  readonly rate?: Rate;
}

const alarmOf = ({ id, regionCode, institutionId }: KnownDevice) => ({ deviceId: id, regionCode, institutionId });

function doorwayOf(platform: DevicePlatform, { rate = usualRate }: DoorChoices): Doorway {
  const mayCall = limiter(rate);
  const mayTry = limiter(strangerRate);
  const sights = new Map<string, Sight[]>();
  const toldForged = new Map<string, string>();
  const raise = (device: KnownDevice, kind: 'twoPlaces' | 'forged', key: string) => {
    const now = platform.clock.now();
    const alarm = { ...alarmOf(device), kind, key, detail: {} };
    return inScope(platform.pool, { reach: 'ingest' }, (tx) => raiseAlarms(tx, [alarm], now));
  };
  return {
    platform,
    devices: knownDevices(platform),
    ingest: openIngest(platform),
    mayCall: ({ id }) => mayCall(id),
    mayTry: (source) => mayTry(source),
    async heard(device, source) {
      const now = platform.clock.now();
      const { sights: kept, isTwoPlaces } = heardFrom(sights.get(device.id) ?? [], { source, at: Date.parse(now) });
      sights.set(device.id, kept);
      if (isTwoPlaces) await raise(device, 'twoPlaces', `source/${device.keyVersion}/${dayOf(now)}`);
    },
    async forged(device) {
      const day = platform.clock.today();
      if (toldForged.get(device.id) === day) return;
      toldForged.set(device.id, day);
      await raise(device, 'forged', day);
    },
  };
}

/** 设备接入口: where devices push what they saw, each make in its own language. */
export const deviceDoor =
  (choices: DoorChoices = {}) =>
  async (app: FastifyInstance, platform: DevicePlatform): Promise<void> => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body: Buffer, done) => done(null, body));
    const doorway = doorwayOf(platform, choices);
    app.addHook('onClose', () => doorway.ingest.close());
    addJsonDoor(app, doorway);
    addZktecoDoor(app, doorway);
    addHikvisionDoor(app, doorway);
  };
