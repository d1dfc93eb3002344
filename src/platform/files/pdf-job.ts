import { z } from 'zod';

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** What the parent asks of the child that draws a PDF's pages. */
export const pdfJob = z.object({ bytes, maxPages: z.number().int(), pageWidth: z.number().int() });
export type PdfJob = z.infer<typeof pdfJob>;

export const pdfAnswer = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('pages'),
    pages: z.array(z.object({ bytes, width: z.number().int(), height: z.number().int() })),
  }),
  z.object({ kind: z.literal('too-many'), pageCount: z.number().int() }),
  z.object({ kind: z.literal('encrypted') }),
  z.object({ kind: z.literal('damaged') }),
]);
export type PdfAnswer = z.infer<typeof pdfAnswer>;
