import { addDays, plainDate } from '../src/kernel/plain-date';
import { addLessonMinutes, type PresenceTable } from '../src/stages/3-attendance/domain/lesson-minutes/overlap';
import { lessonTableOf } from '../src/stages/3-attendance/domain/lesson-minutes/lesson-minutes';
import { inOrder, localMinute } from '../src/stages/3-attendance/domain/lesson-times';
import { type BenchReport, medianOf } from './report';

const intervals = 1_000_000;
const classes = 600;
const days = 20;
const trainees = 42;
const runs = 9;
const blocks = [
  [510, 600],
  [610, 700],
  [840, 930],
  [940, 1030],
] as const;
const firstDay = plainDate('2026-03-02');

const lessons = inOrder(
  Array.from({ length: days }, (_, day) =>
    blocks.map(([startsMinute, endsMinute], block) => ({
      id: `${String(day).padStart(2, '0')}-${block}`,
      taughtOn: addDays(firstDay, day),
      startsMinute,
      endsMinute,
      lessonHours: 2,
      kind: 'theory' as const,
    })),
  ).flat(),
);

/** Every class with the same days but its own table, as a city has them; two stretches a day and trainee. */
function laidOut(): { table: ReturnType<typeof lessonTableOf>; presences: PresenceTable } {
  const perClass = lessons.length;
  const single = lessonTableOf(lessons);
  const table = { starts: new Int32Array(classes * perClass), ends: new Int32Array(classes * perClass) };
  for (let at = 0; at < classes; at += 1) {
    table.starts.set(single.starts, at * perClass);
    table.ends.set(single.ends, at * perClass);
  }
  const presences = {
    firstLesson: new Int32Array(intervals),
    pastLesson: new Int32Array(intervals),
    into: new Int32Array(intervals),
    from: new Int32Array(intervals),
    to: new Int32Array(intervals),
  };
  for (let at = 0; at < intervals; at += 1) {
    const half = at % 2;
    const day = (at >>> 1) % days;
    const person = Math.floor(at / (2 * days)) % (classes * trainees);
    const classAt = Math.floor(person / trainees);
    const jitter = (at * 7919) % 23;
    presences.firstLesson[at] = classAt * perClass;
    presences.pastLesson[at] = (classAt + 1) * perClass;
    presences.into[at] = person * perClass;
    const begins = localMinute(firstDay, 0) + day * 1440 + (half === 0 ? 500 : 830) + jitter;
    presences.from[at] = begins;
    presences.to[at] = begins + 190;
  }
  return { table, presences };
}

/** The limit: reading the same columns once and adding up their lengths, against no timetable. */
function bareLoop({ from, to, into, firstLesson, pastLesson }: PresenceTable): number {
  let sum = 0;
  for (let at = 0; at < from.length; at += 1) {
    sum += (to[at] ?? 0) - (from[at] ?? 0) + ((into[at] ?? 0) & 1) + (firstLesson[at] ?? 0) - (pastLesson[at] ?? 0);
  }
  return sum;
}

/** Minutes of 1,000,000 stretches of presence against the timetables of 600 classes. */
export function benchAttendanceMinutes(): Promise<BenchReport> {
  const { table, presences } = laidOut();
  const counted: number[] = [];
  const bare: number[] = [];
  let total = 0;
  let proof = 0;
  for (let run = 0; run < runs; run += 1) {
    const minutes = new Int32Array(classes * trainees * lessons.length);
    const began = performance.now();
    addLessonMinutes(table, presences, minutes);
    counted.push(performance.now() - began);
    const bareBegan = performance.now();
    proof += bareLoop(presences);
    bare.push(performance.now() - bareBegan);
    total = minutes.reduce((sum, each) => sum + each, 0);
  }
  return Promise.resolve({
    claim: `${intervals} 段到课时间对 ${classes} 个班的课程表，得出每人每课分钟数（中位数）`,
    goal: '≤ 400 ms',
    met: medianOf(counted) <= 400,
    series: [
      { name: '每课分钟数', unit: 'ms', values: counted },
      { name: '极限：同样的列只读一遍求和', unit: 'ms', values: bare },
    ],
    notes: [
      `共 ${total} 分钟，${classes * trainees} 人，每班 ${lessons.length} 课次；校验 ${proof % 997}。`,
      '配对（签到与签退）不在此列；单线程，结果写入一个整数数组。',
    ],
  });
}
