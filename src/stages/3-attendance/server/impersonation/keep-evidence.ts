import { z } from 'zod';
import { storeSealed } from '#platform/files/sealed-file';
import { newId } from '#platform/identifiers';
import type { Context } from '#platform/operation';
import type { CaseHand, HeldCase } from './case-record';

/** The numbers behind evidence the product keeps by itself, so that it can be judged by whoever reads the case. */
const factsForm = z
  .object({
    check: z.string(),
    score: z.number(),
    threshold: z.number(),
    liveness: z.number(),
    engine: z.string(),
    modelDigest: z.string(),
    /** SHA-256 of the portrait it was compared with. */
    portraitDigest: z.string(),
  })
  .partial();
export type EvidenceFacts = {
  readonly [Key in keyof z.output<typeof factsForm>]?: NonNullable<z.output<typeof factsForm>[Key]>;
};

/** The numbers as they lie with the evidence; undefined where somebody brought it. */
export const storedFacts = (stored: unknown) => (stored === null ? undefined : factsForm.catch({}).parse(stored));

/** Evidence of a class that came from the same file, if there is any: each person-time has to have its own. */
export const sameEvidence = ({ tx }: Pick<Context, 'tx'>, classId: string, digest: Buffer) =>
  tx
    .selectFrom('impersonation_evidence')
    .select(['id', 'title'])
    .where('class_id', '=', classId)
    .where('file_digest', '=', digest)
    .executeTakeFirst();

async function storePages(context: CaseHand, found: HeldCase, evidenceId: string, pages: readonly Buffer[]) {
  const owner = { region_code: found.held.regionCode, institution_id: found.held.institutionId };
  for (const [at, bytes] of pages.entries()) {
    const hash = await storeSealed(context, 'impersonationEvidence', `${evidenceId}/${at + 1}`, bytes);
    await context.tx
      .insertInto('impersonation_evidence_pages')
      .values({ ...owner, evidence_id: evidenceId, page: at + 1, file_hash: hash })
      .execute();
  }
}

/** Keeps a piece of evidence with the case of a class, page by page and sealed; gives its id. */
export async function keepEvidence(
  context: CaseHand,
  found: HeldCase,
  {
    title,
    digest,
    pages,
    facts,
  }: { title: string; digest: Buffer; pages: readonly Buffer[]; facts?: EvidenceFacts | undefined },
): Promise<string> {
  const id = newId();
  await context.tx
    .insertInto('impersonation_evidence')
    .values({
      region_code: found.held.regionCode,
      institution_id: found.held.institutionId,
      class_id: found.held.id,
      id,
      title,
      file_digest: digest,
      page_count: pages.length,
      facts: facts ? JSON.stringify(facts) : null,
      added_by: context.actor.userId,
      added_by_name: context.actor.name,
      added_at: context.now,
    })
    .execute();
  await storePages(context, found, id, pages);
  context.note({
    subject: { type: 'impersonation', id: found.held.id },
    regionCode: found.held.regionCode,
    institutionId: found.held.institutionId,
    detail: { evidence: id, digest: digest.toString('hex').slice(0, 12), pages: pages.length },
  });
  return id;
}
