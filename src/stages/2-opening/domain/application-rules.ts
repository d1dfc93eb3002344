import { addWorkingDays, workingDaysUntil } from '#kernel/calendar';
import { type PlainDate, plainDate, spokenDay } from '#kernel/plain-date';
import { figuresOn, type LaterLines } from '#law/figures';
import { type AnyRule, rule } from '#law/rule';
import { interruptionOf, interruptionWords, levelNames } from '#registers';
import { institutionCatalogueRules } from './institution-catalogue-rule';
import type { Application, OpeningFacts } from './opening';

const since2021 = plainDate('2021-01-01');
const since2024 = plainDate('2024-07-18');
const filedOn = (facts: OpeningFacts): PlainDate => facts.filedOn;

/** A computed day in words; one in a year without a holiday notice is called a forecast. */
export const spokenForecast = (calendar: OpeningFacts['calendar'], day: PlainDate, today?: PlainDate): string =>
  spokenDay(day, today) + (calendar.isProvisional(day) ? '（当年放假安排未公布，按预计）' : '');

/** The first day on which a class filed on `filed` may begin (2021 三, 2024 一（一）). */
export const earliestStart = (calendar: OpeningFacts['calendar'], filed: PlainDate, later?: LaterLines): PlainDate =>
  addWorkingDays(calendar, filed, figuresOn(filed, later)('openingNotice'));

const filedInTime = rule({
  id: 'opening.filed-in-time',
  title: '提前申报',
  cites: ['2021.3', '2024.1.1'],
  severity: 'blocks',
  from: since2021,
  governedBy: filedOn,
  check({ filedOn: filed, application: { startsOn }, calendar }: OpeningFacts, figure) {
    if (!startsOn) return [];
    const required = figure('openingNotice');
    const given = workingDaysUntil(calendar, filed, startsOn);
    if (given >= required) return [];
    return [{ field: 'startsOn', required, given, earliest: addWorkingDays(calendar, filed, required), filed }];
  },
  says: ({ required, given }) => `须提前 ${required} 个工作日申报开班，本班提前 ${given} 个工作日。`,
  fix: ({ earliest, filed }) => `今天申报，最早可在 ${spokenDay(earliest, filed)} 开班；请改开班日期。`,
});

const requiredFields: readonly [keyof Application, string][] = [
  ['occupationCode', '培训专业'],
  ['level', '等级'],
  ['startsOn', '开班日期'],
  ['endsOn', '结束日期'],
  ['finalExamOn', '结业考试时间'],
  ['skillsAssessmentOn', '职业技能鉴定时间'],
  ['classMode', '上课方式'],
  ['theoryVenueId', '理论课地点'],
  ['practiceVenueId', '实操课地点'],
  ['classLeadName', '本班负责人'],
  ['classLeadPhone', '负责人联系电话'],
];

const fieldMissing = rule({
  id: 'opening.field-missing',
  title: '申请表填写完整',
  cites: ['2021.3.1', '2021.A2'],
  severity: 'blocks',
  from: since2021,
  governedBy: filedOn,
  check: ({ application }: OpeningFacts) =>
    requiredFields
      .filter(([field]) => application[field] === undefined || application[field] === '')
      .map(([field, label]) => ({ field, label })),
  says: ({ label }) => `还没有填写${label}。`,
  fix: ({ label }) => `请在开班申请表中填写${label}。`,
});

const leadPhone = rule({
  id: 'opening.lead-phone-format',
  title: '负责人电话',
  cites: ['2021.A2'],
  severity: 'blocks',
  from: since2021,
  governedBy: filedOn,
  check: ({ application: { classLeadPhone } }: OpeningFacts) =>
    classLeadPhone === '' || /^1\d{10}$|^0\d{2,3}-?\d{7,8}$/.test(classLeadPhone)
      ? []
      : [{ field: 'classLeadPhone', length: classLeadPhone.length }],
  says: ({ length }) => `负责人联系电话格式不对（现有 ${length} 个字符）。`,
  fix: () => '手机号为 1 开头的 11 位数字；固定电话带区号，如 0391-3560000。',
});

