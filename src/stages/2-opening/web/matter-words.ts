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

/** 今天提出 / 已等 3 个工作日 */
export const waitedWords = (waited: number | undefined): string =>
  waited === undefined ? '' : waited === 0 ? '今天提出' : `已等 ${waited} 个工作日`;
