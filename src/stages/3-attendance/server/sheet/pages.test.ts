import { PDFiumLibrary } from '@hyzyla/pdfium';
import { afterAll, describe, expect, it } from 'vitest';
import { addDays, type PlainDate, plainDate } from '#kernel/plain-date';
import { figuresOn } from '#law/figures';
import { createTypesetter } from '#platform/typesetting/typesetter';
import type { LessonState } from '../../domain/lesson-minutes/lesson-state';
import type { HoursLesson } from '../check-in/class-hours';
import type { SheetInput } from './inputs';
import { pagesOf, sectionsOf, type SheetTrainee } from './pages';
import { sheetTemplate } from './queries';

const monday = plainDate('2026-03-02');
const figure = figuresOn(monday);

/** So many lessons of three hours, two a day. */
const lessonsOf = (count: number): HoursLesson[] =>
  Array.from({ length: count }, (_, at) => ({
    id: `l${at}`,
    taughtOn: addDays(monday, Math.floor(at / 2)),
    startsMinute: at % 2 === 0 ? 8 * 60 : 14 * 60,
    endsMinute: at % 2 === 0 ? 11 * 60 : 17 * 60,
    kind: 'theory',
    content: '协助进食与翻身',
  }));

const minutesIn: Partial<Record<LessonState, number>> = { present: 180, corrected: 180, late: 150, leftEarly: 150 };

/** A trainee whose lessons came to these states, the last of them for all that follow. */
function traineeOf(lessons: readonly HoursLesson[], states: readonly LessonState[], at = 0): SheetTrainee {
  const stateAt = (index: number): LessonState => states[index] ?? states.at(-1) ?? 'present';
  return {
    rowId: `r${at + 1}`,
    name: at === 6 ? '买买提·阿不都热合曼' : `郝桂${at + 1}`,
    joinedOn: undefined,
    withdrawnOn: undefined,
    doneMinutes: 0,
    done: '',
    expected: '',
    best: '',
    slackMinutes: 0,
    outlook: 'onCourse',
    reasons: [],
    cells: lessons.map(({ id }, index) => {
      const state = stateAt(index);
      return { lessonId: id, state, minutes: minutesIn[state] ?? 0, notes: [] };
    }),
  };
}

const classOf = (traineeCount: number, lessonCount: number, states: readonly LessonState[] = ['present']) => {
  const lessons = lessonsOf(lessonCount);
  const trainees = Array.from({ length: traineeCount }, (_, at) => traineeOf(lessons, states, at));
  return { startsOn: monday, lessons, trainees, teachers: new Map() };
};
const pages = (held: ReturnType<typeof classOf>) => pagesOf(held, figure);
const onlyRow = (trainee: SheetTrainee, lessons: HoursLesson[]) =>
  pagesOf({ startsOn: monday, lessons, trainees: [trainee], teachers: new Map() }, figure)[0]?.rows[0];

