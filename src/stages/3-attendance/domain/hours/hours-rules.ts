import { plainDate } from '#kernel/plain-date';
import type { FigureReader } from '#law/figures';
import { type AnyRule, rule } from '#law/rule';
import { type HoursFacts, hoursText, type TraineeHours, traineeHours } from './hours';

const shared = {
  cites: ['2021.7.1', '2021.4.1'],
  from: plainDate('2021-01-01'),
  governedBy: ({ startsOn }: HoursFacts) => startsOn,
} as const;

const breachesOf = ({ lessons, trainees }: HoursFacts, figure: FigureReader, is: (each: TraineeHours) => boolean) =>
  trainees
    .map((each) => traineeHours(lessons, each, figure))
    .filter(is)
    .map(({ traineeId: row, requiredMinutes, doneMinutes, bestMinutes, expectedMinutes, slackMinutes, reasons }) => ({
      field: 'attendance',
      row,
      threshold: figure('attendanceThreshold'),
      required: hoursText(requiredMinutes, figure),
      done: hoursText(doneMinutes, figure),
      best: hoursText(bestMinutes, figure),
      expected: hoursText(expectedMinutes, figure),
      slackMinutes,
      why: reasons.join('；') || '没有到课记录',
    }));

const hoursMet = rule({
  ...shared,
  id: 'attendance.hours-met',
  title: '到课课时',
  severity: 'blocks',
  check: (facts: HoursFacts, figure) => breachesOf(facts, figure, ({ outlook }) => outlook === 'lost'),
  says: ({ threshold, required, done, best, why }) =>
    `到课须满总课时的 ${threshold}%（${required} 课时），已到 ${done} 课时，余下全到也只有 ${best} 课时：${why}。`,
  fix: () => '确在场而漏签的，请在期限内补签；否则该学员不列入补贴。',
});

const hoursAtRisk = rule({
  ...shared,
  id: 'attendance.hours-at-risk',
  title: '到课课时预测',
  severity: 'warns',
  check: (facts: HoursFacts, figure) => breachesOf(facts, figure, ({ outlook }) => outlook === 'atRisk'),
  says: ({ required, done, expected, why }) =>
    `须到 ${required} 课时，已到 ${done} 课时，照目前到课率结束时约 ${expected} 课时：${why}。`,
  fix: ({ slackMinutes }) => `请联系学员，余下的课最多还能缺 ${slackMinutes} 分钟。`,
});

/** What a trainee’s hours must come to before the class completes and money is asked for. */
export const hoursRules: readonly AnyRule<HoursFacts>[] = [hoursMet, hoursAtRisk];
