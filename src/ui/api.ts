import type { Finding } from '#law/rule';
import type { ApiOf } from '#platform/operation';
import type { Operations } from '../operations';
import { pageFacts } from './page-facts';

export type Api = ApiOf<Operations>;

/** A “no” of the server, or of the network: what to say, where it belongs, and a number to quote. */
export class ApiRefusal extends Error {
  override name = 'ApiRefusal';
  readonly status: number;
  readonly kind: string;
  readonly findings: readonly Finding[];
  readonly faults: readonly { field: string; message: string }[];
  readonly reference: string | undefined;
  constructor(
    message: string,
    status: number,
    body: Partial<Pick<ApiRefusal, 'kind' | 'findings' | 'faults' | 'reference'>> = {},
  ) {
    super(message);
    this.status = status;
    this.kind = body.kind ?? '';
    this.findings = body.findings ?? [];
    this.faults = body.faults ?? [];
    this.reference = body.reference;
  }
}

export interface CallOptions {
  readonly body?: Blob;
  readonly fileName?: string;
  readonly commandId?: string;
  readonly signal?: AbortSignal;
}

const base = '/api/v1';
let onSignedOut: () => void = () => undefined;

/** What to do when the session has ended; the page itself stays as it is. */
export const whenSignedOut = (action: () => void): void => {
  onSignedOut = action;
};

type Input = Readonly<Record<string, unknown>>;

/** Puts the input’s own values into the path and gives back the rest. */
function placed(path: string, input: Input): { path: string; rest: Record<string, unknown> } {
  const rest: Record<string, unknown> = { ...input };
  const filled = path.replace(/:(\w+)/g, (_whole, name: string) => {
    const value = rest[name];
    delete rest[name];
    return encodeURIComponent(String(value));
  });
  return { path: base + filled, rest };
}

function queryText(rest: Input): string {
  const entries = Object.entries(rest).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(entries.map(([name, value]) => [name, String(value)])).toString();
  return text ? `?${text}` : '';
}

const asText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

async function refusalOf(response: Response): Promise<ApiRefusal> {
  const body: unknown = await response.json().catch(() => ({}));
  const parts: Partial<Record<string, unknown>> = typeof body === 'object' && body !== null ? { ...body } : {};
  const findings = Array.isArray(parts['findings']) ? parts['findings'] : [];
  const faults = Array.isArray(parts['faults']) ? parts['faults'] : [];
  const reference = asText(parts['reference']);
  return new ApiRefusal(asText(parts['message']) ?? '服务暂时没有回应，请稍后重试。', response.status, {
    kind: asText(parts['kind']) ?? '',
    findings,
    faults,
    ...(reference ? { reference } : {}),
  });
}

async function send(address: string, request: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address, { credentials: 'same-origin', ...request });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiRefusal('网络不通，没有送达。请检查网络后重试；已填内容仍在本页。', 0);
  }
  if (response.ok) return response;
  if (response.status === 401) onSignedOut();
  throw await refusalOf(response);
}

/** Sends one operation; a command carries its own id, so that sending it again does it once. */
async function call(name: string, input: Input, options: CallOptions = {}): Promise<unknown> {
  const route = pageFacts.routes[name];
  if (!route) throw new ApiRefusal('页面与服务版本不一致，请刷新页面。', 0);
  const [method, pattern] = route;
  const { path, rest } = placed(pattern, input);
  const signal = options.signal ? { signal: options.signal } : {};
  if (method === 'GET') {
    const response = await send(path + queryText(rest), signal);
    return (await response.json()).result;
  }
  const headers: Record<string, string> = { 'command-id': options.commandId ?? crypto.randomUUID() };
  if (options.body) {
    headers['content-type'] = 'application/octet-stream';
    headers['file-name'] = encodeURIComponent(options.fileName ?? '');
    const response = await send(path + queryText(rest), { method, headers, body: options.body, ...signal });
    return (await response.json()).result;
  }
  headers['content-type'] = 'application/json';
  const response = await send(path, { method, headers, body: JSON.stringify(rest), ...signal });
  return (await response.json()).result;
}

/** The address of a question whose answer is a file, for a link or a picture. */
export function addressOf(name: Operations['name'], input: Input): string {
  const route = pageFacts.routes[name];
  if (!route) return '';
  const { path, rest } = placed(route[1], input);
  return path + queryText(rest);
}

const members = (head: string): object =>
  new Proxy(
    {},
    {
      get: (_target, tail) => (input: Input, options?: CallOptions) => call(`${head}.${String(tail)}`, input, options),
    },
  );

/** Typed from the declarations of commands and queries: `api.class.file({ … })`. */
export const api: Api = new Proxy({} as Api, { get: (_target, head) => members(String(head)) });

/** Sign-in and the own account are no operations of the register, so they have their own addresses. */
export async function account<Result>(path: string, input?: Input): Promise<Result> {
  const request: RequestInit = input
    ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(input) }
    : {};
  const response = await send(`${base}/account${path}`, request);
  return (await response.json()).result;
}
