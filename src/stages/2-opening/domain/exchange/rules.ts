import { type PlainDate, partsOf, plainDate } from '#kernel/plain-date';
import type { ClauseId } from '#law/clause-ids';
import { type AnyRule, rule } from '#law/rule';
import { type CategoryCode, findCategory } from '#law/trainee-categories';
import type { OpeningFacts } from '../opening';
import { namesTraining } from '../prior-training';
import { type ExchangeAnswer, standsOn } from './answer';
import { type OutsideRegister, registerName } from './registers';

/** What a finding shows as its figures. */
interface Breach extends Pick<ExchangeAnswer, 'register' | 'batch' | 'batchId' | 'answeredOn'> {
  readonly from: PlainDate | undefined;
  readonly until: PlainDate | undefined;
  readonly organisation: string;
  readonly startsOn: PlainDate;
}

interface Definition {
  readonly id: string;
  readonly title: string;
  readonly cites: readonly [ClauseId, ...ClauseId[]];
  readonly severity: 'blocks' | 'warns';
  readonly field: string;
  readonly register?: OutsideRegister;
  readonly isBreached: (
    answer: ExchangeAnswer,
    startsOn: PlainDate,
    category: CategoryCode | undefined,
    facts: OpeningFacts,
  ) => boolean;
  readonly says: (breach: Breach) => string;
  readonly fix: string;
}

const fullDay = (day: PlainDate): string => {
  const { year, month, day: dayOfMonth } = partsOf(day);
  return `${year}年${month}月${dayOfMonth}日`;
};

/** “职工参保”比对：某公司，2026年9月1日起 */
function recordWords({ register, organisation, from, until }: Breach): string {
  const span = [from ? `${fullDay(from)}起` : '', until ? `${fullDay(until)}止` : ''].filter(Boolean).join('，');
  const details = [organisation, span].filter(Boolean).join('，');
  return `“${registerName(register)}”比对${details ? `：${details}` : ''}`;
}

function exchangeRule(definition: Definition): AnyRule<OpeningFacts> {
  const { field, register, isBreached, says, fix, ...rest } = definition;
  return rule({
    ...rest,
    from: plainDate('2024-07-18'),
    governedBy: ({ filedOn }: OpeningFacts) => filedOn,
    check(facts: OpeningFacts) {
      const { exchange = [], roster, application, filedOn } = facts;
      const startsOn = application.startsOn ?? filedOn;
      const written = exchange.length > 0 ? new Map(roster.map(({ id, cells }) => [id, cells.category])) : undefined;
      const found = new Map<string, { field: string; row: string } & Breach>();
      for (const answer of exchange) {
        const { row, batch, batchId, answeredOn, from, until, organisation } = answer;
        const category = written?.get(row);
        if (category === undefined || found.has(row) || (register && answer.register !== register)) continue;
        if (!isBreached(answer, startsOn, findCategory(category, startsOn)?.code, facts)) continue;
        const evidence = { register: answer.register, batch, batchId, answeredOn };
        found.set(row, { field, row, ...evidence, from, until, organisation, startsOn });
      }
      return [...found.values()];
    },
    says: (breach) => `${says(breach)}（批次 ${breach.batch}，数据截至 ${fullDay(breach.answeredOn)}）。`,
    fix: () => fix,
  });
}

/**
 * Warns and does not block: the mechanism has 社保参保信息 checked but names no consequence, and a worker in transfer
 * or lately out of work may still be insured by a former employer or by himself. The officer weighs it and says why.
 */
const insuredAtStart = exchangeRule({
  id: 'exchange.insured-at-start',
  title: '失业、转移就业人员开班时未由单位参保',
  cites: ['2024.1.2', '2021.1'],
  severity: 'warns',
  field: 'insured',
  register: 'employeeInsurance',
  isBreached: (answer, startsOn, category) =>
    (category === 'registeredUnemployed' || category === 'ruralTransferWorker') && standsOn(answer, startsOn),
  says: (breach) => `${recordWords(breach)}，开班日（${fullDay(breach.startsOn)}）在职工参保中`,
  fix: '请核实是否在职：确属失业或转移就业的，写明理由后认可；在职的，退回更换。',
});

const pensionDrawn = exchangeRule({
  id: 'exchange.pension-drawn',
  title: '未领取职工养老待遇',
  cites: ['2024.1.2', '2021.1'],
  severity: 'blocks',
  field: 'id',
  register: 'pensionPayment',
  isBreached: (answer, startsOn) => standsOn(answer, startsOn),
  says: (breach) => `${recordWords(breach)}，正在领取养老待遇，不属补贴对象`,
  fix: '请退回更换这名学员；登记有误的，由本人到社保经办机构更正后重新比对。',
});

