import { ageOn } from '#kernel/plain-date';
import { isPastRetirement, retirementDay } from '#law/retirement-age';
import { traineeCategories } from '#law/trainee-categories';
import { requiredFields, rosterFieldLabels } from './fields';
import { rosterRule, rowRule, spokenRow } from './roster-rule';

/** 身份类别、身份证号码、联系方式必须注明 */
const fieldMissing = rosterRule<{ label: string }>({
  id: 'roster.field-missing',
  title: '姓名、身份证号、人员类别、联系电话齐全',
  cites: ['2021.3.3'],
  severity: 'blocks',
  check: ({ rows }) =>
    rows.flatMap(({ row }) =>
      requiredFields
        .filter((field) => row.cells[field] === '' && !row.damaged?.includes(field))
        .map((field) => ({ field, row: row.id, label: rosterFieldLabels[field] })),
    ),
  says: ({ label }) => `缺${label}。`,
  fix: ({ label }) => `请补填${label}。`,
});

/** 手机号码 */
const phoneFormat = rowRule<{ written: string; length: number }>({
  id: 'roster.phone-format',
  title: '联系电话是 11 位手机号码',
  cites: ['2021.3.3'],
  severity: 'blocks',
  field: 'phone',
  checkRow({ row, hasPhone }) {
    const { phone } = row.cells;
    return hasPhone || phone === '' ? undefined : { written: phone, length: [...phone].length };
  },
  says: ({ written, length }) => {
    if (/^\d+$/.test(written) && length !== 11) return `手机号码应为 11 位数字，这里是 ${length} 位。`;
    const strange = /[^\d]/u.exec(written)?.[0];
    return strange ? `手机号码只能是数字，这里有“${strange}”。` : '手机号码应以 13 至 19 开头。';
  },
  fix: () => '请填写学员本人的 11 位手机号码；有两个号码的只留一个。',
});

/** 一个号码只属于一名学员 */
const sharedPhone = rosterRule<{ twin: string }>({
  id: 'roster.shared-phone',
  title: '联系电话各人不同',
  cites: ['2021.3.3'],
  severity: 'warns',
  check({ rows }) {
    const first = new Map<string, (typeof rows)[number]>();
    return rows.flatMap((each) => {
      if (!each.hasPhone) return [];
      const { phone, id } = each.row.cells;
      const twin = first.get(phone);
      if (!twin) first.set(phone, each);
      const isSamePerson = twin !== undefined && id !== '' && twin.row.cells.id === id;
      return twin && !isSamePerson ? [{ field: 'phone', row: each.row.id, twin: spokenRow(twin) }] : [];
    });
  },
  says: ({ twin }) => `联系电话与${twin}相同。`,
  fix: () => '请核实并填写学员本人的号码；确为家人共用的，在备注中写明。',
});

const categoryList = traineeCategories.map(({ mark, shortName }) => `${mark}${shortName}`).join('、');

/** 五类培训对象 */
const categoryUnknown = rowRule<{ written: string }>({
  id: 'roster.category-unknown',
  title: '人员类别属于五类培训对象',
  cites: ['2021.1', '2021.3.3'],
  severity: 'blocks',
  field: 'category',
  checkRow: ({ row, category }) =>
    row.cells.category === '' || category ? undefined : { written: row.cells.category },
  says: ({ written }) => `“${written}”不是五类培训对象之一。`,
  fix: () => `请填写五类之一：${categoryList}；不属于这五类的，不能享受补贴培训。`,
});

/** 法定劳动年龄下限 */
const underAge = rowRule<{ required: number; given: number; startsOn: string }>({
  id: 'roster.under-age',
  title: '开班之日已满法定劳动年龄',
  cites: ['2021.1'],
  severity: 'blocks',
  field: 'id',
  checkRow({ identity }, { startsOn }, figure) {
    if (!identity) return undefined;
    const required = figure('minimumAge');
    const given = ageOn(identity.birth, startsOn);
    return given < required ? { required, given, startsOn } : undefined;
  },
  says: ({ required, given, startsOn }) => `开班之日（${startsOn}）只有 ${given} 周岁，须年满 ${required} 周岁。`,
  fix: () => '未到法定劳动年龄的不能参加；号码写错的，对照身份证改正。',
});

/** 法定退休年龄；女职工分 50、55 两档，无从得知时取较晚的 */
const pastRetirement = rowRule<{ reachedOn: string; startsOn: string }>({
  id: 'roster.past-retirement-age',
  title: '开班之日未到法定退休年龄',
  cites: ['2021.1'],
  severity: 'warns',
  field: 'id',
  checkRow({ identity }, { startsOn }) {
    if (!identity || !isPastRetirement(identity.birth, identity.sex, startsOn)) return undefined;
    return { reachedOn: retirementDay(identity.birth, identity.sex), startsOn };
  },
  says: ({ reachedOn, startsOn }) => `已于 ${reachedOn} 达到法定退休年龄，开班之日是 ${startsOn}。`,
  fix: () => '请核实是否已领取养老金：已领取的不能参加；未领取的，附说明由县（市、区）人社局认定。',
});

interface CategoryAge {
  readonly category: string;
  readonly given: number;
  readonly youngest?: number;
  readonly oldest: number;
}

/** 类别与年龄大致相符 */
const categoryAge = rowRule<CategoryAge>({
  id: 'roster.category-age',
  title: '人员类别与年龄大致相符',
  cites: ['2021.1', '2021.3.3'],
  severity: 'warns',
  field: 'category',
  checkRow({ identity, category }, { startsOn }, figure) {
    if (!identity || !category) return undefined;
    const given = ageOn(identity.birth, startsOn);
    if (given < figure('minimumAge')) return undefined;
    if (category.code === 'schoolLeaver') {
      const oldest = figure('schoolLeaverOldest');
      return given > oldest ? { category: category.shortName, given, oldest } : undefined;
    }
    if (category.code !== 'finalYearGraduate') return undefined;
    const [youngest, oldest] = [figure('graduateYoungest'), figure('graduateOldest')];
    return given < youngest || given > oldest ? { category: category.shortName, given, youngest, oldest } : undefined;
  },
  says: ({ category, given, youngest, oldest }) =>
    youngest === undefined
      ? `${category}通常不超过 ${oldest} 周岁，这名学员开班时 ${given} 周岁。`
      : `${category}通常在 ${youngest} 至 ${oldest} 周岁，这名学员开班时 ${given} 周岁。`,
  fix: () => '请核实人员类别：属实的，附毕业证或学籍证明；不属实的，改为正确的类别。',
});

export const eligibilityRules = [
  fieldMissing,
  phoneFormat,
  sharedPhone,
  categoryUnknown,
  underAge,
  pastRetirement,
  categoryAge,
];
