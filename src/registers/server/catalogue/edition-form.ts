import { z } from 'zod';
import { type PlainDate, spokenDay } from '#kernel/plain-date';
import { newId } from '#platform/identifiers';
import { type Context, type Done, done, type Refused, refused } from '#platform/operation';
import { plainDay } from '../forms';
import { type Catalogue, type EditionContent, enterEdition, lastEditionDay } from './edition-store';

/** Who enters an edition, and who confirms it: two people, never one. */
export const enterers = ['cityOfficer'] as const;
export const confirmers = ['citySignatory'] as const;

export const catalogueNames: Record<Catalogue, string> = { occupation: '职业目录', institution: '定点机构目录' };

/** What every edition says of itself. */
export const editionShape = {
  document: z.string().trim().min(4, '请写明文件名称').max(200, '不超过 200 个字'),
  documentNumber: z.string().trim().min(4, '请写明文号').max(60, '不超过 60 个字'),
  issuedOn: plainDay,
  from: plainDay,
};

const form = z.object(editionShape);
export type EditionHead = z.output<typeof form> & { readonly until?: PlainDate | undefined };

/** Why an edition cannot hold from its day: decisions already rest on the days before, and editions follow each other. */
export async function whyNotFrom(
  { tx, today }: Pick<Context, 'tx' | 'today'>,
  catalogue: Catalogue,
  from: PlainDate,
): Promise<string | undefined> {
  if (from <= today) return '生效日须在今天之后：已经申报、审批的班仍按当时的目录。';
  const last = await lastEditionDay(tx, catalogue);
  if (!last || from > last) return undefined;
  return `最近一版自 ${spokenDay(last, today)} 生效，新的一版须在其后生效。`;
}

/** Enters an edition for the second person to confirm. */
export async function propose(
  context: Context,
  catalogue: Catalogue,
  { document, documentNumber, issuedOn, from, until }: EditionHead,
  content: Partial<EditionContent>,
): Promise<Done<{ editionId: string }> | Refused> {
  if (issuedOn > context.today) return refused('印发日不能在今天之后。', 'invalid');
  if (until && until < from) return refused('有效期止须在生效日当天或之后。', 'invalid');
  const why = await whyNotFrom(context, catalogue, from);
  if (why) return refused(why, 'invalid');
  const id = newId();
  const head = { id, catalogue, document, documentNumber, issuedOn, from, until };
  const entered = await enterEdition(context.tx, {
    ...head,
    content,
    addedBy: context.actor.userId,
    addedAt: context.now,
  });
  if (!entered) return refused(`已有一版${catalogueNames[catalogue]}等待确认，请先确认或退回。`, 'conflict');
  const count = content.changes?.length ?? content.members?.length ?? 0;
  context.note({
    subject: { type: 'catalogueEdition', id },
    detail: { catalogue: catalogueNames[catalogue], document: documentNumber, from, entries: count },
  });
  return done({ editionId: id });
}
