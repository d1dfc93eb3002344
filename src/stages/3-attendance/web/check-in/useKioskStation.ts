import { computed, onBeforeUnmount, onMounted, ref } from 'vue';
import { keepPageOffline } from './kiosk-worker';
import { countChecks, keepCheck, type QueuedCheck, sendChecks, type Synced } from './offline-queue';
import { ensureStationKey } from './station-key';
import { askStation, findStation, keepState, recallState, type StationState, StationRefusal } from './station-client';
import { clockText } from './words';

const refreshEvery = 5000;

/** What the tablet was opened as, what it shows and how it stands with the network; `told` hears what was sent later. */
export function useKioskStation(told: (synced: Synced) => void) {
  const station = findStation('kiosk');
  const state = ref<StationState>();
  const trouble = ref<string>();
  const isOffline = ref(false);
  const waiting = ref(0);
  const now = ref(Date.now());
  let shift = 0;
  let hasKey = false;

  async function sync(): Promise<void> {
    const synced = await sendChecks();
    waiting.value = synced.left;
    told(synced);
  }
  /** After a restart without a network: the lesson and the clock as they were last told. */
  function recall(stationId: string): void {
    const kept = recallState(stationId);
    if (!kept) return;
    [state.value, shift] = [kept.state, kept.shift];
    now.value = Date.now();
  }
  async function refresh(): Promise<void> {
    if (!station) return;
    try {
      const fresh = await askStation<StationState>('state', station.token);
      shift = Date.parse(fresh.serverTime) - Date.now();
      // What could not be fetched while the network was away is fetched now.
      if (isOffline.value) void keepPageOffline();
      [state.value, trouble.value, isOffline.value] = [fresh, undefined, false];
      keepState(station.stationId, { state: fresh, shift });
      if (!hasKey) {
        hasKey = true;
        // Without a key what is kept goes unsigned and is looked at.
        void ensureStationKey(station).catch(() => undefined);
      }
      if (waiting.value > 0) await sync();
    } catch (caught) {
      isOffline.value = caught instanceof StationRefusal && caught.isOffline;
      if (isOffline.value && !state.value) recall(station.stationId);
      if (!isOffline.value) trouble.value = caught instanceof Error ? caught.message : '没有办成。';
    }
  }
  /** Keeps a check-in on this device until the server can be reached. */
  async function keep(check: Pick<QueuedCheck, 'id' | 'action' | 'body' | 'takenAt'>): Promise<void> {
    if (!station) return;
    await keepCheck({ ...station, ...check });
    [isOffline.value, waiting.value] = [true, await countChecks()];
  }
  const timers: ReturnType<typeof setInterval>[] = [];
  onMounted(async () => {
    waiting.value = await countChecks().catch(() => 0);
    await refresh();
    void keepPageOffline();
    timers.push(
      setInterval(() => void refresh(), refreshEvery),
      setInterval(() => (now.value = Date.now()), 1000),
    );
  });
  onBeforeUnmount(() => timers.forEach(clearInterval));
  return {
    station,
    state,
    trouble,
    isOffline,
    waiting,
    clock: computed(() => clockText(now.value + shift)),
    /** The time of the server as far as this device knows it. */
    takenAt: () => new Date(Date.now() + shift).toISOString(),
    refresh,
    keep,
  };
}
