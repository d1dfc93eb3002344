import { withoutPersonalNumbers } from '#platform/log/personal-data';
import type { Context } from '#platform/operation';

// Control characters and bidirectional overrides have no place in a name that is kept and shown.
const unfit = /[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g;

/** The name of the uploaded file as it may be kept: clerks put names and numbers of people into it. */
export const uploadName = ({ upload }: Context): string =>
  withoutPersonalNumbers((upload?.name ?? '').replace(unfit, '').trim()) || '文件';
