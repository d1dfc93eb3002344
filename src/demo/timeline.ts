import { type Chance, chanceOf } from './chance';
import type { City, PlacedStory } from './city';
import type { Step } from './story';

/** One act of the city at its minute; `step` is missing for the drafting. */
export interface Act {
  readonly placed: PlacedStory;
  readonly on: number;
  readonly minute: number;
  readonly name: string;
  readonly step?: Step;
}

const clerksMinute = (chance: Chance) => chance.between(9 * 60, 11 * 60 + 30);
const countysMinute = (chance: Chance) => chance.between(14 * 60 + 30, 17 * 60);

/** What happens to one class; steps of the same day follow one another by some minutes. */
function actsOf(seed: number, placed: PlacedStory): Act[] {
  const { story } = placed;
  const chance = chanceOf(seed, 'minutes', story.key);
  const acts: Act[] = [{ placed, on: story.draftedOn, minute: clerksMinute(chance), name: `${story.key}/begin` }];
  for (const [index, step] of story.steps.entries()) {
    const before = acts.at(-1);
    const minute = step.does === 'file' ? clerksMinute(chance) : countysMinute(chance);
    const isSameDay = before?.on === step.on;
    acts.push({
      placed,
      on: step.on,
      minute: isSameDay ? before.minute + chance.between(3, 12) : minute,
      name: `${story.key}/${index}-${step.does}`,
      step,
    });
  }
  return acts;
}

/** All acts of the city as they followed one another; the order of one class is kept. */
export const allActs = ({ seed, classes }: City): Act[] =>
  classes
    .flatMap((placed) => actsOf(seed, placed))
    .map((each, order) => ({ each, order }))
    .sort((a, b) => a.each.on - b.each.on || a.each.minute - b.each.minute || a.order - b.order)
    .map(({ each }) => each);
