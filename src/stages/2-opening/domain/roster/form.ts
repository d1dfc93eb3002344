import type { ListForm } from '../lists/form';
import { requiredFields, type RosterField, rosterFieldLabels, rosterFields } from './fields';
import { fieldOfHeading } from './headings';
import { rosterLikenesses } from './likenesses';
import { emptyCells } from './row';
import { tidyCell } from './tidy';

/** Distinct fields that make a row a heading. */
const fewestFields = 3;

/** 备案花名册（附件4）as clerks have it: 身份类别、身份证号码、联系方式 of every trainee (2021 三③). */
export const rosterForm: ListForm<RosterField> = {
  list: 'roster',
  fields: rosterFields,
  labels: rosterFieldLabels,
  required: requiredFields.map((field) => ({ label: rosterFieldLabels[field], anyOf: [field] })),
  entry: '学员',
  unit: '人',
  notFound: '没有找到花名册：表中应有“姓名”和“身份证号”两栏，每名学员一行。',
  blank: emptyCells,
  fieldOfHeading,
  isHeading(columns, unknown) {
    const known = Object.keys(columns).length;
    const { name, id } = columns;
    if (name !== undefined && id !== undefined) return known >= fewestFields;
    return (name ?? id) !== undefined && known >= fewestFields && known >= unknown;
  },
  isList: ({ name, id }, hasHeading) =>
    hasHeading ? (name ?? id) !== undefined : name !== undefined && id !== undefined,
  likenesses: rosterLikenesses,
  judgedAsWritten: ['category', 'birth', 'ethnicGroup'],
  signs: {
    bearers: ['name', 'id', 'phone'],
    lead: 'name',
    beside: ['position', 'note', 'address'],
    remarks: ['note', 'address'],
    enough: 5,
    proves: (at) => /\d{14}/.test(at('id')),
  },
  tidy: tidyCell,
  carried: [],
};
