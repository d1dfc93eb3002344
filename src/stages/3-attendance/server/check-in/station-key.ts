import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { z } from 'zod';
import { command, done, refused } from '#platform/operation';
import { type QueuedFields, queuedText, type QueueSignature } from '../../domain/check-in/queued-check';
import { classId, institutions } from './forms';
import { openStationOf, type Station, stationId } from './stations';
import { isRefused, noteClass } from './taught-class';

/** A signature of 64 bytes, as a page sends it. */
export const signature = z
  .string('签名不正确')
  .regex(/^[A-Za-z0-9+/]{86}==$/, '签名不正确')
  .optional();

function keyFrom(der: Buffer): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : undefined;
  } catch {
    return undefined;
  }
}

/** Whether what a station kept was signed by it; stations of old browsers have no key. */
export function signatureOf(
  { id, signingKey }: Pick<Station, 'id' | 'signingKey'>,
  commandId: string,
  sent: QueuedFields & { readonly signature?: string | undefined },
): QueueSignature {
  if (!signingKey) return 'none';
  const key = keyFrom(signingKey);
  if (!key || !sent.signature) return 'wrong';
  const text = Buffer.from(queuedText(commandId, id, sent));
  const isRight = verify('sha256', text, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(sent.signature, 'base64'));
  return isRight ? 'right' : 'wrong';
}

/** 登记签到台的签名公钥：私钥只在这台设备的浏览器里，取不出来；只登记一次 */
export const registerStationKey = command({
  name: 'attendance.station-key',
  path: '/classes/:classId/attendance/stations/:stationId/key',
  title: '登记签到台的签名公钥',
  by: institutions,
  cites: ['2021.4.1', '2021.A6.2'],
  input: z.object({
    classId,
    stationId,
    key: z.string('公钥不正确').regex(/^[A-Za-z0-9+/]{80,268}={0,2}$/, '公钥不正确'),
  }),
  async handle(input, context) {
    const at = await openStationOf(context, input);
    if (isRefused(at)) return at;
    const { held, station } = at;
    const key = Buffer.from(input.key, 'base64');
    if (!keyFrom(key)) return refused('公钥不正确。', 'invalid');
    if (station.signingKey?.equals(key)) return done({ isKept: true });
    const kept = await context.tx
      .updateTable('attendance_stations')
      .set({ signing_key: key })
      .where('region_code', '=', held.regionCode)
      .where('class_id', '=', held.id)
      .where('id', '=', station.id)
      .where('signing_key', 'is', null)
      .returning('id')
      .executeTakeFirst();
    if (!kept) return refused('这个签到台已登记过公钥，不能更换；请关闭后重新打开签到台。', 'conflict');
    noteClass(context, held, { station: station.id, signs: true });
    return done({ isKept: true });
  },
});
