import { demoRegions } from './places';
import { decidedStories } from './stories-decided';
import { draftedStories } from './stories-drafted';
import { returnedStories } from './stories-returned';
import { waitingStories } from './stories-waiting';
import { type Story, story } from './story';

const keys = demoRegions.map(({ key }) => key);

/** The classes of the city; those that name a line of teachers come first, so that the line is theirs. */
export const stories: readonly Story[] = [...decidedStories, ...waitingStories, ...returnedStories, ...draftedStories]
  .map((wish) => story(wish, keys))
  .sort((a, b) => Number(a.line === undefined) - Number(b.line === undefined));
