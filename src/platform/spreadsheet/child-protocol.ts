import { z } from 'zod';
import type { Sheet } from '#kernel/sheet';

/** What the reading process is asked to read. */
export type ParseJob =
  | { readonly kind: 'package' | 'compound'; readonly bytes: Buffer }
  | { readonly kind: 'markup'; readonly text: string };

export type SheetsOrReason = { sheets: Sheet[] } | { unreadable: string };

const cell = z.object({ kind: z.enum(['text', 'number', 'date', 'boolean', 'error']), text: z.string() });
const row = z.array(z.union([cell, z.undefined()]));
const reply = z.union([
  z.object({ sheets: z.array(z.object({ name: z.string(), rows: z.array(z.union([row, z.undefined()])) })) }),
  z.object({ unreadable: z.string() }),
]);

/** The child read a file from outside: its answer is checked like one. */
export function parseReply(message: unknown): SheetsOrReason {
  const parsed = reply.safeParse(message);
  return parsed.success ? parsed.data : { unreadable: '读取程序的回答不完整，请重试。' };
}

const jobShape = z.union([
  z.object({ kind: z.enum(['package', 'compound']), bytes: z.instanceof(Uint8Array) }),
  z.object({ kind: z.literal('markup'), text: z.string() }),
]);

export function parseJob(message: unknown): ParseJob {
  const job = jobShape.parse(message);
  return job.kind === 'markup' ? job : { kind: job.kind, bytes: Buffer.from(job.bytes) };
}
