import { sql } from 'kysely';
import type { Actor } from '#platform/operation';
import { addUser, resultOf, type TestPlatform } from '#platform/testing-platform';
import { plainDate } from '#kernel/plain-date';
import { askChallenge, checkByFace } from '../check-in/check-by-face';
import { chooseWay } from '../check-in/consent-commands';
import { captureEnrolment, confirmEnrolment } from '../check-in/enrolment-commands';
import { openStation } from '../check-in/stations';
import { type ClassroomChoices, openClassroom, type TestClassroom } from '../check-in/testing-classroom';
import { markedPicture, markEngine } from '../check-in/testing-faces';
import { currentConsentText } from '../../domain/enrolment/consent';

/** A class of March 2021, whose time has long been over by the clock of every database. */
export interface OldClass {
  readonly room: TestClassroom;
  /** The platform of the room with a clock that goes on to later years. */
  readonly platform: TestPlatform;
  /** Moves that clock to nine in the morning of a day. */
  goOnTo(day: string): void;
  readonly signatory: Actor;
  readonly cityOfficer: Actor;
  readonly citySignatory: Actor;
  readonly discipline: Actor;
  /** An officer of another county. */
  readonly stranger: Actor;
  enrol(row: string, person: number): Promise<void>;
  checkIn(person: number): Promise<void>;
  count(query: ReturnType<typeof sql<{ count: number }>>): Promise<number>;
}

export async function openOldClass(count = 3, choices: ClassroomChoices = {}): Promise<OldClass> {
  const room = await openClassroom(count, markEngine, { ...choices, today: '2021-03-01' });
  const { classId, clerk, officer } = room;
  room.at('07:50');
  let later: number | undefined;
  const { clock } = room.platform;
  const platform: TestPlatform = {
    ...room.platform,
    clock: {
      ...clock,
      now: () => (later === undefined ? clock.now() : new Date((later += 1)).toISOString()),
    },
  };
  return {
    room,
    platform,
    goOnTo(day) {
      clock.moveTo(plainDate(day));
      later = Date.parse(`${day}T09:00:00+08:00`);
    },
    signatory: await addUser(platform, { role: 'countySignatory', name: '吴局长', regionCode: '410822' }),
    cityOfficer: await addUser(platform, { role: 'cityOfficer', name: '赵经办' }),
    citySignatory: await addUser(platform, { role: 'citySignatory', name: '郑局长' }),
    discipline: await addUser(platform, { role: 'disciplineOfficer', name: '纪检' }),
    stranger: await addUser(platform, { role: 'countyOfficer', regionCode: '410823' }),
    async enrol(row, person) {
      await resultOf(platform, chooseWay, clerk, {
        classId,
        rows: [row],
        choice: 'face',
        textVersion: currentConsentText('trainee').version,
      });
      const frames = await Promise.all([1, 2, 3].map(() => markedPicture({ person })));
      const { version } = await resultOf(platform, captureEnrolment, clerk, { classId, row, frames });
      await resultOf(platform, confirmEnrolment, officer, { classId, row, version });
    },
    async checkIn(person) {
      const { stationId } = await resultOf(platform, openStation, clerk, { classId, kind: 'kiosk' });
      const { challengeId, asks } = await resultOf(platform, askChallenge, clerk, { classId, stationId });
      await resultOf(platform, checkByFace, clerk, {
        classId,
        stationId,
        challengeId,
        front: await markedPicture({ person }),
        turned: await markedPicture({ person, yaw: asks === 'left' ? 25 : -25 }),
        direction: 'in',
      });
    },
    async count(query) {
      return (await room.rows(query))[0]?.count ?? 0;
    },
  };
}
