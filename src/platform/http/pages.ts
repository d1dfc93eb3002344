import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { AnyOperation } from '../operation';
import { newNonce, pagePolicy } from './guards';

/** What a page is told before it asks anything: the routes by operation name, and whether this is a demonstration. */
export interface PageFacts {
  readonly isDemo: boolean;
  readonly routes: Readonly<Record<string, readonly ['POST' | 'GET', string]>>;
  /** Shown on the sign-in page of a demonstration; empty elsewhere. */
  readonly demoAccounts: readonly { readonly username: string; readonly desk: string }[];
  readonly demoPassword?: string;
}

export const routesOf = (operations: readonly AnyOperation[]): PageFacts['routes'] =>
  Object.fromEntries(
    operations.map((operation) => [operation.name, [operation.kind === 'command' ? 'POST' : 'GET', operation.path]]),
  );

/** The worker asks for the page and its files, and for nothing of anybody else. */
const workerPolicy = "default-src 'none'; connect-src 'self'";

const readPage = (root: string, name: string) => readFile(join(root, `${name}.html`), 'utf8');

function sendPage(reply: FastifyReply, html: string, facts: PageFacts): FastifyReply {
  const nonce = newNonce();
  const data = JSON.stringify(facts).replace(/</g, '\\u003c');
  const head = `<meta name="csp-nonce" content="${nonce}"><script type="application/json" id="page-facts">${data}</script>`;
  return reply
    .header('content-security-policy', pagePolicy(nonce))
    .header('cache-control', 'no-cache')
    .type('text/html; charset=utf-8')
    .send(html.replace('<!--page-facts-->', head));
}

/** The built web files, hashed names cached for good; every other address outside the interface is the office page. */
export async function addPages(app: FastifyInstance, root: string, facts: PageFacts): Promise<void> {
  await app.register(fastifyStatic, {
    root: join(root, 'assets'),
    prefix: '/assets/',
    preCompressed: true,
    immutable: true,
    maxAge: '365d',
    index: false,
  });
  // Its scope is its address: it serves the tablet page alone.
  app.get('/kiosk-worker.js', { config: { policy: 'anyone' } }, async (_request, reply) =>
    reply
      .header('cache-control', 'no-cache')
      .header('content-security-policy', workerPolicy)
      .type('text/javascript; charset=utf-8')
      .send(await readFile(join(root, 'kiosk-worker.js'), 'utf8')),
  );
  const cache = new Map<string, Promise<string>>();
  const page = (name: string) => {
    const known = cache.get(name) ?? readPage(root, name);
    cache.set(name, known);
    return known;
  };
  app.get('/*', { config: { policy: 'anyone' } }, async (request, reply) => {
    if (request.url.startsWith('/api/')) {
      return reply.code(404).send({ message: '没有这个接口。', reference: request.id });
    }
    return sendPage(reply, await page('office'), facts);
  });
}

/** Development: Vite transforms the page and its modules in this process. */
export async function addDevelopmentPages(app: FastifyInstance, facts: PageFacts): Promise<void> {
  const { createServer } = await import('vite');
  const vite = await createServer({ server: { middlewareMode: true }, appType: 'custom' });
  app.addHook('onClose', () => vite.close());
  app.get('/*', { config: { policy: 'anyone' } }, async (request, reply) => {
    reply.hijack();
    vite.middlewares(request.raw, reply.raw, async () => {
      const html = await vite.transformIndexHtml(request.url, await readPage(process.cwd(), 'office'));
      const data = JSON.stringify(facts).replace(/</g, '\\u003c');
      reply.raw.setHeader('content-type', 'text/html; charset=utf-8');
      reply.raw.end(
        html.replace('<!--page-facts-->', `<script type="application/json" id="page-facts">${data}</script>`),
      );
    });
  });
}
