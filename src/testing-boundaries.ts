import type { Import } from './testing-imports';

/** Kinds of places in the tree; `door` is a unit's `index.ts`, `serverDoor` its `server/index.ts`. */
type Zone =
  | 'kernel'
  | 'law'
  | 'platform'
  | 'ui'
  | 'domain'
  | 'door'
  | 'server'
  | 'serverDoor'
  | 'web'
  | 'stageList'
  | 'office'
  | 'demo'
  | 'docs'
  | 'main'
  | 'outside';

interface Place {
  readonly zone: Zone;
  /** 0 for the registers, else the number of the stage. */
  readonly unit?: number;
}

const flatZones: readonly Zone[] = ['kernel', 'law', 'platform', 'ui', 'office', 'demo', 'docs'];

function placeOf(path: string): Place {
  if (path.startsWith('..')) return { zone: 'outside' };
  if (path === 'stages/index.ts') return { zone: 'stageList' };
  if (path === 'office.ts' || path === 'phone.ts') return { zone: 'office' };
  const unit = /^(?:registers|stages\/(\d+)-[a-z]+)\/(.+)$/.exec(path);
  if (unit) {
    const [, number = '0', rest = ''] = unit;
    const layer = (['domain', 'server', 'web'] as const).find((each) => rest.startsWith(`${each}/`));
    const zone = rest === 'index.ts' ? 'door' : rest === 'server/index.ts' ? 'serverDoor' : (layer ?? 'outside');
    return { zone, unit: Number(number) };
  }
  const [head = ''] = path.split('/');
  return { zone: flatZones.find((zone) => path.includes('/') && zone === head) ?? 'main' };
}

/** What each place may load, and what it may know by `import type` only; units look only at doors before them. */
const allowed: Readonly<Record<Zone, { readonly loads: readonly Zone[]; readonly types?: readonly Zone[] }>> = {
  kernel: { loads: ['kernel'] },
  law: { loads: ['kernel', 'law'] },
  platform: { loads: ['kernel', 'law', 'platform', 'outside'] },
  ui: { loads: ['kernel', 'law', 'ui'] },
  domain: { loads: ['kernel', 'law', 'domain', 'door'] },
  door: { loads: ['kernel', 'law', 'domain', 'door'] },
  server: { loads: ['kernel', 'law', 'platform', 'domain', 'server', 'door', 'serverDoor', 'stageList', 'outside'] },
  serverDoor: {
    loads: ['kernel', 'law', 'platform', 'domain', 'server', 'door', 'serverDoor', 'stageList', 'outside'],
  },
  web: {
    loads: ['kernel', 'law', 'ui', 'domain', 'web', 'door', 'stageList'],
    types: ['server', 'serverDoor', 'platform', 'office'],
  },
  stageList: { loads: ['kernel', 'law'] },
  office: { loads: ['kernel', 'law', 'ui', 'door', 'stageList', 'office'], types: ['main', 'platform', 'serverDoor'] },
  demo: { loads: ['kernel', 'law', 'platform', 'door', 'serverDoor', 'demo'] },
  docs: { loads: ['kernel', 'law', 'platform', 'door', 'serverDoor', 'stageList', 'docs', 'main'] },
  main: { loads: ['kernel', 'law', 'platform', 'door', 'serverDoor', 'stageList', 'demo', 'docs', 'main', 'outside'] },
  outside: { loads: [] },
};

