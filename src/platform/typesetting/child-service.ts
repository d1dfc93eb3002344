import { z } from 'zod';

/** What a child says after a job: its answer or its failure, and the memory it holds then. */
export const childReply = z.discriminatedUnion('done', [
  z.object({ done: z.literal(true), value: z.unknown(), memoryMb: z.number() }),
  z.object({ done: z.literal(false), failure: z.string(), memoryMb: z.number() }),
]);

const collectGarbage: unknown = Reflect.get(globalThis, 'gc');

/**
 * Serves jobs one at a time until the parent is gone.
 * Garbage is collected after each job, failed ones too: native results hang on handles that look tiny.
 */
export function serveJobs(work: (job: unknown) => unknown) {
  process.on('disconnect', () => process.exit(0));
  process.on('message', (job) => {
    void attempt(work, job).then((reply) => {
      if (typeof collectGarbage === 'function') collectGarbage();
      process.send?.({ ...reply, memoryMb: Math.round(process.memoryUsage.rss() / 1_048_576) });
    });
  });
}

async function attempt(work: (job: unknown) => unknown, job: unknown) {
  try {
    return { done: true, value: await work(job) };
  } catch (error) {
    return { done: false, failure: error instanceof Error ? error.message : String(error) };
  }
}
