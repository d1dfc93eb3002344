import type { api } from '#ui/api';
import type { Tone } from '#ui/state';
import type { PersonKind } from '../../domain/enrolment/person';
import type { FacePairState, TruthReviewState } from '../../domain/doubt/lifecycle';

export type DoubtView = Awaited<ReturnType<typeof api.doubt.show>>;
export type DoubtRow = Awaited<ReturnType<typeof api.doubt.list>>['rows'][number];
export type BehindRow = Awaited<ReturnType<typeof api.doubt.behind>>['rows'][number];
export type DoubtedChecks = Awaited<ReturnType<typeof api.doubt.checks>>;
export type PairView = Awaited<ReturnType<typeof api.doubt.pair>>;
export type PairRow = Awaited<ReturnType<typeof api.doubt.pairs>>['rows'][number];

export const reviewTones: Record<TruthReviewState, Tone> = {
  waiting: 'warn',
  substantiated: 'stop',
  explained: 'ok',
  sentOnSite: 'calm',
};

export const pairTones: Record<FacePairState, Tone> = {
  waiting: 'warn',
  same: 'stop',
  different: 'ok',
  unclear: 'calm',
};

/** How loudly a score is shown; it is no finding, so the loudest is a warning. */
export const doubtTone = (doubt: number, figure = 50): Tone => (doubt >= figure ? 'warn' : 'calm');

export const directionNames = { in: '签到', out: '签退', seen: '见到' } as const;

/** A teacher of a pair or list says so beside the name. */
export const sideName = ({ name, kind }: { readonly name: string; readonly kind: PersonKind }): string =>
  kind === 'teacher' ? `${name}（任课教师）` : name;

/** What speaks for one person behind two names, in a few words each. */
export const factWords = (facts: PairRow['facts']): string[] =>
  [
    facts.sameName && '同名',
    facts.reversedName && '姓名倒写',
    facts.sameBirth && '同日出生',
    facts.sameClass ? '同一班' : facts.sameInstitution && '同一机构',
    facts.overlaps && !facts.sameClass && '培训期重叠',
    !facts.sameSex && '性别不同',
  ].filter((words) => words !== false);

export const percent = (score: number): string => score.toFixed(2);
