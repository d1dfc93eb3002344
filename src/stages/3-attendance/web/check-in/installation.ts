const name = 'mingxun-installation';

/**
 * A number by chance by which this browser is known again in a class, and nothing else is: it tells nothing of the
 * telephone, leaves with the browser’s storage, and is kept by the server only as a keyed mark of the class.
 */
export function installationOf(): string | undefined {
  try {
    const known = localStorage.getItem(name);
    if (known) return known;
    const made = crypto.randomUUID();
    localStorage.setItem(name, made);
    return made;
  } catch {
    return undefined;
  }
}
