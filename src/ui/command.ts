import type { RouteLocationRaw } from 'vue-router';

/** One thing the command box can lead to. */
export interface CommandItem {
  readonly id: string;
  readonly title: string;
  readonly sub?: string | undefined;
  readonly to?: RouteLocationRaw | undefined;
}

export interface CommandGroup {
  readonly name: string;
  readonly items: readonly CommandItem[];
}

export type FindCommands = (text: string, signal: AbortSignal) => Promise<readonly CommandGroup[]>;
