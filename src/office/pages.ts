import type { RouteRecordRaw } from 'vue-router';
import type { Role } from '#kernel/roles';
import type { StageKey } from '#stages';

/** Where a page stands in the left column. */
export type MenuPlace = 'desk' | StageKey | 'registers' | 'basis' | 'administration';

/** A page of the office: its address, who may open it, and where the menu lists it. */
export interface OfficePage {
  readonly route: RouteRecordRaw;
  readonly by: readonly Role[] | 'signedIn';
  readonly menu?: {
    readonly place: MenuPlace;
    readonly name: string;
    readonly count?: 'work' | 'messages';
    /** Listed for these only, where others get there another way. */
    readonly by?: readonly Role[];
  };
}

/** A page that stands alone: without sign-in, menu and search. */
export type StandalonePage = RouteRecordRaw;
