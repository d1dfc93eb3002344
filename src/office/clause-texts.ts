import { clauseIds, type ClauseId } from '#law/clause-ids';
import { clauses as texts } from '#law/clauses';
import type { ClauseText } from '#ui/clause';

export const isClauseId = (id: string): id is ClauseId => clauseIds.some((each) => each === id);

/** The clauses as their tags show them. */
export const clauses: Readonly<Record<ClauseId, ClauseText>> = Object.fromEntries(
  clauseIds.map((id) => [id, { title: `${texts[id].label} ${texts[id].title}`, text: texts[id].text }]),
) as Record<ClauseId, ClauseText>;
