import { createHash } from 'node:crypto';
import { inScope } from '#platform/database/scope';
import type { Services } from '#platform/operation';
import type { Platform } from '#platform/run-operation';
import { isVendor, type Vendor } from '../../domain/devices/vendors';
import { ed25519Key, hmacKey, type Verifier } from './signature';

/** All of a running product that devices have to do with. */
export type DevicePlatform = Pick<Platform, 'pool' | 'clock' | 'whyNoWrites'> & {
  readonly services: Pick<Services, 'secrets' | 'files'>;
};

/** What the doors have to know of a device to recognise it. */
export interface KnownDevice extends Verifier {
  readonly id: string;
  readonly regionCode: string;
  readonly institutionId: string;
  readonly vendor: Vendor;
  readonly serial: string;
  readonly state: string;
  readonly keyVersion: number;
  readonly series: number;
  readonly keepsPictures: boolean;
}

export const pathHashOf = (secret: string): Buffer => createHash('sha256').update(`device-path\n${secret}`).digest();

/** Row the sealed key is bound to, so that an old key cannot be put back. */
export const keySeal = (deviceId: string, keyVersion: number): string => `${deviceId}/${keyVersion}`;

type By = { readonly id: string } | { readonly pathHash: Buffer };

const columns = [
  'id',
  'region_code',
  'institution_id',
  'vendor',
  'serial',
  'state',
  'key_version',
  'series',
  'keeps_pictures',
  'key_sealed',
  'public_key',
] as const;

const read = ({ pool }: DevicePlatform, by: By) =>
  inScope(pool, { reach: 'ingest' }, (tx) => {
    const devices = tx.selectFrom('devices').select(columns);
    return 'id' in by
      ? devices.where('id', '=', by.id).executeTakeFirst()
      : devices.where('path_hash', '=', by.pathHash).executeTakeFirst();
  });

/** Finds devices by id or by the secret part of their address. */
export interface KnownDevices {
  byId(id: string): Promise<KnownDevice | undefined>;
  byPath(secret: string): Promise<KnownDevice | undefined>;
}

const heldMilliseconds = 2000;
const mostHeld = 5000;

/**
 * Keeps what was found for two seconds: enough for a burst. That a device is still active and its key still the one that
 * was used is asked again in the transaction that keeps what it sent.
 */
export function knownDevices(platform: DevicePlatform): KnownDevices {
  const held = new Map<string, { readonly device: Promise<KnownDevice | undefined>; readonly until: number }>();
  const find = async (by: By): Promise<KnownDevice | undefined> => {
    const row = await read(platform, by);
    if (!row || !isVendor(row.vendor)) return undefined;
    const { secrets } = platform.services;
    const secret = row.key_sealed && secrets.open('deviceKey', keySeal(row.id, row.key_version), row.key_sealed);
    return {
      id: row.id,
      regionCode: row.region_code,
      institutionId: row.institution_id,
      vendor: row.vendor,
      serial: row.serial,
      state: row.state,
      keyVersion: row.key_version,
      series: row.series,
      keepsPictures: row.keeps_pictures,
      shared: secret ? hmacKey(secret) : undefined,
      publicKey: row.public_key ? ed25519Key(row.public_key) : undefined,
    };
  };
  const remember = (name: string, by: By): Promise<KnownDevice | undefined> => {
    const now = performance.now();
    const found = held.get(name);
    if (found && found.until > now) return found.device;
    if (held.size > mostHeld) held.clear();
    const device = find(by);
    held.set(name, { device, until: now + heldMilliseconds });
    device.catch(() => held.delete(name));
    return device;
  };
  return {
    byId: (id) => remember(`id:${id}`, { id }),
    byPath: (secret) => {
      const pathHash = pathHashOf(secret);
      return remember(`path:${pathHash.toString('hex')}`, { pathHash });
    },
  };
}
