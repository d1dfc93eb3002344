import { z } from 'zod/mini';

const factsForm = z.object({
  isDemo: z.boolean(),
  routes: z.record(z.string(), z.tuple([z.enum(['POST', 'GET']), z.string()])),
  demoAccounts: z.array(z.object({ username: z.string(), desk: z.string() })),
  demoPassword: z.optional(z.string()),
});
export type PageFacts = z.infer<typeof factsForm>;

const none: PageFacts = { isDemo: false, routes: {}, demoAccounts: [] };

/** What the server wrote into the page: the routes by operation name, and whether this is a demonstration. */
export const pageFacts: PageFacts = (() => {
  const written = document.getElementById('page-facts')?.textContent;
  return written ? factsForm.parse(JSON.parse(written)) : none;
})();
