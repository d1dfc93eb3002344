import { addDays, plainDate } from '../src/kernel/plain-date';
import { figuresOn } from '../src/law/figures';
import { addLessonMinutes, type PresenceTable } from '../src/stages/3-attendance/domain/lesson-minutes/overlap';
import { lessonTableOf, pairingOf } from '../src/stages/3-attendance/domain/lesson-minutes/lesson-minutes';
import { presencesOf } from '../src/stages/3-attendance/domain/lesson-minutes/presence';
import { inOrder, instantOf, localMinute } from '../src/stages/3-attendance/domain/lesson-times';
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

/** Before the count: check-ins and check-outs of every trainee put in order and paired, two million of them. */
function pairAll(): { marks: number; milliseconds: number } {
  const marksOfOne = Array.from({ length: 2 * days }, (_, half) => {
    const from = localMinute(firstDay, 0) + (half >>> 1) * 1440 + (half % 2 === 0 ? 505 : 835);
    return [
      { traineeId: '', at: instantOf(from + 190), direction: 'out' as const },
      { traineeId: '', at: instantOf(from), direction: 'in' as const },
    ];
  }).flat();
  const pairing = pairingOf(lessons, figuresOn(firstDay));
  const began = performance.now();
  let marks = 0;
  for (let person = 0; marks < 2 * intervals && person < classes * trainees; person += 1) {
    presencesOf(marksOfOne, pairing);
    marks += marksOfOne.length;
  }
  return { marks, milliseconds: performance.now() - began };
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
  const paired = Array.from({ length: 3 }, pairAll);
  return Promise.resolve({
    claim: `${intervals} 段到课时间对 ${classes} 个班的课程表，得出每人每课分钟数（中位数）`,
    goal: '≤ 400 ms',
    met: medianOf(counted) <= 400,
    series: [
      { name: '每课分钟数', unit: 'ms', values: counted },
      { name: '极限：同样的列只读一遍求和', unit: 'ms', values: bare },
      {
        name: `此前的配对：${paired[0]?.marks ?? 0} 次签到签退排序、配对`,
        unit: 'ms',
        values: paired.map(({ milliseconds }) => milliseconds),
      },
    ],
    notes: [
      `共 ${total} 分钟，${classes * trainees} 人，每班 ${lessons.length} 课次；校验 ${proof % 997}。`,
      '目标只计分钟数一步；配对另列。单线程，结果写入一个整数数组。',
    ],
  });
}
