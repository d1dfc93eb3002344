import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import type { PlainDate } from '#kernel/plain-date';
import type { Caller } from '#platform/http/testing-http';
import { addUser } from '#platform/testing-platform';
import { storedZip } from '#platform/spreadsheet/stored-zip';
import { openCounty, type TestCounty } from './testing-county';
import { addSchool, newPeople, soundParts, type TestPerson, type TestSchool, workingDayAfter } from './testing-filings';
import { cardPicture, portraitOf } from './testing-proofs';
import { file, type Held, inputs, type Parts, resultOf, saveParts, verify } from './testing-steps';

/** A school with those who call for it and for its bureau. */
export interface Desk {
  readonly school: TestSchool;
  readonly clerk: Caller;
  readonly principal: Caller;
  readonly officer: Caller;
  readonly signatory: Caller;
}

/** Two counties of one city, a school in each. */
export interface TwoCounties {
  readonly county: TestCounty;
  readonly here: Desk;
  readonly there: Desk;
  /** A day no other class has been held on. */
  nextDay(): PlainDate;
  close(): Promise<void>;
}

async function deskIn(county: TestCounty, regionCode: string): Promise<Desk> {
  const { platform, door } = county;
  const school = await addSchool(platform, regionCode);
  const bureau = async (role: 'countyOfficer' | 'countySignatory') =>
    door.callerFor(await addUser(platform, { role, regionCode }));
  return {
    school,
    clerk: await door.callerFor(school.clerk),
    principal: await door.callerFor(school.principal),
    officer: await bureau('countyOfficer'),
    signatory: await bureau('countySignatory'),
  };
}

export async function openTwoCounties(): Promise<TwoCounties> {
  const county = await openCounty();
  let days = 9;
  return {
    county,
    here: county,
    there: await deskIn(county, '410825'),
    nextDay: () => workingDayAfter(county.platform.clock.today(), (days += 1)),
    close: () => county.close(),
  };
}

const draftedForm = z.object({ classId: z.uuid() });
const savedForm = z.object({ version: z.number() });

/** Drafts a class with photos, each of the person with the number given, else of the trainee. */
export async function draftWith(
  { clerk }: Desk,
  parts: Parts,
  photoOf: (identityNumber: string) => Promise<Buffer> = portraitOf,
) {
  const { classId } = resultOf(draftedForm, await clerk('class.draft'));
  const input = { classId, version: 1, rows: parts.rows };
  const { version } = resultOf(savedForm, await clerk('class.save-roster', input));
  const card = await cardPicture();
  const files = await Promise.all(
    parts.rows.map(async ({ cells: { id } }) => [
      { name: `照片/${id}.jpg`, bytes: await photoOf(id) },
      { name: `证明/${id} 身份证.jpg`, bytes: card },
    ]),
  );
  await clerk('attachment.add', { classId }, { upload: { name: '照片和证明.zip', bytes: storedZip(files.flat()) } });
  return saveParts(clerk, { classId, version }, parts);
}

export type Drafted = Awaited<ReturnType<typeof draftWith>>;

/** Drafts and files a sound class. */
export const filedBy = async (desk: Desk, parts: Parts): Promise<Held> =>
  file(desk.principal, await draftWith(desk, parts));

export async function approvedBy(desk: Desk, parts: Parts): Promise<Held> {
  const verified = await verify(desk.officer, await filedBy(desk, parts));
  resultOf(z.looseObject({}), await desk.signatory('class.approve', inputs.approve(verified)));
  return verified;
}

const shownForm = z.object({
  findings: z.array(z.looseObject({ rule: z.string(), message: z.string(), row: z.string().optional() })),
});

/** What somebody sees of a class. */
export const findingsFor = async (caller: Caller, classId: string) =>
  resultOf(shownForm, await caller('class.show', { classId })).findings;

/** Sound parts of some new people, in this school on this day. */
export const partsOf = (desk: Desk, day: PlainDate, people: readonly TestPerson[] = newPeople(3)): Parts =>
  soundParts(desk.school, day, people);

const topics = [
  '职业道德与沟通',
  '饮食照护',
  '用药照护',
  '清洁照护',
  '转移与搀扶',
  '生命体征观察',
  '急救与呼救',
  '记录与交接',
];

/** The eight hours of a day as eight lessons, each with its own words. */
export const eightLessons = ({ school }: Desk, day: PlainDate, words: (topic: string) => string): Parts['lessons'] =>
  topics.map((topic, at) => ({
    id: randomUUID(),
    taughtOn: day,
    startsMinute: (at < 4 ? 8 * 60 : 14 * 60) + (at % 4) * 45,
    endsMinute: (at < 4 ? 8 * 60 : 14 * 60) + (at % 4) * 45 + 45,
    lessonHours: 1,
    kind: at < 4 ? 'theory' : 'practice',
    content: words(topic),
    teacherId: school.teacherIds[at < 4 ? 0 : 1],
    venueId: school.venueIds[at < 4 ? 0 : 1],
  }));

/** Gives a teacher of a school the number of a person. */
export async function nameTeacher({ county }: TwoCounties, teacherId: string, { id }: TestPerson): Promise<void> {
  const { secrets } = county.platform.services;
  await county.rows(
    sql`update teachers set id_index = ${secrets.index('identityNumber', id)},
      id_sealed = ${secrets.seal('identityNumber', teacherId, id)} where id = ${teacherId} returning id`,
  );
}
