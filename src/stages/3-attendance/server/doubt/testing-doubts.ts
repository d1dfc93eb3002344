import { sql } from 'kysely';
import { z } from 'zod';
import { inScope } from '#platform/database/scope';
import { newId } from '#platform/identifiers';
import { resultOf } from '#platform/testing-platform';
import { openStation } from '../check-in/stations';
import type { TestClassroom } from '../check-in/testing-classroom';
import { lessonsOf, type PlannedLesson } from '../check-in/taught-class';

/** A check-in as a test puts it into the past. */
export interface PutCheck {
  /** The row of a trainee, or the id of a teacher. */
  readonly row: string;
  readonly isTeacher?: boolean;
  /** The keyed mark of the telephone it came from. */
  readonly phone?: string;
  readonly lesson: PlannedLesson;
  /** HH:mm:ss of the day of the lessons. */
  readonly time: string;
  readonly direction?: 'in' | 'out';
  readonly way?: 'face' | 'card';
  readonly remarks?: readonly string[];
  readonly digest?: string;
  readonly picture?: Buffer;
}

const verdictOf = (remarks: readonly string[]) => (remarks.length > 0 ? 'doubted' : 'accepted');

/** A class with its lessons and a station, into whose past check-ins can be put. */
export async function doubtfulRoom(room: TestClassroom) {
  const { platform, clerk, classId } = room;
  room.at('07:50');
  const { stationId } = z
    .object({ stationId: z.uuid() })
    .parse(await resultOf(platform, openStation, clerk, { classId, kind: 'kiosk' }));
  const inSystem = <T>(work: Parameters<typeof inScope<T>>[2]) => inScope(platform.pool, { reach: 'system' }, work);
  const lessons = await inSystem(async (tx) => (await lessonsOf({ tx }, [classId])).get(classId) ?? []);
  const day = platform.clock.today();
  return {
    lessons,
    async put(checks: readonly PutCheck[]): Promise<string[]> {
      const ids: string[] = [];
      for (const {
        row,
        isTeacher,
        phone,
        lesson,
        time,
        direction = 'in',
        way = 'card',
        remarks = [],
        digest,
        picture,
      } of checks) {
        const id = newId();
        ids.push(id);
        const { services } = platform;
        const stored = picture
          ? await services.files.put(services.secrets.sealBytes('attendancePicture', `${id}/0`, picture))
          : undefined;
        const digests = digest ? [digest] : stored ? [stored.hash] : [];
        await inSystem((tx) =>
          sql`insert into attendance_checks (region_code, class_id, id, row_id, teacher_id, phone_mark, lesson_id, direction, at, received_at,
              source, station_id, way, verdict, remarks, witness_id, witness_name, picture_hashes, picture_digests,
              command_id)
            values ('410822', ${classId}, ${id}, ${isTeacher ? null : row}, ${isTeacher ? row : null}::uuid,
              ${phone ? services.secrets.index('phoneMark', phone) : null}, ${lesson.id}, ${direction}, ${`${day}T${time}+08:00`},
              ${`${day}T${time}+08:00`}, 'kiosk', ${stationId}, ${way}, ${verdictOf(remarks)}, ${remarks}::text[],
              ${clerk.userId}, ${clerk.name}, ${stored ? [stored.hash] : []}::text[], ${digests}::text[], ${id})`.execute(
            tx,
          ),
        );
      }
      return ids;
    },
  };
}
