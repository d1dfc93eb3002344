import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { z } from 'zod';
import { inScope } from '../database/scope';
import type { Actor, AnyOperation } from '../operation';
import { openSession } from '../sign-in/sessions';
import type { Platform } from '../run-operation';
import { apiBase } from './operation-routes';
import { createServer, type ServerSettings } from './server';

const bodyForm = z.looseObject({
  result: z.unknown().optional(),
  message: z.string().optional(),
  kind: z.string().optional(),
  reference: z.string().optional(),
  findings: z.array(z.looseObject({ rule: z.string(), message: z.string() })).optional(),
  faults: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
});

export interface Reply {
  readonly status: number;
  readonly headers: LightMyRequestResponse['headers'];
  /** The JSON answer; empty for a file. */
  readonly body: z.output<typeof bodyForm>;
  readonly bytes: Buffer;
}

export interface CallChoices {
  readonly commandId?: string;
  readonly upload?: { readonly name: string; readonly bytes: Buffer };
}

/** Sends one operation through the door as a browser would. */
export type Caller = (name: string, input?: Readonly<Record<string, unknown>>, choices?: CallChoices) => Promise<Reply>;

/** The product’s HTTP door in this process, with pages that are one line long. */
export interface TestDoor {
  readonly app: FastifyInstance;
  /** The cookie of a new session of this account. */
  sessionOf(actor: Actor): Promise<string>;
  /** Somebody at the desk of this account; without one, somebody who has not signed in. */
  callerFor(actor?: Actor): Promise<Caller>;
  /** Faults that should never happen, as told to the operator. */
  readonly faults: unknown[];
  close(): Promise<void>;
}

/** What a page of our own origin sends along. */
export const fromOwnPage = { 'sec-fetch-site': 'same-origin' } as const;

export const cookieOf = (token: string) => `__Host-mingxun=${token}`;

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Method, address and body of one operation for an input. */
export function requestFor(operation: AnyOperation, input: Readonly<Record<string, unknown>>) {
  const rest = new Map(Object.entries(input));
  const path = operation.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = asText(rest.get(name) ?? '');
    rest.delete(name);
    return encodeURIComponent(Buffer.from(value).toString());
  });
  const url = apiBase + path;
  // What takes a file has its fields in the address, with or without the file.
  if (operation.kind === 'command' && operation.uploadLimit === undefined) {
    return { method: 'POST', url, payload: Object.fromEntries(rest) } as const;
  }
  const search = new URLSearchParams(
    [...rest].filter(([, value]) => value !== undefined).map(([k, v]) => [k, asText(v)]),
  );
  return { method: operation.kind === 'command' ? 'POST' : 'GET', url: `${url}?${search}` } as const;
}

export function replyOf(answer: LightMyRequestResponse): Reply {
  const isJson = String(answer.headers['content-type'] ?? '').startsWith('application/json');
  const body = isJson ? bodyForm.parse(answer.json()) : { result: undefined };
  return { status: answer.statusCode, headers: answer.headers, body, bytes: answer.rawPayload };
}

function pageFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mingxun-web-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'assets', 'office-1234.js'), 'export {};\n');
  writeFileSync(join(folder, 'office.html'), '<!doctype html><head><!--page-facts--></head>');
  return folder;
}

export async function openDoor(
  platform: Platform,
  operations: readonly AnyOperation[],
  settings: Partial<ServerSettings> = {},
): Promise<TestDoor> {
  const webRoot = pageFolder();
  const faults: unknown[] = [];
  const app = await createServer(platform, {
    operations,
    webRoot,
    deskOf: async (user) => user.name,
    pageFacts: { isDemo: false, demoAccounts: [] },
    onFault: ({ error }) => faults.push(error),
    ...settings,
  });
  const known = new Map(operations.map((operation) => [operation.name, operation]));
  const sessionOf = async ({ userId }: Actor) => {
    const now = platform.clock.now();
    const session = { userId, now, source: '10.0.0.1', agent: 'test', secondFactorAt: now };
    return cookieOf(
      await inScope(platform.pool, { reach: 'system' }, (tx) => openSession(tx, session, platform.signIn.limits)),
    );
  };
  return {
    app,
    faults,
    sessionOf,
    async callerFor(actor) {
      const cookie = actor ? await sessionOf(actor) : undefined;
      return async (name, input = {}, { commandId = randomUUID(), upload } = {}) => {
        const operation = known.get(name);
        if (!operation) throw new RangeError(`no such operation: ${name}`);
        const answer = await app.inject({
          ...requestFor(operation, input),
          headers: {
            ...fromOwnPage,
            ...(cookie ? { cookie } : {}),
            ...(operation.kind === 'command' ? { 'command-id': commandId } : {}),
            ...(upload
              ? { 'content-type': 'application/octet-stream', 'file-name': encodeURIComponent(upload.name) }
              : {}),
          },
          ...(upload ? { payload: upload.bytes } : {}),
        });
        return replyOf(answer);
      };
    },
    async close() {
      await app.close();
      await rm(webRoot, { recursive: true, force: true });
    },
  };
}