describe('the pages of an attendance sheet (2021 四)', () => {
  it('say in each lesson what it came to, and nothing before it is over', () => {
    const states = [
      'present',
      'late',
      'leftEarly',
      'onLeave',
      'onSickLeave',
      'absent',
      'corrected',
      'running',
    ] as const;
    const [page] = pages(classOf(1, 10, [...states, 'upcoming']));
    expect(page?.rows[0]?.marks).toEqual(['到', '迟到', '早退', '请假', '病假', '缺勤', '补签', '', '', '']);
    expect(page?.sums).toEqual([
      { title: '到课/应到', counts: ['1/1', '1/1', '1/1', '0/1', '0/1', '0/1', '1/1', '', '', ''] },
    ]);
  });

  it('name the planned teacher of each lesson below, and whether that one signed', () => {
    const held = classOf(1, 2);
    const [first, second] = held.lessons;
    const teachers = new Map([
      [first?.id ?? '', { name: '张教师', mark: '到' }],
      [second?.id ?? '', { name: '李教师', mark: '代课' }],
    ]);
    expect(pagesOf({ ...held, teachers }, figure)[0]?.sums.slice(1)).toEqual([
      { title: '任课教师', counts: ['张教师', '李教师'] },
      { title: '教师签到', counts: ['到', '代课'] },
    ]);
  });

  it('add up the minutes they show, rounded down to a tenth of a lesson hour', () => {
    const { lessons } = classOf(0, 3);
    expect(onlyRow(traineeOf(lessons, ['present', 'late', 'upcoming']), lessons)?.total).toBe('7.3');
  });

  it('leave out the days on which somebody was not on the roster, there and in the sum', () => {
    const { lessons } = classOf(0, 6);
    const [second, third]: PlainDate[] = [addDays(monday, 1), addDays(monday, 2)];
    const trainee = { ...traineeOf(lessons, ['present']), joinedOn: second, withdrawnOn: third };
    expect(onlyRow(trainee, lessons)).toMatchObject({
      marks: ['—', '—', '到', '到', '—', '—'],
      total: '8.0',
      remark: '03-03 加入，03-04 退出',
    });
    expect(
      pagesOf({ startsOn: monday, lessons, trainees: [trainee], teachers: new Map() }, figure)[0]?.sums[0]?.counts,
    ).toEqual(['', '', '1/1', '1/1', '', '']);
  });

  it('hold whole days, at most twelve of them, in parts about as long', () => {
    expect(sectionsOf(lessonsOf(24)).map((section) => section.length)).toEqual([24]);
    expect(sectionsOf(lessonsOf(30)).map((section) => section.length)).toEqual([16, 14]);
  });

  it('hold at most thirty trainees, numbered through, and on the last the count of the whole class', () => {
    const made = pages(classOf(45, 20));
    expect(made.map(({ rows }) => rows.length)).toEqual([23, 22]);
    expect(made[1]?.rows[0]?.number).toBe('24');
    expect(made.map(({ sums }) => sums.map(({ title, counts }) => [title, counts[0]]))).toEqual([
      [['本页到课/应到', '23/23']],
      [
        ['本页到课/应到', '22/22'],
        ['全班到课/应到', '45/45'],
      ],
    ]);
  });
});

describe('the printed sheet', () => {
  const typesetter = createTypesetter();
  afterAll(() => typesetter.close());

  const printed = (held: ReturnType<typeof classOf>): SheetInput => ({
    demo: false,
    institution: '河南省焦作市山阳区新时代乡村振兴职业技能培训学校',
    className: '养老护理员（五级）第 113 期',
    period: '2026-03-02 至 2026-03-20',
    trainees: `${held.trainees.length} 人`,
    hours: '共 120.0 课时，须满 96.0 课时（80%）',
    asOf: '2026-03-20 18:00',
    legend: '标记：到、迟到、早退、请假、病假、缺勤、补签。'.repeat(7),
    bold: ['缺勤'],
    hasParts: sectionsOf(held.lessons).length > 1,
    pages: pages(held),
  });
  const textOf = async (held: ReturnType<typeof classOf>): Promise<string[]> => {
    const library = await PDFiumLibrary.init();
    const document = await library.loadDocument(await typesetter.pdf(sheetTemplate, printed(held)));
    const texts = [...document.pages()].map((page) => page.getText().replace(/\s/g, ''));
    document.destroy();
    library.destroy();
    return texts;
  };

  it.each([
    [30, 24, 1],
    [45, 20, 2],
    [60, 48, 4],
  ])(
    'of %i trainees in %i lessons takes %i pages, each with head, marks and signatures',
    async (trainees, lessons, count) => {
      const texts = await textOf(classOf(trainees, lessons, ['late', 'absent', 'present']));
      expect(texts).toHaveLength(count);
      for (const text of texts) {
        for (const word of [
          '就业技能培训考勤表',
          '序号姓名',
          '班主任（班级负责人）：',
          '人社局核查人：',
          '统计到：2026-03-2018:00',
        ]) {
          expect(text).toContain(word);
        }
      }
      const text = texts.join('');
      expect(text.match(/郝桂\d+/g)).toHaveLength((trainees - 1) * Math.ceil(lessons / 24));
      expect(text).toContain('买买提·阿不都热合曼');
    },
  );

  it('comes out with one lesson and nobody too', async () => {
    expect(await textOf(classOf(0, 1))).toHaveLength(1);
  });
});
