import { type PlainDate, plainDate, spokenDay } from '#kernel/plain-date';
import { type AnyRule, rule } from '#law/rule';
import { digitsOf } from './digits';
import { doorOf } from './door-address';
import type { OpeningFacts } from './opening';
import type { RosterRow } from './roster/row';

const since2021 = plainDate('2021-01-01');
const since2024 = plainDate('2024-07-18');
const filedOn = (facts: OpeningFacts): PlainDate => facts.filedOn;

export const phoneElsewhere = rule({
  id: 'opening.phone-elsewhere',
  title: '联系电话不为多人共用',
  cites: ['2021.3.3', '2024.1.2'],
  severity: 'warns',
  from: since2024,
  governedBy: filedOn,
  check({ city }: OpeningFacts, figure) {
    const limit = figure('personsPerPhone');
    return (city?.phones ?? []).flatMap(({ row, persons, otherClass, otherRegion }) =>
      persons + 1 > limit ? [{ field: 'phone', row, limit, given: persons + 1, otherClass, otherRegion }] : [],
    );
  },
  says: ({ limit, given, otherClass, otherRegion }) =>
    `全市有 ${given} 名学员登记这个电话，超过 ${limit} 人；最近一次在${otherRegion}“${otherClass}”。`,
  fix: () => '请拨打核实并填写学员本人的号码；确为家人共用的，在备注中写明。',
});

export const phoneOfLead = rule({
  id: 'opening.phone-of-lead',
  title: '学员电话不是班级负责人的',
  cites: ['2021.3.3', '2021.A2'],
  severity: 'warns',
  from: since2021,
  governedBy: filedOn,
  check({ roster, application }: OpeningFacts) {
    const phone = digitsOf(application.classLeadPhone);
    if (phone === '') return [];
    return roster.flatMap(({ id, cells }) => (digitsOf(cells.phone) === phone ? [{ field: 'phone', row: id }] : []));
  },
  says: () => '这个号码是本班负责人的联系电话，回访时联系不到学员本人。',
  fix: () => '请填写学员本人的手机号码；负责人不能同时是本班学员。',
});

function byDoor(roster: readonly RosterRow[]): Map<string, RosterRow[]> {
  const doors = new Map<string, RosterRow[]>();
  for (const row of roster) {
    const door = row.cells.address === '' ? undefined : doorOf(row.cells.address);
    if (door === undefined) continue;
    const known = doors.get(door);
    if (known) known.push(row);
    else doors.set(door, [row]);
  }
  return doors;
}

export const addressCluster = rule({
  id: 'opening.address-cluster',
  title: '同一门牌的学员',
  cites: ['2021.3.3', '2024.1.2'],
  severity: 'warns',
  from: since2021,
  governedBy: filedOn,
  check({ roster }: OpeningFacts, figure) {
    const limit = figure('personsPerAddress');
    return [...byDoor(roster).values()].flatMap((rows) => {
      const [first] = rows;
      return first && rows.length > limit
        ? [
            {
              field: 'address',
              row: first.id,
              limit,
              given: rows.length,
              names: rows.map(({ cells }) => cells.name).sort(),
            },
          ]
        : [];
    });
  },
  says: ({ limit, given, names }) => `${given} 名学员登记在同一门牌（${names.join('、')}），多于 ${limit} 人。`,
  fix: () => '请对照户口簿核实各人住址；确是一户的，在备注中写明关系。',
});

export const teacherAmongTrainees = rule({
  id: 'opening.teacher-among-trainees',
  title: '学员不是在册授课教师',
  cites: ['2021.1', '2024.1.2'],
  severity: 'warns',
  from: since2024,
  governedBy: filedOn,
  check({ city, lessons, institution, personKeys }: OpeningFacts) {
    const own = new Set(lessons.map(({ teacherId }) => teacherId));
    const ownKeys = new Set(
      institution.teachers.flatMap(({ id, personKey }) => (personKey !== undefined && own.has(id) ? [personKey] : [])),
    );
    return (city?.teachers ?? []).flatMap(({ row, institution: employer }) =>
      ownKeys.has(personKeys?.get(row) ?? '') ? [] : [{ field: 'id', row, employer }],
    );
  },
  says: ({ employer }) => `这名学员是${employer}登记在册的授课教师。`,
  fix: () => '请核实是否属五类培训对象：在职授课的请更换；已离职的，由原机构更新教师名册。',
});

export const teachesThen = rule({
  id: 'opening.teaches-then',
  title: '学员上课时没有在别处授课',
  cites: ['2024.1.2'],
  severity: 'blocks',
  from: since2024,
  governedBy: filedOn,
  check: ({ city }: OpeningFacts) =>
    (city?.teaching ?? []).flatMap(({ row, otherClass, otherRegion, days }) => {
      const first = days[0];
      return first ? [{ field: 'id', row, otherClass, otherRegion, days: days.length, first }] : [];
    }),
  says: ({ otherClass, otherRegion, days, first }) =>
    `这名学员有 ${days} 天在同一时间为${otherRegion}“${otherClass}”授课，最早 ${spokenDay(first)}。`,
  fix: () => '同一人不能同时上课和授课，请更换学员或改上课时间。',
});

/** What trainees share with each other, with staff, and with trainees elsewhere. */
export const sharingRules: readonly AnyRule<OpeningFacts>[] = [
  phoneElsewhere,
  phoneOfLead,
  addressCluster,
  teacherAmongTrainees,
  teachesThen,
];
