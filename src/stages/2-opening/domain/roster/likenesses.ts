import type { SheetCell } from '#kernel/sheet';
import { plainDate } from '#kernel/plain-date';
import { findEducationLevel } from '#law/education-levels';
import { findEthnicGroup } from '#law/ethnic-groups';
import { findHouseholdType } from '#law/household-types';
import { findIdentityProof } from '#law/identity-proofs';
import { findCategory } from '#law/trainee-categories';
import type { Likeness } from '../lists/form';
import { readBirth } from './birth-text';
import type { RosterField } from './fields';

/** Any day later than every term: what is asked is only whether the words mean a category. */
const late = plainDate('9999-12-31');

const isId = (text: string, cell: SheetCell): boolean =>
  /^[1-9]\d{5}(?:18|19|20)\d{2}[01]\d[0-3]\d{4}[\dX]$/.test(text) ||
  (cell.kind === 'number' && /^[1-8]\d{17}$/.test(text));

/** What a column holds tells what it is; asked in this order, so that the surest is taken first. */
export const rosterLikenesses: readonly Likeness<RosterField>[] = [
  { field: 'id', share: 0.5, fits: isId },
  { field: 'phone', share: 0.5, fits: (text) => /^1[3-9]\d{9}$/.test(text) },
  { field: 'sex', share: 0.8, fits: (text) => text === '男' || text === '女' },
  { field: 'category', share: 0.5, fits: (text) => [...text].length > 3 && findCategory(text, late) !== undefined },
  {
    field: 'ethnicGroup',
    share: 0.8,
    fits: (text) => /\p{Script=Han}/u.test(text) && findEthnicGroup(text) !== undefined,
  },
  { field: 'birth', share: 0.6, fits: (text) => (readBirth(text)?.length ?? 0) >= 7 && text.length >= 7 },
  { field: 'proof', share: 0.8, fits: (text) => findIdentityProof(text) !== undefined },
  { field: 'householdType', share: 0.8, fits: (text) => findHouseholdType(text) !== undefined },
  {
    field: 'education',
    share: 0.8,
    fits: (text) => /\p{Script=Han}/u.test(text) && findEducationLevel(text) !== undefined,
  },
  { field: 'category', share: 0.5, fits: (text) => /^[①-⑤]$/u.test(text) },
  { field: 'address', share: 0.6, fits: (text) => [...text].length >= 6 && /[省市县区镇乡村街路号]/.test(text) },
  {
    field: 'name',
    share: 0.8,
    fits: (text) => /^(?:\p{Script=Han}{2,4}|\p{Script=Han}+(?:·\p{Script=Han}+)+)$/u.test(text),
  },
];
