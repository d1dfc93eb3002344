import type { Lifecycle } from '#kernel/lifecycle';
import type { Role } from '#kernel/roles';

/** 并档 makes two records one person; 拆档 undoes it. Both are asked for by one person and confirmed by another. */
export const mergeKinds = ['merge', 'split'] as const;
export type MergeKind = (typeof mergeKinds)[number];
export const mergeKindNames: Record<MergeKind, string> = { merge: '并档', split: '拆档' };

export const mergeStates = ['requested', 'confirmed', 'refused', 'withdrawn'] as const;
export type MergeState = (typeof mergeStates)[number];
export type MergeAction = 'confirm' | 'refuse' | 'withdraw';
export const mergeStateNames: Record<MergeState, string> = {
  requested: '待确认',
  confirmed: '已确认',
  refused: '未同意',
  withdrawn: '已撤回',
};

const second = ['cityOfficer', 'citySignatory'] as const;

/** One asks, another settles; who asked may take it back. */
export const mergeLifecycle: Lifecycle<MergeState, MergeAction, Role> = {
  start: 'requested',
  steps: {
    confirm: { from: ['requested'], to: 'confirmed', by: second },
    refuse: { from: ['requested'], to: 'refused', by: second },
    withdraw: { from: ['requested'], to: 'withdrawn', by: ['countyOfficer', 'cityOfficer'] },
  },
};

/** Who may ask for a merge or its undoing: a county asks, the city asks or settles. */
export const mergeRequesters = ['countyOfficer', 'cityOfficer'] as const satisfies readonly Role[];
export const mergeSettlers = second;

/** How two identity numbers differ, told without a digit of either; places count from 1. */
export interface NumberDifference {
  readonly places: readonly number[];
  /** Two neighbours written the wrong way round. */
  readonly isSwap: boolean;
}

export function numberDifference(a: string, b: string): NumberDifference {
  const places = Array.from({ length: Math.max(a.length, b.length) }, (_each, at) => at).filter(
    (at) => a[at] !== b[at],
  );
  const [first, next] = places;
  const isSwap =
    places.length >= 2 &&
    first !== undefined &&
    next === first + 1 &&
    a[first] === b[next] &&
    a[next] === b[first] &&
    places.slice(2).every((at) => at === 17);
  return { places: places.map((at) => at + 1), isSwap };
}

/** The check digit follows the others, so it says nothing of its own. */
export function differenceWords({ places, isSwap }: NumberDifference): string {
  const own = places.length > 1 ? places.filter((place) => place !== 18) : places;
  if (isSwap) return `第 ${own[0]}、${own[1]} 位互换${places.includes(18) ? '，校验位随之不同' : ''}`;
  const tail = places.includes(18) && own.length > 0 && !own.includes(18) ? '，校验位随之不同' : '';
  return own.length <= 3 ? `第 ${own.join('、')} 位不同${tail}` : `有 ${places.length} 位不同`;
}
