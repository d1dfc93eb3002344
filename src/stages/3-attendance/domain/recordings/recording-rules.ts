import { type PlainDate, plainDate } from '#kernel/plain-date';
import { type AnyRule, rule } from '#law/rule';
import { clockOf, localMinuteOf, type TaughtLesson } from '../lesson-times';
import { type RecordingFacts, recordingReport } from './recordings';

/** The recordings of the lessons that are over. */
interface RecordingRuleFacts extends RecordingFacts {
  /** The day whose figures govern the class. */
  readonly startsOn: PlainDate;
}

const kindNames: Record<TaughtLesson['kind'], string> = { theory: '理论课', practice: '实操课', exam: '考试' };

const shared = {
  cites: ['2021.A6.4', '2021.A6.3', '2021.4.1'],
  from: plainDate('2021-01-01'),
  governedBy: ({ startsOn }: RecordingRuleFacts) => startsOn,
} as const;

const nameOf = (lessons: readonly TaughtLesson[], lessonId: string): string => {
  const lesson = lessons.find(({ id }) => id === lessonId);
  return lesson ? `${lesson.taughtOn} ${kindNames[lesson.kind]}` : '这次课';
};

const recorded = rule({
  ...shared,
  id: 'attendance.recording-missing',
  title: '每次课都有录像',
  severity: 'blocks',
  check: (facts: RecordingRuleFacts, figure) =>
    recordingReport(facts, figure)
      .lessons.filter(({ share }) => share === 0)
      .map(({ lessonId: row }) => ({ field: 'recording', row, lesson: nameOf(facts.lessons, row) })),
  says: ({ lesson }) => `${lesson}没有录像。`,
  fix: () => '请上传这次课的录像；确实没有的，写明原因并附其他佐证，由县（市、区）人社局核实。',
});

const covered = rule({
  ...shared,
  id: 'attendance.recording-share',
  title: '全程录像',
  severity: 'warns',
  check: (facts: RecordingRuleFacts, figure) =>
    recordingReport(facts, figure)
      .lessons.filter(({ share, gaps }) => share > 0 && (share < figure('recordingShare') || gaps.length > 0))
      .map(({ lessonId: row, share, gaps }) => ({
        field: 'recording',
        row,
        share,
        required: figure('recordingShare'),
        lesson: nameOf(facts.lessons, row),
        gaps: gaps.map(({ from, to }) => `${clockOf(localMinuteOf(from))}–${clockOf(localMinuteOf(to))}`).join('、'),
      })),
  says: ({ lesson, share, required, gaps }) =>
    `${lesson}录像覆盖 ${share}%（应不低于 ${required}%）${gaps ? `，中断：${gaps}` : ''}。`,
  fix: () => '请补传缺少的一段；补不上的写明原因。',
});

const single = rule({
  ...shared,
  id: 'attendance.recording-overlap',
  title: '同一镜头的录像不重叠',
  severity: 'warns',
  check: (facts: RecordingRuleFacts, figure) =>
    recordingReport(facts, figure).overlaps.map(({ files: [first, second], milliseconds }) => ({
      field: 'recording',
      row: second,
      first,
      seconds: Math.round(milliseconds / 1000),
    })),
  says: ({ seconds }) => `与同一镜头的另一段录像重叠 ${seconds} 秒，其中一段的时间不对，或是重复使用的画面。`,
  fix: () => '请核对两段录像的时间和画面。',
});

/** What must hold of the recordings of a class (2021 四, 附件6 之3、之4). */
export const recordingRules: readonly AnyRule<RecordingRuleFacts>[] = [recorded, covered, single];
