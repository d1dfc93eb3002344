import { type PlainDate, spokenDay } from '#kernel/plain-date';
import type { Role } from '#kernel/roles';
import type { TableColumn } from '#ui/table-column';
import type { ClassRow } from '../server/class-list';
import type { ClassState } from '../domain/lifecycle';
import { className } from './work-words';

/** The columns of the class list, as each desk needs them. */
export function classColumns(role: Role | undefined, today: PlainDate | undefined): readonly TableColumn<ClassRow>[] {
  const isInstitution = role?.startsWith('institution') ?? false;
  const isCounty = role?.startsWith('county') ?? false;
  const day = (value: PlainDate | undefined): string | undefined => (value ? spokenDay(value, today) : undefined);
  return [
    { key: 'class', name: '班期', width: 14 },
    { key: 'institution', name: '培训机构', sortable: true, optional: isInstitution, value: (row) => row.institution },
    { key: 'region', name: '县（市、区）', optional: isInstitution || isCounty, value: (row) => row.region },
    { key: 'state', name: '状态' },
    { key: 'traineeCount', name: '学员', kind: 'number', sortable: true, value: (row) => row.traineeCount },
    { key: 'startsOn', name: '开班', kind: 'date', sortable: true, value: (row) => day(row.startsOn) },
    { key: 'endsOn', name: '结束', kind: 'date', optional: true, value: (row) => day(row.endsOn) },
    { key: 'result', name: '自动核查' },
    { key: 'dueOn', name: '审核期限', sortable: true },
    { key: 'filingNumber', name: '申报编号', sortable: true, optional: true, value: (row) => row.filingNumber },
    { key: 'filedOn', name: '申报日期', kind: 'date', optional: true, value: (row) => day(row.filedOn) },
    { key: 'classNumber', name: '期数', optional: true, value: (row) => row.classNumber },
    { key: 'name', name: '专业（等级）', optional: true, value: className },
  ];
}

interface SavedView {
  readonly name: string;
  readonly states: readonly ClassState[];
}

const settled: readonly SavedView[] = [
  { name: '已批准', states: ['approved'] },
  { name: '不予批准', states: ['refused'] },
];

/** The views a desk opens most; “待办” is what waits for somebody of that side. */
export function savedViews(role: Role | undefined): readonly SavedView[] {
  if (role?.startsWith('institution')) {
    return [
      { name: '全部', states: [] },
      { name: '退回', states: ['returned'] },
      { name: '起草中', states: ['drafted'] },
      { name: '审核中', states: ['filed', 'verified'] },
      ...settled,
      { name: '已撤回', states: ['withdrawn'] },
    ];
  }
  return [
    { name: '全部', states: [] },
    {
      name: role === 'countySignatory' ? '待班期审核' : role === 'countyOfficer' ? '待资料核查' : '审核中',
      states: role === 'countySignatory' ? ['verified'] : role === 'countyOfficer' ? ['filed'] : ['filed', 'verified'],
    },
    { name: '退回', states: ['returned'] },
    ...settled,
  ];
}
