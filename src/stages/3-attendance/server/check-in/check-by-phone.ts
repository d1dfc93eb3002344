import { z } from 'zod';
import { command, type Context, missing, refused } from '#platform/operation';
import { coarseAccuracy, metresBetween, placeText, type Position } from '../../domain/check-in/place';
import { remark } from '../../domain/check-in/remarks';
import { personKinds } from '../../domain/enrolment/person';
import { findTeacherHolder, noTeacher } from '../teaching/teachers';
import { askWhich, cardNumber, digits, direction, findHolder, judgeCard, nobody } from './check-by-card';
import type { PhoneTrace } from './checking';
import { standingOf } from './standing';
import { stepOfRoomCode } from './codes';
import { columnFor } from './enrolled';
import { classId, institutions, picture, row } from './forms';
import { stationId } from './stations';
import { isRefused } from './taught-class';

const degrees = (most: number) => z.number('位置不正确').min(-most, '位置不正确').max(most, '位置不正确');

interface Told {
  readonly classId: string;
  readonly room: Position | undefined;
  /** Metres of uncertainty beyond which a place proves nothing. */
  readonly limit: number;
  readonly installation?: string | undefined;
  readonly place?: (Position & { readonly accuracy: number }) | undefined;
}

/** What is kept of telephone and place: a distance, a step of accuracy, and keyed marks of this class; no coordinates. */
function traceOf(
  { services }: Pick<Context, 'services'>,
  { classId: of, room, limit, installation, place }: Told,
): PhoneTrace {
  const isTelling = place !== undefined && place.accuracy <= limit;
  return {
    metres: room && place ? Math.round(metresBetween(room, place)) : undefined,
    accuracyMetres: place && coarseAccuracy(place.accuracy),
    phoneMark: installation ? services.secrets.index('phoneMark', `${of}/${installation}`) : undefined,
    placeMark: isTelling ? services.secrets.index('placeMark', `${of}/${placeText(place)}`) : undefined,
  };
}

const { sentence, wayForward } = remark('codeMissing');
/** Whoever does not stand before the screen is told of nobody: not who is in the class, nor who shares four signs. */
const notInRoom = refused(`${sentence}${wayForward}`, 'conflict');

/** 手机签到（学员、任课教师）：教室屏幕上的签到码、位置、身份证后四位、见证人的一次性码和教室照片 */
export const checkByPhone = command({
  name: 'attendance.check-by-phone',
  path: '/classes/:classId/attendance/stations/:stationId/phone',
  title: '手机签到',
  by: institutions,
  cites: ['2021.4.1'],
  input: z.object({
    classId,
    stationId,
    /** A teacher says so: names and numbers of trainees and teachers are looked up apart. */
    as: z.enum(personKinds, '请选择学员或任课教师').default('trainee'),
    roomCode: z.string().regex(/^\d{6}$/, '签到码为六位数字，看教室屏幕'),
    card: cardNumber,
    row: row.optional(),
    code: digits,
    picture,
    direction,
    /** A number by chance that the browser keeps for itself; it says nothing of the make of the telephone. */
    installation: z.uuid('手机编号不正确').optional(),
    place: z
      .strictObject({ latitude: degrees(90), longitude: degrees(180), accuracy: z.number().min(0).max(1_000_000) })
      .optional(),
  }),
  async handle(input, context) {
    const standing = await standingOf(context, input);
    if (isRefused(standing)) return standing;
    const { held, station, figure, receivedAt } = standing;
    if (station.kind !== 'screen') return missing('这个教室签到码');
    const step = stepOfRoomCode(context, station.id, input.roomCode, receivedAt, figure);
    if (step === undefined) return notInRoom;
    const isTeacher = input.as === 'teacher';
    const holder = isTeacher
      ? await findTeacherHolder(context, held, input.card, input.row)
      : await findHolder(context, standing, input.card, input.row);
    if (holder.kind === 'nobody') return isTeacher ? noTeacher : nobody;
    if (holder.kind === 'several') return askWhich(holder.people);
    const used = await context.tx
      .selectFrom('attendance_checks')
      .select('code_step')
      .where('region_code', '=', held.regionCode)
      .where('class_id', '=', held.id)
      .where('station_id', '=', station.id)
      .where(columnFor[input.as], '=', holder.person.rowId)
      .where('verdict', '<>', 'refused')
      .where('code_step', 'is not', null)
      .execute();
    const venue = await context.tx
      .selectFrom('venues')
      .select(['latitude', 'longitude'])
      .where('id', '=', station.venueId)
      .executeTakeFirst();
    const { latitude, longitude } = venue ?? { latitude: null, longitude: null };
    const room =
      latitude === null || longitude === null
        ? undefined
        : { latitude: Number(latitude), longitude: Number(longitude) };
    return judgeCard(context, standing, holder.person, input, {
      code: {
        step,
        usedSteps: new Set(used.flatMap(({ code_step }) => (code_step === null ? [] : [Number(code_step)]))),
      },
      place: { room, phone: input.place, isInRoomNetwork: false },
      codeStep: step,
      phone: traceOf(context, { ...input, room, limit: figure('placeAccuracy') }),
    });
  },
});
