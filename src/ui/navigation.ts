import type { RouteLocationRaw } from 'vue-router';

/** One entry of the left column. */
export interface NavLink {
  readonly name: string;
  readonly to: RouteLocationRaw;
  /** Number of the stage, 1–9. */
  readonly stage?: number | undefined;
  /** How many wait there. */
  readonly count?: number | undefined;
}

export interface NavGroup {
  readonly name?: string | undefined;
  readonly links: readonly NavLink[];
}
