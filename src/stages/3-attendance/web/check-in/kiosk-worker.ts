const worker = '/kiosk-worker.js';
const settledAfter = 1500;

/** The program files this page was made of, by their addresses. */
const programFiles = (): string[] =>
  performance
    .getEntriesByType('resource')
    .map(({ name }) => name)
    .filter((name) => new URL(name, location.origin).pathname.startsWith('/assets/'));

/**
 * Lets this page open without a network after the tablet was restarted. Browsers allow it only over HTTPS or on the
 * machine itself; elsewhere the page works as before while it stays open.
 */
export async function keepPageOffline(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  try {
    await navigator.serviceWorker.register(worker, { scope: '/kiosk' });
    const { active } = await navigator.serviceWorker.ready;
    setTimeout(() => active?.postMessage({ keep: programFiles() }), settledAfter);
  } catch {
    // A browser that refuses leaves the page as it is.
  }
}
