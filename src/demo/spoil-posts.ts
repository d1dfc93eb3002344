import { addDays } from '#kernel/plain-date';
import { creditCheckSign } from '#law/unified-credit-code';
import type { JobPost } from '../stages/2-opening/domain/opening';
import { at, type Spoiler, type Spoiling, withItem } from './spoiling';

/** A spoiler that changes the planted post. */
const post =
  (change: (post: JobPost, spoiling: Spoiling) => Partial<JobPost>): Spoiler =>
  (spoiling) => {
    const { parts, fault } = spoiling;
    const found = at(parts.posts, fault.row);
    return { ...parts, posts: withItem(parts.posts, fault.row, { ...found, ...change(found, spoiling) }) };
  };

/** Open no longer when the class begins, of an employer struck off since, or the same post as the one above. */
const uncounted = post((found, { fault, parts, placed, earlier }) => {
  if (fault.field === 'validUntil') return { validUntil: addDays(placed.from, -1) };
  if (fault.from) {
    const { employer, creditCode, address } = at(earlier(fault.from.story).parts.posts, fault.from.row);
    return { employer, creditCode, address };
  }
  const { employer, creditCode, post: title, phone } = at(parts.posts, (fault.row ?? 0) - 1);
  return { ...found, employer, creditCode, post: title, phone };
});

const wrongCode = ({ creditCode }: JobPost): string => {
  const first = creditCode.slice(0, 17);
  return first + (creditCheckSign(first) === '1' ? '2' : '1');
};

/** Six posts of another class, just enough for this one if nobody else counted them. */
const reposted: Spoiler = ({ parts, fault, earlier }) => {
  const others = fault.from ? earlier(fault.from.story).parts.posts.slice(0, 6) : [];
  const headcount = Math.ceil((parts.roster.length * 3) / others.length);
  const posts = others.map((other, index) => ({ ...at(parts.posts, index), ...postOf(other), headcount }));
  return { ...parts, posts };
};
const postOf = ({ employer, creditCode, post: title, contact, phone, validUntil }: JobPost) => ({
  employer,
  creditCode,
  post: title,
  contact,
  phone,
  validUntil,
});

/** How each fault of the posts is made. */
export const postSpoilers: Readonly<Record<string, Spoiler>> = {
  'opening.post-complete': post(() => ({ contact: '' })),
  'opening.post-credit-code': post((found) => ({ creditCode: wrongCode(found) })),
  'opening.post-uncounted': uncounted,
  'opening.post-valid-until': post(() => ({ validUntil: undefined })),
  'opening.enough-posts': ({ parts }) => ({
    ...parts,
    posts: parts.posts.map((each) => ({ ...each, headcount: Math.min(each.headcount ?? 0, 8) })),
  }),
  'opening.post-wage-range': post(({ wageFromFen = 0 }) => ({ wageToFen: wageFromFen - 10_000 })),
  'opening.post-minimum-wage': post(() => ({ wageFromFen: 160_000 })),
  'opening.post-code-of-two': post((_found, { parts, fault }) => ({
    creditCode: at(parts.posts, (fault.row ?? 0) - 1).creditCode,
  })),
  'opening.post-contact-own': post((_found, { parts }) => ({ phone: parts.application.classLeadPhone })),
  'opening.post-reused': reposted,
};
