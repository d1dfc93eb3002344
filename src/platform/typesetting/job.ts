import { z } from 'zod';

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** What the parent asks of a typesetting child. */
export const typesetJob = z.object({
  output: z.enum(['pdf', 'pages']),
  source: z.string(),
  kit: z.string(),
  /** The data as JSON text; the template reads it as a file. */
  data: z.string(),
  /** Seconds since 1970, written into the document as its date. */
  madeAt: z.number().int(),
  missingGlyph: z.enum(['draw', 'refuse']),
  fontFolders: z.array(z.string()),
  profile: z.string(),
  /** Further files the template reads, by their path: pictures, mostly. */
  files: z.record(z.string(), bytes),
});
export type TypesetJob = z.infer<typeof typesetJob>;

export const typesetAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pdf'), bytes, pageCount: z.number().int(), drawn: z.array(z.string()) }),
  z.object({ kind: z.literal('pages'), pages: z.array(z.string()), drawn: z.array(z.string()) }),
  z.object({ kind: z.literal('missing-glyph'), characters: z.array(z.string()) }),
  z.object({ kind: z.literal('template'), diagnostics: z.string() }),
]);
export type TypesetAnswer = z.infer<typeof typesetAnswer>;
