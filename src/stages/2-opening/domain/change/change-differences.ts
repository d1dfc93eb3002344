import { spokenDay } from '#kernel/plain-date';
import { type Difference, differencesBetween, type Names } from '../differences';
import type { Changeable, ChangeProposal } from './change';

/** One point of a change, before and after, in words. */
export type ChangeDifference = Difference;

/** What a change alters: dates, places and lessons as between two filings, and who leaves or takes whose place. */
export function changeDifferences(
  before: Changeable,
  proposal: ChangeProposal,
  names: Pick<Names, 'venue' | 'teacher'>,
): ChangeDifference[] {
  const rest = { roster: [], posts: [] };
  const plan = differencesBetween(
    { ...rest, application: before.application, lessons: before.lessons },
    { ...rest, application: { ...before.application, ...proposal.application }, lessons: proposal.lessons },
    { ...names, occupation: (code) => code },
  );
  const nameOf = (id: string): string => before.roster.find((row) => row.id === id)?.cells.name ?? '已不在班的学员';
  const since = proposal.rosterFrom ? `${spokenDay(proposal.rosterFrom)}起` : '未定日期';
  return [
    ...plan,
    ...proposal.withdrawals.map(
      (row): ChangeDifference => ({
        part: 'roster',
        row,
        what: nameOf(row),
        field: '学员退出',
        before: '在班',
        after: `${since}退出`,
      }),
    ),
    ...proposal.substitutions.map(
      ({ leaves, joins }): ChangeDifference => ({
        part: 'roster',
        row: joins.id,
        what: nameOf(leaves),
        field: '学员替换',
        before: nameOf(leaves),
        after: `${joins.cells.name || '未写姓名'}，${since}`,
      }),
    ),
  ];
}
