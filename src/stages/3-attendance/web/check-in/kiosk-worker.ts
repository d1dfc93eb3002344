const worker = '/kiosk-worker.js';
const settledAfter = 1500;

/** The program files this page was made of, by their addresses. */
const programFiles = (): string[] =>
  performance
    .getEntriesByType('resource')
    .map(({ name }) => name)
    .filter((name) => new URL(name, location.origin).pathname.startsWith('/assets/'));

/** The worker once it works. The page may have been reached from another of the office, so that it is no page of its. */
function activeOf(registration: ServiceWorkerRegistration): Promise<ServiceWorker> {
  const coming = registration.installing ?? registration.waiting;
  if (registration.active && !coming) return Promise.resolve(registration.active);
  return new Promise((resolve) => {
    const look = () => coming?.state === 'activated' && resolve(coming);
    coming?.addEventListener('statechange', look);
    look();
  });
}

/**
 * Lets this page open without a network after the tablet was restarted. Browsers allow it only over HTTPS or on the
 * machine itself; elsewhere the page works as before while it stays open.
 */
export async function keepPageOffline(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  try {
    const active = await activeOf(await navigator.serviceWorker.register(worker, { scope: '/kiosk' }));
    setTimeout(() => active.postMessage({ keep: programFiles() }), settledAfter);
  } catch {
    // A browser that refuses leaves the page as it is.
  }
}
