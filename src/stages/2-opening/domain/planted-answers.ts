import { addDays, type PlainDate } from '#kernel/plain-date';
import type { ExchangeAnswer } from './exchange/answer';
import type { OpeningFacts } from './opening';

type Spoiler = (facts: OpeningFacts) => OpeningFacts;

interface Told {
  readonly register: ExchangeAnswer['register'];
  readonly category: string;
  readonly change?: (facts: OpeningFacts, startsOn: PlainDate) => Partial<ExchangeAnswer>;
}

/** Another office tells something of the second trainee. */
const told =
  ({ register, category, change }: Told): Spoiler =>
  (facts) => {
    const startsOn = facts.application.startsOn ?? facts.filedOn;
    const row = facts.roster[1]?.id ?? '';
    const roster = facts.roster.map((each) =>
      each.id === row ? { ...each, cells: { ...each.cells, category } } : each,
    );
    const answer: ExchangeAnswer = {
      row,
      register,
      batch: 'EX-2026-0007',
      batchId: 'batch',
      answeredOn: facts.filedOn,
      isOfThisClass: true,
      listed: true,
      from: addDays(startsOn, -200),
      until: undefined,
      organisation: '',
      isOtherName: false,
      ...change?.(facts, startsOn),
    };
    return { ...facts, roster, exchange: [answer] };
  };

const rural = '农村转移就业劳动者';
const unemployed = '城镇登记失业人员';
const absent = () => ({ listed: false, from: undefined });
const levelOf = ({ application: { level = 5 } }: OpeningFacts) => `${level}级`;
const occupationOf = ({ catalogue }: OpeningFacts) => catalogue[0]?.occupationName ?? '';

/** What other offices may tell against a trainee, rule by rule. */
export const exchangeVariants: Readonly<Record<string, readonly Spoiler[]>> = {
  'exchange.insured-at-start': [
    told({ register: 'employeeInsurance', category: rural }),
    told({ register: 'employeeInsurance', category: unemployed, change: (_facts, start) => ({ until: start }) }),
  ],
  'exchange.pension-drawn': [
    told({ register: 'pensionPayment', category: rural }),
    told({ register: 'pensionPayment', category: unemployed, change: (_facts, start) => ({ from: start }) }),
  ],
  'exchange.public-payroll': [told({ register: 'publicPayroll', category: rural })],
  'exchange.enrolled-at-school': [told({ register: 'schoolEnrolment', category: rural })],
  'exchange.deceased': [told({ register: 'deaths', category: rural })],
  'exchange.poverty-not-listed': [told({ register: 'povertyRelief', category: '贫困家庭子女', change: absent })],
  'exchange.not-registered-unemployed': [
    told({ register: 'unemployment', category: unemployed, change: absent }),
    told({
      register: 'unemployment',
      category: unemployed,
      change: (_facts, start) => ({ until: addDays(start, -1) }),
    }),
  ],
  'exchange.subsidised-before': [
    told({
      register: 'earlierSubsidies',
      category: rural,
      change: (facts) => ({ organisation: `${occupationOf(facts)} ${levelOf(facts)}` }),
    }),
    told({ register: 'earlierSubsidies', category: rural }),
  ],
  'exchange.name-differs': [
    told({ register: 'deaths', category: rural, change: () => ({ listed: false, isOtherName: true }) }),
  ],
};