/** Imports allowed by name, each for its reason. */
const exceptions: readonly { readonly from: RegExp; readonly to: RegExp; readonly types?: true }[] = [
  // The browser's API is typed from the declarations of the operations.
  { from: /^ui\/api\.ts$/, to: /^(?:operations|platform\/operation)\.ts$/, types: true },
  // The pages, rules and words of all stages meet in lists of the office, where pages of the registers find them.
  { from: /^office\/all-pages\.ts$/, to: /^(?:registers|stages\/[^/]+)\/web\/pages\.ts$/ },
  { from: /^office\/all-rules\.ts$/, to: /^stages\/[^/]+\/domain\/(?:all-rules|opening)\.ts$/ },
  { from: /^office\/rule-book\.ts$/, to: /^stages\/[^/]+\/domain\/rule-book\/[a-z]+\.ts$/ },
  { from: /^office\/stage-words\.ts$/, to: /^stages\/[^/]+\/(?:domain\/lifecycle|web\/words)\.ts$/ },
  { from: /\/web\//, to: /^office\/(?:session|all-rules|rule-book|stage-words)\.ts$/ },
  // An empty queue offers the pages of the menu.
  { from: /^stages\/2-opening\/web\/WorkEmpty\.vue$/, to: /^office\/(?:all-pages|menu)\.ts$/ },
  // Some operators' commands belong to a stage.
  {
    from: /^cli\.ts$/,
    to: /\/server\/(?:roster-check-command|devices\/simulator\/device-sim-command|devices\/verify-devices-command|keeping\/copies-(?:answer|repair)-command)\.ts$/,
  },
  // The demonstration city tells whole stories: it fills in forms as institutions do.
  {
    from: /^demo\//,
    to: /^stages\/2-opening\/domain\/(?:opening|lifecycle|check-items|attachments|plan-pattern|roster\/(?:row|fields)|change\/change|exchange\/registers)\.ts$/,
  },
  {
    from: /^demo\//,
    to: /^stages\/2-opening\/server\/(?:(?:change\/)?[a-z]+-commands|exchange-(?:prepare|answer))\.ts$/,
  },
  {
    from: /^demo\//,
    to: /^stages\/3-attendance\/server\/(?:(?:absences|impersonation|keeping|privacy|recordings)\/[a-z-]+-commands|check-in\/queries)\.ts$/,
  },
  { from: /^demo\/testing\.ts$/, to: /^stages\/2-opening\/server\/class-show\.ts$/ },
  // Loading it by command opens the product first.
  { from: /^demo\/demo-commands\.ts$/, to: /^product\.ts$/ },
  // Tests of the whole product stand on the stage’s own test filings.
  { from: /^testing-[a-z]+\.ts$/, to: /\/server\/testing-[a-z]+\.ts$/ },
  // What carries out each clause is read from the rules themselves.
  {
    from: /^docs\//,
    to: /^stages\/[^/]+\/domain\/(?:all-rules|state-names|retention\/(?:hold|purge)|privacy\/assessment|recordings\/(?:copies|repair)|(?:(?:change|devices|doubt|enrolment|recordings|roll-call)\/)?(?:lifecycle|rules))\.ts$/,
  },
];

/** Tests and what only they use may look anywhere but ahead. */
const isTest = (file: string): boolean => /\.test\.ts$|(?:^|\/)testing(?:-[a-z]+)*\.ts$/.test(file);

const bareZones: readonly Zone[] = ['kernel', 'law', 'domain', 'door', 'stageList'];
const browserZones: readonly Zone[] = ['ui', 'web', 'office'];

function refusedPackage(zone: Zone, name: string): string | undefined {
  if (bareZones.includes(zone)) return `${zone} imports no package`;
  if (browserZones.includes(zone) && name.startsWith('node:')) return `${zone} runs in the browser: no node module`;
  return undefined;
}

function refusedPlace({ from, to, isTypeOnly }: Import): string | undefined {
  const own = placeOf(from);
  const other = placeOf(to);
  const isForeign = other.unit !== undefined && other.unit !== own.unit;
  if (isForeign && own.unit !== undefined && (other.unit ?? 0) > own.unit) return 'no import of a later stage';
  if (isTest(from)) return undefined;
  const exception = exceptions.find((each) => each.from.test(from) && each.to.test(to));
  if (exception) return exception.types && !isTypeOnly ? `${to} may be known only as a type (import type)` : undefined;
  if (isForeign && !['door', 'serverDoor'].includes(other.zone))
    return 'no import into another unit past its door (index.ts)';
  const { loads, types = [] } = allowed[own.zone];
  if (own.zone === 'domain' && other.zone === 'door' && !isForeign)
    return 'domain imports only what is before it, not its own door';
  if (loads.includes(other.zone)) return undefined;
  if (types.includes(other.zone)) return isTypeOnly ? undefined : `${to} may be known only as a type (import type)`;
  return `${own.zone} imports only ${[...loads, ...types].join(', ')}`;
}

/** Why an import crosses a line of the tree, with its file; undefined when it does not. */
export function refusal(each: Import): string | undefined {
  const { from, line, written, isPackage } = each;
  const ofPackage = () => (isTest(from) ? undefined : refusedPackage(placeOf(from).zone, written));
  const reason = isPackage ? ofPackage() : refusedPlace(each);
  return reason && `${from}:${line} imports ${written}: ${reason}`;
}
