import type { Tone } from '#ui/state';
import type { ChangeKind } from '../../domain/catalogue';
import type { EditionRow } from '../../server/catalogue/editions';

export const changeNames: Record<ChangeKind, string> = { added: '新增', ended: '停用', hours: '改课时' };
export const changeTones: Record<ChangeKind, Tone> = { added: 'ok', ended: 'stop', hours: 'warn' };

/** 新增 3、停用 1、改课时 2 */
export function spokenCounts(counts: Readonly<Record<ChangeKind, number>>): string {
  const words = (['added', 'ended', 'hours'] as const)
    .filter((kind) => counts[kind] > 0)
    .map((kind) => `${changeNames[kind]} ${counts[kind]}`);
  return words.join('、') || '没有变动';
}

export type CatalogueName = EditionRow['catalogue'];
export const catalogueNames: Record<CatalogueName, string> = { occupation: '职业目录', institution: '定点机构目录' };

/** What an edition does, in one line. */
export const spokenContent = (edition: EditionRow): string =>
  edition.catalogue === 'occupation' ? spokenCounts(edition) : `列入 ${edition.members} 家`;
