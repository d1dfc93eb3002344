import { onBeforeUnmount, ref } from 'vue';
import type { api } from '#ui/api';
import type { Tone } from '#ui/state';
import type { RollCallState } from '../../domain/roll-call/lifecycle';
import type { CheckInStanding } from '../../domain/roll-call/roll-call';

export type RollCallView = Awaited<ReturnType<(typeof api)['roll-call']['show']>>;
export type WallTile = Awaited<ReturnType<(typeof api)['roll-call']['wall']>>['tiles'][number];

export const rollCallTones: Record<RollCallState, Tone> = {
  called: 'warn',
  answered: 'warn',
  expired: 'stop',
  reviewed: 'calm',
};

export const checkInWords: Record<CheckInStanding, string> = { here: '已签到', left: '已签退', missing: '未签到' };

/** What is left of the time of a call, by the server’s clock: 12:05, or nothing when it has run out. */
export function leftOf(dueAt: string, now: number): string | undefined {
  const seconds = Math.floor((Date.parse(dueAt) - now) / 1000);
  if (seconds < 0) return undefined;
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** The server’s clock as it ticks here: set with each answer, counted on by this device. */
export function useServerClock() {
  const ahead = ref(0);
  const now = ref(Date.now());
  const timer = setInterval(() => (now.value = Date.now() + ahead.value), 1000);
  onBeforeUnmount(() => clearInterval(timer));
  return {
    now,
    set(serverTime: string): void {
      ahead.value = Date.parse(serverTime) - Date.now();
      now.value = Date.parse(serverTime);
    },
  };
}
