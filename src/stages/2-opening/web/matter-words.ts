import type { PlainDate } from '#kernel/plain-date';
import { spokenInstant } from '#ui/format';
import type { WaitingMatter } from '#registers/server';

/** Where a matter of the registers is settled. */
export function matterAddress({ kind, subject }: Pick<WaitingMatter, 'kind' | 'subject'>): string {
  switch (kind) {
    case 'decision':
      return `/institutions/${subject}?tab=licence`;
    case 'account':
      return `/institutions/${subject}?tab=account`;
    case 'venue':
      return `/institutions/${subject}?tab=venues`;
    case 'merge':
      return '/trainee-merges';
    case 'figure':
      return '/figures';
    case 'task':
      return subject;
    case 'edition':
      return subject === 'institution' ? '/institution-catalogue' : '/occupations';
  }
}

/** 今天 / 已等 3 个工作日 */
export const waitedWords = (waited: number | undefined): string =>
  waited === undefined ? '' : waited === 0 ? '今天' : `已等 ${waited} 个工作日`;

/** 赵科员 11月20日 16:30提出; only since when where the record itself tells who. */
export function askedWords({ askedBy, askedAt }: WaitingMatter, today: PlainDate | undefined): string {
  if (!askedAt) return '由机构登记';
  const at = spokenInstant(askedAt, today);
  return askedBy ? `${askedBy} ${at}提出` : `${at}起待办`;
}
