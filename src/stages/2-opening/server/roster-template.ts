import { ethnicGroups } from '#law/ethnic-groups';
import { educationLevels } from '#law/education-levels';
import { householdTypes } from '#law/household-types';
import { identityProofs } from '#law/identity-proofs';
import { traineeCategories } from '#law/trainee-categories';
import { type WorkbookColumn, writeWorkbook } from '#platform/spreadsheet/write';
import { type RosterField, rosterFieldLabels, rosterFields } from '../domain/roster/fields';

type Extras = Pick<WorkbookColumn, 'choices' | 'hint' | 'width'>;

const yesOrNo = ['是', '否'];

const extras: Readonly<Partial<Record<RosterField, Extras>>> = {
  position: { width: 6 },
  sex: { width: 6, choices: ['男', '女'] },
  ethnicGroup: { choices: ethnicGroups.slice(0, 30).map(({ name }) => name) },
  birth: { width: 14, hint: '例如 1990-03-07；与身份证一致' },
  id: { width: 22, hint: '18 位，末位可为 X；本列已设为文本，请勿改成数字格式' },
  education: { choices: educationLevels.map(({ name }) => name) },
  householdType: { choices: householdTypes.map(({ name }) => name) },
  address: { width: 36 },
  category: { width: 26, choices: traineeCategories.map(({ shortName }) => shortName) },
  proof: { width: 16, choices: identityProofs.map(({ name }) => name) },
  phone: { width: 16, hint: '学员本人的 11 位手机号码' },
  insured: { choices: yesOrNo },
  poverty: { width: 16, choices: yesOrNo },
};

/** 附件4 as an empty workbook to fill in: number columns are text, the five categories and other choices drop down. */
export const rosterTemplate = (rows: number): Promise<Buffer> =>
  writeWorkbook({
    sheetName: '花名册',
    title: '就业技能培训学员备案花名册',
    columns: rosterFields.map((field) => ({ name: rosterFieldLabels[field], kind: 'text', ...extras[field] })),
    rows: [],
    blankRows: rows,
  });
