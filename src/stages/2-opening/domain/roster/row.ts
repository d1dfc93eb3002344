import type { ListRow } from '../lists/row';
import type { RosterField } from './fields';

/** One trainee of a roster, tidied; a blank cell is an empty text. */
export type RosterRow = ListRow<RosterField>;

export const emptyCells = (): Record<RosterField, string> => ({
  position: '',
  name: '',
  sex: '',
  ethnicGroup: '',
  birth: '',
  id: '',
  education: '',
  householdType: '',
  address: '',
  category: '',
  proof: '',
  phone: '',
  insured: '',
  poverty: '',
  priorTraining: '',
  voucher: '',
  note: '',
});
