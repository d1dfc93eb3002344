import { z } from 'zod';
import { type Context, command, done, refused } from '#platform/operation';
import { checkIdentityNumber } from '#law/identity-number';
import { maskName } from '#law/masks';
import { type CheckInAnswer, keepCheckIn, type PhoneTrace } from './checking';
import { type Standing, standingOf, stationFacts } from './standing';
import { holdCodes, rightCode, useCode, wrongTries } from './codes';
import type { CheckedPerson } from './enrolled';
import { classId, institutions, picture, row } from './forms';
import { drawPictures } from './frames';
import { signature } from './station-key';
import { stationId } from './stations';
import { isRefused } from './taught-class';
import { findByNumber, findByTail } from './trainees';

/** The whole number as a reader gives it, or its last four signs as typed. */
export const cardNumber = z
  .string()
  .trim()
  .regex(/^(\d{17}[\dXx]|\d{3}[\dXx])$/, '请刷身份证，或输入身份证号后四位');

export const direction = z.enum(['in', 'out'], '请选择签到或签退');
export const takenAt = z.iso.datetime({ offset: true, message: '时间不正确' }).optional();
export const digits = z.string().regex(/^\d{6}$/, '一次性码为六位数字');

type Named = { readonly rowId: string; readonly name: string };

/** Somebody of the class, or who it may be where two share the last four signs. */
export type CardHolder =
  | { readonly kind: 'found'; readonly person: CheckedPerson }
  | { readonly kind: 'several'; readonly people: readonly Named[] }
  | { readonly kind: 'nobody' };

export async function findHolder(
  context: Context,
  { held }: Standing,
  card: string,
  chosen: string | undefined,
): Promise<CardHolder> {
  const checked = card.length === 18 ? checkIdentityNumber(card) : undefined;
  if (checked && !checked.ok) return { kind: 'nobody' };
  const found = checked ? await findByNumber(context, held, checked.number) : await findByTail(context, held, card);
  const people = chosen === undefined ? found : found.filter(({ rowId }) => rowId === chosen);
  const [only, ...others] = people;
  if (!only) return { kind: 'nobody' };
  return others.length > 0 ? { kind: 'several', people } : { kind: 'found', person: { kind: 'trainee', ...only } };
}

export const nobody = refused('本班花名册上没有这个证号的学员。请核对后四位；报名别班的请到别班签到。', 'invalid');
const tooOften = refused('错的次数太多，请见证人核对本人后重新发码，过一会儿再试。', 'conflict');

/**
 * Judges a check-in by card: number, one-time code of the witness, and the photo of the room. Only a check-in that counts
 * uses the code up; tries by which one may be guessed are few.
 */
export async function judgeCard(
  context: Context,
  standing: Standing,
  person: CheckedPerson,
  sent: { readonly code: string; readonly picture: string; readonly direction: 'in' | 'out' },
  more: Pick<Parameters<typeof keepCheckIn>[2], 'code' | 'place'> & {
    readonly codeStep?: number;
    readonly phone?: PhoneTrace;
  },
) {
  const { held, figure, receivedAt, takenAt } = standing;
  const open = await holdCodes(context, held, person);
  const tries = await wrongTries(context, held, person, figure('witnessCodeLife'));
  if (tries >= figure('wrongCodes')) return tooOften;
  const drawn = await drawPictures([sent.picture]);
  if (!Array.isArray(drawn)) return drawn;
  const code = rightCode(context, open, sent.code, Math.min(takenAt ?? receivedAt, receivedAt));
  const facts = {
    ...stationFacts(standing),
    traineeId: person.rowId,
    isOnRoster: true,
    direction: sent.direction,
    nonce: undefined,
    code: more.code,
    place: more.place,
    way: {
      kind: 'card' as const,
      isCardMatched: true,
      isCodeRight: code !== undefined,
      witnessId: code?.witnessId,
      roomPhotoId: 'photo',
      traineeId: person.rowId,
    },
  };
  const answer = await keepCheckIn(context, standing, facts, person, {
    way: 'card',
    witness: code && { id: code.witnessId, name: code.witnessName },
    codeId: code?.id,
    codeStep: more.codeStep,
    phone: more.phone,
    pictures: drawn,
  });
  if (code && answer.verdict !== 'refused') await useCode(context, held, code);
  const name = answer.verdict === 'refused' ? maskName(answer.name) : answer.name;
  return done({ kind: 'judged' as const, ...answer, name });
}

export type CardAnswer =
  | ({ readonly kind: 'judged' } & CheckInAnswer)
  | { readonly kind: 'several'; readonly people: readonly Named[] };

/**
 * Asks which of several it is, their names masked: four signs of a number prove nothing yet. Whole where the masked ones
 * could not be told apart.
 */
export function askWhich(people: readonly Named[]) {
  const masked = people.map(({ rowId, name }) => ({ rowId, name: maskName(name) }));
  const areApart = new Set(masked.map(({ name }) => name)).size === masked.length;
  return done<CardAnswer>({ kind: 'several', people: areApart ? masked : people });
}

/** 身份证签到：证号、见证人的一次性码、教室照片；与刷脸同样计课时 */
export const checkByCard = command({
  name: 'attendance.check-by-card',
  path: '/classes/:classId/attendance/stations/:stationId/card',
  title: '身份证签到',
  by: institutions,
  cites: ['2021.4.1'],
  input: z.object({
    classId,
    stationId,
    card: cardNumber,
    row: row.optional(),
    code: digits,
    picture,
    direction,
    takenAt,
    signature,
  }),
  async handle(input, context) {
    const standing = await standingOf(context, input);
    if (isRefused(standing)) return standing;
    const holder = await findHolder(context, standing, input.card, input.row);
    if (holder.kind === 'nobody') return nobody;
    if (holder.kind === 'several') return askWhich(holder.people);
    return judgeCard(context, standing, holder.person, input, { code: undefined, place: undefined });
  },
});
