import { sql } from 'kysely';
import { z } from 'zod';
import { actionsFor } from '#kernel/lifecycle';
import type { PlainDate } from '#kernel/plain-date';
import { findRegion } from '#law/regions';
import { type Context, done, missing, query } from '#platform/operation';
import { doubtReaders, truthReviewLifecycle, type TruthReviewState } from '../../domain/doubt/lifecycle';
import { clockOf, endOf, localMinuteOf, startOf } from '../../domain/lesson-times';
import { checkInsBehind } from '../../domain/truth-score/behind';
import { type PatternSignal, signalKeys, signalTitles } from '../../domain/truth-score/signal';
import type { TracedCheckIn } from '../../domain/truth-score/trace';
import { isForReview } from '../../domain/truth-score/truth-score';
import { classNameOf, isRefused, taughtClass } from '../check-in/taught-class';
import { classId } from './forms';
import { reviewsOf } from './reviews';
import { scoresOf } from './scores';

interface FoundDoubt {
  readonly class_id: string;
  readonly region_code: string;
  readonly institution: string;
  readonly occupation: string;
  readonly level: number;
  readonly class_number: number;
  readonly ends_on: PlainDate;
  readonly doubt: number;
  readonly is_for_review: boolean;
  readonly computed_at: string;
  readonly reasons: unknown;
  readonly state: TruthReviewState | null;
  readonly opened_at: string | null;
  readonly trend: readonly { readonly day: PlainDate; readonly doubt: number }[] | null;
}

const reasonsForm = z.array(z.object({ key: z.enum(signalKeys), points: z.number(), sentence: z.string() })).catch([]);
const mostShown = 300;

/** 存疑班级：最存疑的在前；待核查的另列 */
export const listDoubts = query({
  name: 'doubt.list',
  path: '/doubts',
  title: '存疑班级',
  by: doubtReaders,
  cites: ['2021.4.1'],
  input: z.object({ show: z.enum(['waiting', 'all'], '只有待核查与全部两种').default('waiting') }),
  async handle({ show }, context) {
    const { rows } = await sql<FoundDoubt>`
      select s.class_id, s.region_code, i.name as institution, o.name as occupation, c.level, c.class_number, c.ends_on,
        s.doubt, s.is_for_review, s.computed_at, s.reasons, r.state, r.opened_at,
        (select jsonb_agg(jsonb_build_object('day', d.day, 'doubt', d.doubt) order by d.day)
          from (select day, doubt from truth_score_days where class_id = s.class_id order by day desc limit 14) d) as trend
      from truth_scores s join training_classes c on c.region_code = s.region_code and c.id = s.class_id
        join institutions i on i.id = s.institution_id join occupations o on o.code = c.occupation_code
        left join lateral (select state, opened_at from truth_reviews where class_id = s.class_id
          order by opened_at desc limit 1) r on true
      where ${show} = 'all' or r.state = 'waiting'
      order by (r.state is not distinct from 'waiting') desc, s.doubt desc, c.starts_on, s.class_id
      limit ${mostShown}`.execute(context.tx);
    return done({
      today: context.today,
      rows: rows.map((row) => ({
        classId: row.class_id,
        name: classNameOf(row),
        institution: row.institution,
        region: findRegion(row.region_code)?.name ?? row.region_code,
        endsOn: row.ends_on,
        doubt: row.doubt,
        reasons: reasonsForm.parse(row.reasons).map(({ key, points, sentence }) => ({
          title: signalTitles[key],
          points,
          sentence,
        })),
        state: row.state ?? undefined,
        openedAt: row.opened_at ?? undefined,
        computedAt: row.computed_at,
        trend: row.trend ?? [],
      })),
    });
  },
});

/** The score of one class as its records stand this minute; what is stored serves the queue. */
async function scoreNow(context: Context, of: string) {
  const held = await taughtClass(context, of);
  if (isRefused(held)) return held;
  const [scored] = await scoresOf(context, [held.id]);
  return scored ?? missing('这个班期');
}

