import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type PlainDate, plainDate } from '#kernel/plain-date';
import { levels } from '#registers';
import { attachmentKinds } from '../domain/attachments';
import { classModes, lessonKinds } from '../domain/opening';
import { rosterFields } from '../domain/roster/fields';
import type { FilingParts } from './store';

const day = z.string().transform((text): PlainDate => plainDate(text));
const optional = <T extends z.ZodType>(form: T) => form.nullish().transform((value) => value ?? undefined);
const levelForm = z.union(levels.map((level) => z.literal(level)));

const snapshotForm = z.object({
  application: z.object({
    occupationCode: optional(z.string()),
    level: optional(levelForm),
    startsOn: optional(day),
    endsOn: optional(day),
    finalExamOn: optional(day),
    skillsAssessmentOn: optional(day),
    classMode: optional(z.enum(classModes)),
    theoryVenueId: optional(z.string()),
    practiceVenueId: optional(z.string()),
    classLeadName: z.string(),
    classLeadPhone: z.string(),
  }),
  roster: z.array(z.object({ id: z.string(), cells: z.record(z.enum(rosterFields), z.string()) })),
  posts: z.array(
    z.object({
      id: z.string(),
      employer: z.string(),
      creditCode: z.string(),
      address: z.string(),
      post: z.string(),
      headcount: optional(z.number()),
      wageFromFen: optional(z.number()),
      wageToFen: optional(z.number()),
      contact: z.string(),
      phone: z.string(),
      validUntil: optional(day),
    }),
  ),
  lessons: z.array(
    z.object({
      id: z.string(),
      taughtOn: day,
      startsMinute: z.number(),
      endsMinute: z.number(),
      lessonHours: z.number(),
      kind: z.enum(lessonKinds),
      content: z.string(),
      teacherId: optional(z.string()),
      venueId: optional(z.string()),
    }),
  ),
  // Filings from before files were kept have none.
  attachments: z
    .array(
      z.object({
        kind: z.enum(attachmentKinds),
        proof: optional(z.string()),
        row: optional(z.string()),
        hash: z.string(),
        unfit: z.array(z.string()),
      }),
    )
    .transform((files) => files.map((file) => ({ ...file, id: file.hash })))
    .default([]),
});

/** Files as filed are told apart by what they hold, so their ids and the order they came in say nothing. */
const filedFiles = ({ attachments }: FilingParts) =>
  attachments
    .map(({ kind, proof, row, hash, unfit }) => ({ kind, proof, row, hash, unfit }))
    .sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));

/** What was filed, whole, as text to be sealed; its digest is kept open. */
export function writeSnapshot(parts: FilingParts): { text: string; digest: Buffer } {
  const roster = parts.roster.map(({ id, cells }) => ({ id, cells }));
  const attachments = filedFiles(parts);
  const { application, posts, lessons } = parts;
  const text = JSON.stringify({ application, roster, posts, lessons, attachments });
  return { text, digest: createHash('sha256').update(text).digest() };
}

export const readSnapshot = (text: string): FilingParts => snapshotForm.parse(JSON.parse(text));
