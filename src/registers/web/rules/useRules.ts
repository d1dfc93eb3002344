import { useQuery } from '@tanstack/vue-query';
import { computed } from 'vue';
import type { Role } from '#kernel/roles';
import { api } from '#ui/api';
import { session } from '../../../office/session';

/** Who has classes in sight, and so a count of what struck them. */
const counted: readonly Role[] = [
  'institutionClerk',
  'institutionPrincipal',
  'countyOfficer',
  'countySignatory',
  'cityOfficer',
  'citySignatory',
  'disciplineOfficer',
];

/** Every rule with the text of the clauses, loaded when a page of theirs is opened. */
export const useRules = () =>
  useQuery({
    queryKey: ['rules'],
    queryFn: async () => {
      const [{ allRules, ruledStageNames }, { clauses }] = await Promise.all([
        import('../../../office/all-rules'),
        import('#law/clauses'),
      ]);
      return { rules: allRules, stageNames: ruledStageNames, clauses };
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

/** What each rule asks, where it runs, and its example: a part of its own, because it brings the samples along. */
export const useRuleBook = () =>
  useQuery({
    queryKey: ['ruleBook'],
    queryFn: async () => {
      const book = await import('../../../office/rule-book');
      return { meanings: book.ruleMeanings, runs: book.ruleRuns, findExample: book.findExample };
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

export function useStrikes() {
  const maySee = computed(() => {
    const role = session.value?.user.role;
    return role !== undefined && counted.includes(role);
  });
  const found = useQuery({
    queryKey: ['ruleStrikes'],
    queryFn: () => api.rule.strikes({}),
    enabled: maySee,
    staleTime: 60_000,
  });
  return { maySee, found };
}

/** 本县（市、区）, in the words of whoever reads. */
export const scopeWords = computed(() => {
  const user = session.value?.user;
  if (user?.institutionId) return '本机构';
  return user?.regionCode ? '本县（市、区）' : '全市';
});
