import { PDFiumLibrary } from '@hyzyla/pdfium';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resultOf, run } from '#platform/testing-platform';
import { newId } from '#platform/identifiers';
import { approveLeave, requestLeave } from '../absences/leave-commands';
import { checkByCard } from '../check-in/check-by-card';
import { issueCodes } from '../check-in/codes';
import { openStation } from '../check-in/stations';
import { openClassroom, type TestClassroom } from '../check-in/testing-classroom';
import { markedPicture } from '../check-in/testing-faces';
import { attendanceSheet, attendanceSheetPages } from './queries';

const names = ['张㛃', '李𬍛', '王桂兰', '赵小燕'] as const;
let room: TestClassroom;
let stationId = '';
beforeAll(async () => {
  room = await openClassroom(names.length);
  const { platform, clerk, classId } = room;
  for (const [at, name] of names.entries()) {
    await room.rows(sql`update roster_rows set name = ${name} where class_id = ${classId} and id = ${`r${at + 1}`}`);
  }
  room.at('07:50');
  ({ stationId } = await resultOf(platform, openStation, clerk, { classId, kind: 'kiosk' }));
});
afterAll(() => room.close());

async function checkIn(nth: number, time: string, direction: 'in' | 'out'): Promise<void> {
  room.at(time);
  const { platform, clerk, classId, tails } = room;
  const { codes } = await resultOf(platform, issueCodes, clerk, { classId, rows: [`r${nth}`] });
  await resultOf(platform, checkByCard, clerk, {
    classId,
    stationId,
    card: tails[nth - 1] ?? '',
    code: codes[0]?.code ?? '',
    picture: await markedPicture({ person: nth }),
    direction,
  });
}

async function grantLeave(rowId: string): Promise<void> {
  const { platform, clerk, school, classId } = room;
  const day = platform.clock.today();
  const times = { from: `${day}T08:00`, to: `${day}T11:00` };
  const asked = { classId, row: rowId, kind: 'personal' as const, reason: '家中有事', paperIds: [], ...times };
  const { leaveId } = await resultOf(platform, requestLeave, clerk, asked);
  await resultOf(platform, approveLeave, school.principal, { classId, leaveId, version: 1 });
}

async function sheetText() {
  const { body, fileName } = await resultOf(room.platform, attendanceSheet, room.officer, { classId: room.classId });
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(body);
  const texts = [...document.pages()].map((page) => page.getText().replace(/\s/g, ''));
  document.destroy();
  library.destroy();
  return { body, fileName, texts, text: texts.join('') };
}

describe('the attendance sheet of a class (2021 四)', () => {
  it('prints what each lesson came to, its sums and the time it stands for, and lessons to come empty', async () => {
    await grantLeave('r3');
    await checkIn(1, '07:55', 'in');
    await checkIn(2, '08:40', 'in');
    await checkIn(1, '11:00', 'out');
    await checkIn(2, '11:01', 'out');
    room.at('11:30');
    const { body, fileName, texts, text } = await sheetText();
    const day = room.platform.clock.today();
    expect(texts).toHaveLength(1);
    expect(fileName).toBe(`考勤表-养老护理员（五级）第1期-${day}.pdf`);
    expect(body.toString('latin1')).toMatch(/pdfaid:part>2</);
    expect(text).toContain(`统计到：${day}11:30`);
    for (const line of ['1张㛃到4.0', '2李𬍛迟到3.1', '3王桂兰请假0.0', '4赵小燕缺勤0.0', '到课/应到2/4']) {
      expect(text).toContain(line);
    }
    for (const word of ['班主任（班级负责人）：', '培训机构负责人（公章）：', '人社局核查人：', '标记：到、迟到']) {
      expect(text).toContain(word);
    }
  });

  it('names nobody by a number', async () => {
    const { text } = await sheetText();
    for (const number of room.numbers) {
      expect(text).not.toContain(number);
      expect(text).not.toContain(number.slice(-4));
    }
  });

  it('can be seen page by page, and who looked is written down', async () => {
    const { platform, clerk, classId } = room;
    expect((await resultOf(platform, attendanceSheetPages, clerk, { classId })).pages).toHaveLength(1);
    const seen = await room.rows(
      sql`select 1 from log_events where action like 'attendance.sheet%' and subject_id = ${classId}`,
    );
    expect(seen.length).toBeGreaterThanOrEqual(3);
  });

  it('is refused where no class is, and where a change has left the plan without lessons', async () => {
    const { platform, officer, clerk, classId } = room;
    expect(await run(platform, attendanceSheet, officer, { classId: newId() })).toMatchObject({ kind: 'missing' });
    const [changeId, day] = [newId(), platform.clock.today()];
    await room.rows(sql`insert into class_changes (region_code, class_id, id, number, state, base_version, content_sealed,
      created_by, created_at, changed_at) values ('410822', ${classId}, ${changeId}, 1, 'drafted', 1, '\\x00',
      ${clerk.userId}, now(), now())`);
    await room.rows(sql`insert into plan_versions (region_code, class_id, version, from_day, lessons, change_id, added_at)
      values ('410822', ${classId}, 2, ${day}, '[]', ${changeId}, now())`);
    expect(await run(platform, attendanceSheet, officer, { classId })).toMatchObject({ kind: 'conflict' });
  });
});
