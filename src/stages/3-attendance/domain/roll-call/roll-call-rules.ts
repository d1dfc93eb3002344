import { type PlainDate, plainDate } from '#kernel/plain-date';
import { type AnyRule, rule } from '#law/rule';

/** What is looked at before a class is called. */
interface CallFacts {
  readonly startsOn: PlainDate;
  readonly isInLesson: boolean;
  readonly hasOpenCall: boolean;
}

/** The picture of another call that shows mostly the same. */
export interface PictureLike {
  /** Which call, in words that may be read where the new one is. */
  readonly words: string;
  /** Places of the picture that are the same in both. */
  readonly shared: number;
  readonly isMirrored: boolean;
}

/** What is looked at once the picture of an answer was compared with all earlier ones. */
interface PictureFacts {
  readonly startsOn: PlainDate;
  readonly likes: readonly PictureLike[];
}

/** What is looked at before an answer is taken. */
export interface AnswerFacts {
  readonly startsOn: PlainDate;
  readonly answeredAt: number;
  readonly dueAt: number;
  readonly isCodeRight: boolean;
  readonly isPictureUsed: boolean;
  readonly roster: readonly { readonly rowId: string; readonly name: string }[];
  readonly told: readonly { readonly rowId: string; readonly isPresent: boolean; readonly reason: string }[];
}

const shared = {
  cites: ['2021.4.1', '2024.2.1.2'],
  severity: 'blocks',
  from: plainDate('2021-01-01'),
  governedBy: ({ startsOn }: { readonly startsOn: PlainDate }): PlainDate => startsOn,
} as const;

const inLesson = rule({
  ...shared,
  id: 'attendance.roll-call-in-lesson',
  title: '上课时抽查点名',
  check: ({ isInLesson }: CallFacts) => (isInLesson ? [] : [{ field: 'classId' }]),
  says: () => '这个班现在没有在上课，不能抽查点名。',
  fix: () => '请在课程表上的上课时间内发起。',
});

const oneAtATime = rule({
  ...shared,
  id: 'attendance.roll-call-once',
  title: '一次只点一次名',
  check: ({ hasOpenCall }: CallFacts) => (hasOpenCall ? [{ field: 'classId' }] : []),
  says: () => '这个班有一次抽查点名还在等机构作答。',
  fix: () => '请等机构作答或到时后再发起。',
});

const inTime = rule({
  ...shared,
  id: 'attendance.roll-call-in-time',
  title: '抽查点名按时作答',
  check: ({ answeredAt, dueAt }: AnswerFacts, figure) =>
    answeredAt <= dueAt ? [] : [{ field: 'callId', minutes: figure('rollCallAnswer') }],
  says: ({ minutes }) => `抽查点名须在 ${minutes} 分钟内作答，已经超过。`,
  fix: () => '请向县（市、区）人社局说明情况。',
});

const codeFresh = rule({
  ...shared,
  id: 'attendance.roll-call-code',
  title: '抽查点名口令',
  check: ({ isCodeRight }: AnswerFacts) => (isCodeRight ? [] : [{ field: 'code' }]),
  says: () => '口令不是这一次点名的口令。',
  fix: () => '请刷新页面，用这一次的口令写在黑板或屏幕上重新拍照。',
});

const pictureFresh = rule({
  ...shared,
  id: 'attendance.roll-call-picture-fresh',
  title: '抽查点名现场照片',
  check: ({ isPictureUsed }: AnswerFacts) => (isPictureUsed ? [{ field: 'picture' }] : []),
  says: () => '这张照片在别的抽查点名里用过。',
  fix: () => '请现在到教室重新拍照。',
});

const pictureLike = rule({
  ...shared,
  id: 'attendance.roll-call-picture-like',
  title: '抽查点名照片不翻用旧照',
  severity: 'warns',
  check: ({ likes }: PictureFacts) =>
    likes.map(({ words, shared: places, isMirrored }) => ({ field: 'picture', words, places, isMirrored })),
  says: ({ words, places, isMirrored }) =>
    `现场照片与${words}那次的照片大半相同（${places} 处一致${isMirrored ? '，左右翻转' : ''}），可能是旧照另存或裁切。`,
  fix: () => '请对看两张照片的口令、学员和黑板。机位不动的也会相像，由人判断，不凭相像下结论。',
});

const everybodyTold = rule({
  ...shared,
  id: 'attendance.roll-call-complete',
  title: '逐人点名',
  check({ roster, told }: AnswerFacts) {
    const known = new Set(roster.map(({ rowId }) => rowId));
    const named = new Set(told.map(({ rowId }) => rowId));
    const left = roster.filter(({ rowId }) => !named.has(rowId)).length;
    const strange = told.filter(({ rowId }) => !known.has(rowId)).length + told.length - named.size;
    return left + strange === 0 ? [] : [{ field: 'told', left, strange }];
  },
  says: ({ left, strange }) =>
    left > 0 ? `还有 ${left} 人没有点到。` : `有 ${strange} 人不在今天的名册上，或点了两次。`,
  fix: () => '请按名册逐人标明在场或不在场。',
});

const absenceExplained = rule({
  ...shared,
  id: 'attendance.roll-call-reason',
  title: '不在场的去向',
  check({ roster, told }: AnswerFacts) {
    const names = new Map(roster.map(({ rowId, name }) => [rowId, name]));
    return told
      .filter(({ isPresent, reason }) => !isPresent && reason.trim() === '')
      .map(({ rowId }) => ({ field: 'told', row: rowId, name: names.get(rowId) ?? '' }));
  },
  says: ({ name }) => `${name}不在场，没有写去向。`,
  fix: () => '请写明去向，如请假、外出实习、不知去向。',
});

/** What must hold before a class is called. */
export const callRules: readonly AnyRule<CallFacts>[] = [inLesson, oneAtATime];
/** What must hold of an answer: in time, bound to this call, with a file never sent before, about everybody. */
export const answerRules: readonly AnyRule<AnswerFacts>[] = [
  inTime,
  codeFresh,
  pictureFresh,
  everybodyTold,
  absenceExplained,
];
/** What the comparison of the picture with all earlier ones says. */
export const pictureRules: readonly AnyRule<PictureFacts>[] = [pictureLike];

/** Faces counted in the picture of an answer, against those it says are there. */
interface HeadsFacts {
  readonly startsOn: PlainDate;
  readonly seen: number;
  readonly present: number;
}

const headsSeen = rule({
  ...shared,
  id: 'attendance.roll-call-heads',
  title: '点名照片人数与作答相称',
  severity: 'warns',
  check: ({ seen, present }: HeadsFacts, figure) =>
    seen * 100 < present * figure('headCountShare') ? [{ field: 'picture', seen, present }] : [],
  says: ({ seen, present }) => `现场照片里数到 ${seen} 张脸，作答在场 ${present} 人。`,
  fix: () => '低头、遮挡、背对都会少数，人数只作提示；请看照片核对，必要时到现场。',
});

/** What the count of heads in the picture says, once it was made. */
export const headsRules: readonly AnyRule<HeadsFacts>[] = [headsSeen];
