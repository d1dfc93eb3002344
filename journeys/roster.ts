import type { Page } from 'playwright-core';
import { z } from 'zod';

const shownForm = z.looseObject({
  result: z.looseObject({
    roster: z.array(z.looseObject({ cells: z.looseObject({ name: z.string(), id: z.string() }) })),
  }),
});

/** Names on the roster with the last four signs of the card, as the office shows them. */
export async function rosterOf(page: Page, classId: string): Promise<{ name: string; tail: string }[]> {
  const answer: unknown = await page.evaluate(`fetch('/api/v1/classes/${classId}').then((each) => each.json())`);
  return shownForm.parse(answer).result.roster.map(({ cells }) => ({ name: cells.name, tail: cells.id.slice(-4) }));
}
