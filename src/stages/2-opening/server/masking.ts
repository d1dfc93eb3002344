import { maskIdentityNumber, maskPhone } from '#law/masks';
import type { JobPost } from '../domain/opening';
import type { RosterRow } from '../domain/roster/row';

/** A roster row as an office screen may show it: name whole, numbers masked. */
export const maskedRow = (row: RosterRow): RosterRow => ({
  ...row,
  cells: { ...row.cells, id: maskIdentityNumber(row.cells.id), phone: maskPhone(row.cells.phone) },
});

export const maskedPost = (post: JobPost): JobPost => ({ ...post, phone: maskPhone(post.phone) });