const lessonWords = (lesson: { taughtOn: PlainDate; startsMinute: number; content: string }) => ({
  day: lesson.taughtOn,
  from: clockOf(lesson.startsMinute),
  content: lesson.content.slice(0, 40),
});

/** 一个班的考勤真实度：现在算的分、理由、逐课、走势与历次核查 */
export const showDoubt = query({
  name: 'doubt.show',
  path: '/classes/:classId/doubt',
  title: '一个班的考勤真实度',
  by: doubtReaders,
  cites: ['2021.4.1'],
  input: z.object({ classId }),
  async handle(input, context) {
    const scored = await scoreNow(context, input.classId);
    if (isRefused(scored)) return scored;
    const { held, score, figure, lessons, inputs, trace } = scored;
    const minute = localMinuteOf(Date.parse(context.now));
    const doubts = new Map(score.lessons.map(({ lessonId, doubt }) => [lessonId, doubt]));
    const over = new Set(trace.lessons.map(({ id }) => id));
    const { reviews, trend, personTimes } = await reviewsOf(context, held.id);
    const open = reviews.find(({ state }) => state === truthReviewLifecycle.start);
    return done({
      classId: held.id,
      name: held.name,
      institution: held.institution,
      region: held.region,
      today: context.today,
      computedAt: context.now,
      doubt: score.doubt,
      isForReview: isForReview(score, figure),
      figure: figure('truthScoreReview'),
      inputs: { lessons: inputs.lessons, trainees: inputs.trainees, checkIns: inputs.checkIns },
      reasons: score.reasons.map(({ key, points, sentence }) => ({ key, title: signalTitles[key], points, sentence })),
      lessons: lessons
        .filter(({ id }) => over.has(id))
        .map((lesson) => ({ id: lesson.id, ...lessonWords(lesson), doubt: doubts.get(lesson.id) ?? 0 })),
      trend,
      reviews,
      open: open && { id: open.id, version: open.version },
      steps: open ? actionsFor(truthReviewLifecycle, open.state, context.actor.role) : [],
      personTimes,
      isInLesson: lessons.some((lesson) => minute >= startOf(lesson) && minute < endOf(lesson)),
    });
  },
});

const mostBehind = 200;

const markOf = (
  { key, evidence }: Pick<PatternSignal, 'key' | 'evidence'>,
  { deviceId, placeMark }: TracedCheckIn,
): number | undefined => {
  const mark = key === 'oneOperator' ? deviceId : key === 'fixedPlace' ? placeMark : undefined;
  return mark === undefined ? undefined : evidence.indexOf(mark) + 1;
};

/** 一项理由所依据的签到 */
export const showBehind = query({
  name: 'doubt.behind',
  path: '/classes/:classId/doubt/behind',
  title: '存疑理由所依据的签到',
  by: doubtReaders,
  cites: ['2021.4.1'],
  input: z.object({ classId, key: z.enum(signalKeys, '没有这项理由') }),
  async handle(input, context) {
    const scored = await scoreNow(context, input.classId);
    if (isRefused(scored)) return scored;
    const reason = scored.score.reasons.find(({ key }) => key === input.key);
    if (!reason) return missing('这项理由（分数可能刚更新，请刷新）');
    const names = new Map(scored.roster.map(({ rowId, name }) => [rowId, name]));
    const planned = new Map(scored.lessons.map((lesson) => [lesson.id, lesson]));
    const behind = checkInsBehind(scored.trace, reason);
    return done({
      most: mostBehind,
      count: behind.length,
      rows: behind.slice(0, mostBehind).map((each) => {
        const lesson = planned.get(each.lessonId);
        return {
          id: each.id,
          rowId: each.traineeId,
          lessonId: each.lessonId,
          name: names.get(each.traineeId) ?? '已不在名册的学员',
          at: new Date(each.at).toISOString(),
          direction: each.direction,
          way: each.way,
          lesson: lesson && lessonWords(lesson),
          hasPicture: each.hasPicture,
          // Which of the telephones or places it is, by number: the marks themselves tell nobody anything.
          mark: markOf(reason, each),
          metres: each.metres,
        };
      }),
    });
  },
});
