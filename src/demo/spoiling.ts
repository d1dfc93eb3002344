import type { ClassParts } from './parts';
import type { PlacedStory } from './city';
import type { PeopleMaker } from './people';
import type { Chance } from './chance';
import type { Planted } from './planted-fault';

/** What a fault is planted with. */
export interface Spoiling {
  readonly fault: Planted;
  readonly parts: ClassParts;
  readonly placed: Omit<PlacedStory, 'parts' | 'corrected'>;
  readonly people: PeopleMaker;
  readonly chance: Chance;
  /** A class made before this one. */
  readonly earlier: (key: string) => PlacedStory;
}

export type Spoiler = (spoiling: Spoiling) => ClassParts;

export const at = <Item>(items: readonly Item[], index: number | undefined): Item => {
  const found = index === undefined ? undefined : items[index];
  if (found === undefined) throw new RangeError(`nothing at place ${index}`);
  return found;
};

export const withItem = <Item>(items: readonly Item[], index: number | undefined, item: Item): Item[] => {
  at(items, index);
  return items.map((each, place) => (place === index ? item : each));
};