const publicPayroll = exchangeRule({
  id: 'exchange.public-payroll',
  title: '不是财政供养人员',
  cites: ['2024.1.2', '2021.1'],
  severity: 'blocks',
  field: 'id',
  register: 'publicPayroll',
  isBreached: (answer, startsOn) => standsOn(answer, startsOn),
  says: (breach) => `${recordWords(breach)}，属财政供养人员，不属补贴对象`,
  fix: '请退回更换这名学员；已离职的，由原单位核减后重新比对。',
});

const enrolledAtSchool = exchangeRule({
  id: 'exchange.enrolled-at-school',
  title: '开班时不是在校学生（毕业学年除外）',
  cites: ['2024.1.2', '2021.1'],
  severity: 'blocks',
  field: 'category',
  register: 'schoolEnrolment',
  isBreached: (answer, startsOn, category) => category !== 'finalYearGraduate' && standsOn(answer, startsOn),
  says: (breach) => `${recordWords(breach)}，开班日（${fullDay(breach.startsOn)}）仍在校`,
  fix: '请退回更换；属毕业学年高校毕业生的，更正人员类别并附学籍证明。',
});

const deceased = exchangeRule({
  id: 'exchange.deceased',
  title: '证号不属已死亡人员',
  cites: ['2024.1.2'],
  severity: 'blocks',
  field: 'id',
  register: 'deaths',
  isBreached: (answer) => answer.listed,
  says: (breach) => `${recordWords(breach)}，登记为已死亡`,
  fix: '请核对身份证原件与本人；证号被冒用的，按举报线索处理。',
});

const povertyNotListed = exchangeRule({
  id: 'exchange.poverty-not-listed',
  title: '贫困家庭子女在册',
  cites: ['2024.1.2', '2021.1'],
  severity: 'warns',
  field: 'category',
  register: 'povertyRelief',
  isBreached: (answer, startsOn, category) => category === 'poorFamilyChild' && !standsOn(answer, startsOn),
  says: (breach) => `${recordWords(breach)}，开班日（${fullDay(breach.startsOn)}）不在低保、脱贫名册`,
  fix: '请核对帮扶手册或低保审批表；属实的写明理由后认可，不属实的退回更正类别。',
});

const notRegisteredUnemployed = exchangeRule({
  id: 'exchange.not-registered-unemployed',
  title: '城镇登记失业人员登记有效',
  cites: ['2024.1.2', '2021.1'],
  severity: 'warns',
  field: 'category',
  register: 'unemployment',
  isBreached: (answer, startsOn, category) => category === 'registeredUnemployed' && !standsOn(answer, startsOn),
  says: (breach) => `${recordWords(breach)}，开班日（${fullDay(breach.startsOn)}）没有有效的失业登记`,
  fix: '请核对就业失业登记证；登记有效的写明理由后认可，否则退回更正类别。',
});

/** 同一人员同一职业同一等级只补贴一次；an entry that names no occupation may be the same and is shown too. */
const subsidisedBefore = exchangeRule({
  id: 'exchange.subsidised-before',
  title: '没有领取过同职业同等级的培训补贴',
  cites: ['2024.1.2'],
  severity: 'warns',
  field: 'id',
  register: 'earlierSubsidies',
  isBreached(
    { listed, from, organisation },
    startsOn,
    _category,
    { application: { occupationCode, level }, catalogue },
  ) {
    if (!listed || (from && from >= startsOn) || !level) return false;
    const name = catalogue.find((entry) => entry.occupationCode === occupationCode)?.occupationName;
    return name !== undefined && (organisation === '' || namesTraining(organisation, name, level));
  },
  says: (breach) => `${recordWords(breach)}，已领取过培训补贴`,
  fix: '请核对职业和等级：相同的退回更换学员，不同的写明后认可。',
});

const nameDiffers = exchangeRule({
  id: 'exchange.name-differs',
  title: '姓名与外部登记一致',
  cites: ['2024.1.2'],
  severity: 'warns',
  field: 'name',
  isBreached: (answer) => answer.isOtherName,
  says: ({ register }) => `“${registerName(register)}”比对：这个证号登记的是另一个姓名`,
  fix: '请与身份证原件核对姓名和证号。',
});

/** What other offices’ registers say of the trainees; only the bureaus have their answers. */
export const exchangeRules: readonly AnyRule<OpeningFacts>[] = [
  insuredAtStart,
  pensionDrawn,
  publicPayroll,
  enrolledAtSchool,
  deceased,
  povertyNotListed,
  notRegisteredUnemployed,
  subsidisedBefore,
  nameDiffers,
];