const datesInOrder = rule({
  id: 'opening.dates-in-order',
  title: '日期先后',
  cites: ['2021.3.1', '2021.A2'],
  severity: 'blocks',
  from: since2021,
  governedBy: filedOn,
  check({ application }: OpeningFacts) {
    const { startsOn, endsOn, finalExamOn, skillsAssessmentOn } = application;
    const pairs: readonly [keyof Application, string, PlainDate | undefined, string, PlainDate | undefined][] = [
      ['endsOn', '结束日期', endsOn, '开班日期', startsOn],
      ['finalExamOn', '结业考试', finalExamOn, '结束日期', endsOn],
      ['skillsAssessmentOn', '职业技能鉴定', skillsAssessmentOn, '结业考试', finalExamOn],
    ];
    return pairs.flatMap(([field, label, day, afterLabel, after]) =>
      day && after && day < after ? [{ field, label, afterLabel, after }] : [],
    );
  },
  says: ({ label, afterLabel, after }) => `${label}早于${afterLabel}（${spokenDay(after)}）。`,
  fix: ({ label, afterLabel }) => `请把${label}改到${afterLabel}当天或之后。`,
});

const designated = rule({
  id: 'opening.designated',
  title: '定点资格',
  cites: ['2021.3', '2024.1.2'],
  severity: 'blocks',
  from: since2021,
  governedBy: filedOn,
  check({ application, institution, catalogue, filedOn: filed }: OpeningFacts) {
    const { occupationCode, level, startsOn, endsOn } = application;
    if (!occupationCode || !level) return [];
    const inDate = institution.designations.filter(
      (held) =>
        held.occupationCode === occupationCode &&
        held.level === level &&
        (!startsOn || held.validFrom <= startsOn) &&
        held.validUntil >= (endsOn ?? startsOn ?? held.validUntil),
    );
    const first = startsOn ?? filed;
    const stopped = inDate.map((held) => interruptionOf(held, first, endsOn ?? first));
    if (stopped.includes(undefined)) return [];
    const name = catalogue.find((entry) => entry.occupationCode === occupationCode)?.occupationName ?? occupationCode;
    return [{ field: 'occupationCode', name, level, stopped: stopped[0], filed }];
  },
  says: ({ name, level, stopped, filed }) =>
    stopped
      ? `“${name}（${levelNames[level]}）”定点资格${interruptionWords(stopped, filed)}，与培训期重叠。`
      : `本机构没有在培训期内有效的“${name}（${levelNames[level]}）”定点资格。`,
  fix: () => '请选择定点范围内的专业和等级，或先向确定定点资格的人社部门申请。',
});

const inCatalogue = rule({
  id: 'opening.in-catalogue',
  title: '目录内职业',
  cites: ['2024.1.2'],
  severity: 'blocks',
  from: since2024,
  governedBy: filedOn,
  check({ application: { occupationCode, level, startsOn }, catalogue, filedOn: filed }: OpeningFacts) {
    if (!occupationCode || !level) return [];
    const day = startsOn ?? filed;
    const listed = catalogue.some(
      (entry) =>
        entry.occupationCode === occupationCode &&
        entry.level === level &&
        entry.validFrom <= day &&
        (!entry.validUntil || entry.validUntil >= day),
    );
    return listed ? [] : [{ field: 'level', level, day }];
  },
  says: ({ level, day }) => `${spokenDay(day)}的补贴目录内没有这个职业的${levelNames[level]}。`,
  fix: () => '目录外的职业不予补贴，请改选目录内的职业和等级。',
});

const inGoodStanding = rule({
  id: 'opening.institution-in-good-standing',
  title: '机构资质有效',
  cites: ['2024.1.2', '2021.4.3'],
  severity: 'blocks',
  from: since2021,
  governedBy: filedOn,
  check({ institution, application: { endsOn }, filedOn: filed }: OpeningFacts) {
    const until = endsOn ?? filed;
    const { suspendedOn, revokedOn, licenceUntil } = institution;
    const faults: (readonly [fault: string, day: PlainDate])[] = [];
    const passive = (day: PlainDate): string => (day <= filed ? '已被' : '将在培训期内被');
    if (revokedOn && revokedOn <= until) faults.push([`定点资格${passive(revokedOn)}取消`, revokedOn]);
    else if (suspendedOn && suspendedOn <= until) faults.push([`定点资格${passive(suspendedOn)}中止`, suspendedOn]);
    if (licenceUntil < until) faults.push(['办学许可证在培训期内到期', licenceUntil]);
    return faults.map(([fault, day]) => ({ field: 'institution', fault, day, filed }));
  },
  says: ({ fault, day, filed }) => `${fault}（${spokenDay(day, filed)}）。`,
  fix: () => '请先恢复资格或换发许可证，再申报开班。',
});

/** What must hold of the application (Annex 2) and of the institution that files it. */
export const applicationRules: readonly AnyRule<OpeningFacts>[] = [
  filedInTime,
  fieldMissing,
  leadPhone,
  datesInOrder,
  designated,
  inCatalogue,
  inGoodStanding,
  ...institutionCatalogueRules,
];
