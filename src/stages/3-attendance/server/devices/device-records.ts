import { randomBytes } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { DevicesTable } from '#platform/database/tables';
import { newId } from '#platform/identifiers';
import type { Context } from '#platform/operation';
import { type DeviceState, isDeviceState } from '../../domain/devices/lifecycle';
import { isVendor, type KeyKind, keyKindOf, type Vendor } from '../../domain/devices/vendors';
import { keySeal, pathHashOf } from './known-devices';
import { ed25519Key } from './signature';

export type DeviceRecord = Selectable<DevicesTable>;

export function stateOf({ state }: Pick<DeviceRecord, 'state'>): DeviceState {
  if (!isDeviceState(state)) throw new Error(`unknown state of a device: ${state}`);
  return state;
}

export function vendorOf({ vendor }: Pick<DeviceRecord, 'vendor'>): Vendor {
  if (!isVendor(vendor)) throw new Error(`unknown vendor: ${vendor}`);
  return vendor;
}

/** The record, held until the transaction ends, if it is in sight. */
export const holdDevice = ({ tx }: Context, id: string): Promise<DeviceRecord | undefined> =>
  tx.selectFrom('devices').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

/** A new key as it is told once, and as it is stored. */
export interface NewKey {
  readonly kind: KeyKind;
  /** What has to be typed into the device; nothing where it keeps its own private key. */
  readonly told: string | undefined;
  readonly stored: {
    readonly key_sealed: Buffer | null;
    readonly public_key: Buffer | null;
    readonly path_hash: Buffer | null;
  };
}

const pathSigns = 'abcdefghijklmnopqrstuvwxyz234567';
const pathLength = 20;

/** A hundred bits of chance that any device can hold in its address. */
const newPath = (): string => [...randomBytes(pathLength)].map((byte) => pathSigns.charAt(byte % 32)).join('');

/** Makes the key a device of this make uses; undefined where the public key given is none. */
export function newKey(
  { services }: Pick<Context, 'services'>,
  device: { readonly id: string; readonly keyVersion: number; readonly vendor: Vendor },
  publicKey: string | undefined,
): NewKey | undefined {
  const nothing = { key_sealed: null, public_key: null, path_hash: null };
  const kind = keyKindOf(device.vendor, publicKey !== undefined);
  if (kind === 'ed25519') {
    const raw = Buffer.from(publicKey ?? '', 'base64');
    return ed25519Key(raw) ? { kind, told: undefined, stored: { ...nothing, public_key: raw } } : undefined;
  }
  if (kind === 'path') {
    const told = newPath();
    return { kind, told, stored: { ...nothing, path_hash: pathHashOf(told) } };
  }
  const told = randomBytes(32).toString('base64url');
  const sealed = services.secrets.seal('deviceKey', keySeal(device.id, device.keyVersion), told);
  return { kind, told, stored: { ...nothing, key_sealed: sealed } };
}

type Told = NonNullable<Parameters<Context['note']>[0]['detail']>;

/** One log entry about a device, for whoever may see its institution. */
export const noteDevice = (
  context: Pick<Context, 'note'>,
  device: Pick<DeviceRecord, 'id' | 'region_code' | 'institution_id'>,
  detail: Told,
): void =>
  context.note({
    subject: { type: 'device', id: device.id },
    regionCode: device.region_code,
    institutionId: device.institution_id,
    detail,
  });

/** Tells the other side of what was done to a device. */
export const tellOf = async (
  { tx, now }: Context,
  device: Pick<DeviceRecord, 'id' | 'region_code' | 'institution_id'>,
  audience: 'institution' | 'county',
  words: string,
): Promise<void> => {
  await tx
    .insertInto('messages')
    .values({
      id: newId(),
      region_code: device.region_code,
      institution_id: device.institution_id,
      audience,
      subject_type: 'device',
      subject_id: device.id,
      text: words,
      sent_at: now,
    })
    .execute();
};

export const calledDevice = ({ model, serial }: Pick<DeviceRecord, 'model' | 'serial'>): string =>
  `考勤设备 ${model}（${serial}）`;
