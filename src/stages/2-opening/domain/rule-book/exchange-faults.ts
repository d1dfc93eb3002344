import { plainDate } from '#kernel/plain-date';
import type { ExchangeAnswer } from '../exchange/answer';
import type { OpeningFacts } from '../opening';

const answered: Omit<ExchangeAnswer, 'row' | 'register'> = {
  listed: true,
  from: plainDate('2026-03-01'),
  until: undefined,
  organisation: '',
  isOtherName: false,
  batch: 'WX-2026-0007',
  batchId: '01900000-0000-7000-8000-000000000007',
  answeredOn: plainDate('2026-12-08'),
  isOfThisClass: true,
};

/** An office answers about the fourth trainee, who is of the category asked for. */
const answer =
  (
    register: ExchangeAnswer['register'],
    category: string,
    change: Partial<ExchangeAnswer> = {},
  ): ((facts: OpeningFacts) => OpeningFacts) =>
  (facts) => {
    const row = facts.roster[3]?.id ?? '';
    const roster = facts.roster.map((each) =>
      each.id === row ? { ...each, cells: { ...each.cells, category } } : each,
    );
    return { ...facts, roster, exchange: [{ ...answered, ...change, row, register }] };
  };

const transfer = '农村转移就业劳动者';

/** One answer of another office for each rule of the exchange. */
export const exchangeFaults: Readonly<Record<string, (facts: OpeningFacts) => OpeningFacts>> = {
  'exchange.insured-at-start': answer('employeeInsurance', transfer, { organisation: '焦作市示例机械有限公司' }),
  'exchange.pension-drawn': answer('pensionPayment', transfer),
  'exchange.public-payroll': answer('publicPayroll', transfer, { organisation: '某镇人民政府' }),
  'exchange.enrolled-at-school': answer('schoolEnrolment', transfer, { organisation: '焦作市某职业学校' }),
  'exchange.deceased': answer('deaths', transfer),
  'exchange.poverty-not-listed': answer('povertyRelief', '贫困家庭子女', { listed: false, from: undefined }),
  'exchange.not-registered-unemployed': answer('unemployment', '城镇登记失业人员', { listed: false, from: undefined }),
  'exchange.subsidised-before': answer('earlierSubsidies', transfer, { organisation: '养老护理员四级' }),
  'exchange.name-differs': answer('unemployment', '城镇登记失业人员', { isOtherName: true }),
};
