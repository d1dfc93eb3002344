import { type PlainDate, plainDate } from '#kernel/plain-date';
import { type AnyRule, rule } from '#law/rule';
import { confirmedIn, countedForAlert, type ImpersonationCase, moneyStanding } from './case';

/** What a payment, a claim and the class page ask of the impersonations of a class. */
export interface ImpersonationFacts {
  readonly startsOn: PlainDate;
  readonly impersonation: ImpersonationCase;
}

const shared = {
  cites: ['2021.4.3'],
  from: plainDate('2021-01-01'),
  governedBy: ({ startsOn }: ImpersonationFacts) => startsOn,
} as const;

const limitKept = rule({
  ...shared,
  id: 'attendance.impersonation-limit',
  title: '冒名顶替人次',
  severity: 'blocks',
  check({ impersonation }: ImpersonationFacts, figure) {
    const standing = moneyStanding(impersonation);
    const count = confirmedIn(impersonation).length;
    return standing === 'free'
      ? []
      : [{ field: 'impersonation', standing, count, limit: figure('impersonationLimit') }];
  },
  says: ({ standing, count, limit }) =>
    standing === 'void'
      ? `已确认冒名顶替 ${count} 人次，达到 ${limit} 人次，本期所有人员的培训补贴已取消。`
      : `已确认冒名顶替 ${count} 人次，达到 ${limit} 人次，本期补贴冻结，待告知、陈述或听证后裁决。`,
  fix: ({ standing }) =>
    standing === 'void' ? '对决定不服的，可在期限内申诉。' : '请在告知后的期限内陈述申辩或要求听证；有异议可以提出。',
});

const alertRaised = rule({
  ...shared,
  id: 'attendance.impersonation-alert',
  title: '冒名顶替预警',
  severity: 'warns',
  check({ impersonation }: ImpersonationFacts, figure) {
    const count = countedForAlert(impersonation).length;
    const isFree = moneyStanding(impersonation) === 'free';
    return isFree && count >= figure('impersonationAlert')
      ? [{ field: 'impersonation', count, limit: figure('impersonationLimit') }]
      : [];
  },
  says: ({ count, limit }) => `疑似和确认的冒名顶替共 ${count} 人次，确认满 ${limit} 人次将取消全班补贴。`,
  fix: () => '请逐人次核实：确认须有证据，排除须写明理由。',
});

/** What the count of impersonations means for the class’s money (2021 四). */
export const impersonationRules: readonly AnyRule<ImpersonationFacts>[] = [limitKept, alertRaised];
