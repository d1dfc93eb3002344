import { idOf } from './chance';
import type { ClassParts, PartsWish } from './parts';
import { regionOf } from './places';
import { makePost } from './posts';
import { traineeRow } from './roster';

const replacedRow = 3;
const movedRow = 7;

/** The filing after its correction: another trainee, a corrected address, one more employer, a lesson said more exactly. */
export function corrected({ seed, story, line, chance, people }: PartsWish, parts: ClassParts): ClassParts {
  const region = regionOf(story.region);
  const { startsOn, endsOn } = parts.application;
  if (!startsOn || !endsOn || !story.steps.some((step) => step.does === 'correct')) return parts;
  const roster = parts.roster.map((row, index) => {
    if (index === replacedRow) return traineeRow(chance, people, { region, startsOn }, index + 1);
    const address = `${row.cells.address.replace(/\d+ 号$/, '')}${chance.between(200, 300)} 号`;
    return index === movedRow ? { ...row, cells: { ...row.cells, address } } : row;
  });
  const wish = {
    region,
    occupation: line.occupation,
    trainees: roster.length,
    endsOn,
    idOf: (index: number) => idOf(seed, story.key, 'post', String(index)),
  };
  const post = { ...makePost(chance, people, wish, parts.posts.length), headcount: chance.between(10, 20) };
  const lessons = parts.lessons.map((lesson, index) =>
    index === 0 ? { ...lesson, content: `${lesson.content}、开班仪式与安全教育` } : lesson,
  );
  return { ...parts, roster, posts: [...parts.posts, post], lessons };
}
