import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Actor, AnyOperation } from '../operation';
import type { Platform } from '../run-operation';
import { findSession } from '../sign-in/sessions';
import { addAccountRoutes, type AccountDesk } from './account-routes';
import { readPostsDirectly } from './direct-posts';
import type { Door } from './door';
import { translate } from './errors';
import { addSecurityHeaders, newNonce, refuseForeignOrigin } from './guards';
import { apiPage, openApiOf } from './openapi';
import { addOperationRoutes } from './operation-routes';
import { addDevelopmentPages, addPages, type PageFacts, routesOf } from './pages';
import { readToken } from './session-cookie';

export interface ServerSettings {
  readonly operations: readonly AnyOperation[];
  /** Entrances for machines, beside the operations. */
  readonly doors?: readonly Door[];
  /** The built pages; undefined while developing, when Vite serves them. */
  readonly webRoot: string | undefined;
  readonly deskOf: AccountDesk['deskOf'];
  /** Addresses of the proxy in front, whose word on the caller is taken. */
  readonly trustedProxy?: string | undefined;
  readonly pageFacts: Omit<PageFacts, 'routes'>;
  /** Where faults that should never happen are told; never with what was typed. */
  readonly onFault: (fault: { readonly reference: string; readonly route: string; readonly error: unknown }) => void;
}

/** A number to quote to the operator, short enough to read out. */
const newReference = (): string => randomUUID().slice(-10).toUpperCase();

/** Stops the start when a route says not who may call it. */
function demandPolicies(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    const policy = route.config && 'policy' in route.config ? route.config['policy'] : undefined;
    const isStatic = route.url.startsWith('/assets/');
    if (policy === undefined && !isStatic)
      throw new Error(`路由 ${String(route.method)} ${route.url} 没有声明权限，拒绝启动。`);
  });
}

/** An address that no route can even be looked up for; the hooks do not run for it. */
function answerBadAddress(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  const { status, message } = translate(error) ?? { status: 400, message: '网址不正确。' };
  addSecurityHeaders(request, reply);
  void reply.code(status).send({ message, kind: 'fault', findings: [], faults: [], reference: request.id });
}

/** What to answer after an error, which is told to the operator where it should never happen. */
function answerFault(
  error: unknown,
  { reference, route }: { readonly reference: string; readonly route: string },
  onFault: ServerSettings['onFault'],
) {
  const known = translate(error);
  if (!known) onFault({ reference, route, error });
  const { status, message } = known ?? {
    status: 500,
    message: `系统出了问题，没有办成。请记下编号 ${reference} 告诉系统管理员；已填内容仍在本页。`,
  };
  return { status, body: { message, kind: 'fault', findings: [], faults: [], reference } };
}

function addErrorAnswers(app: FastifyInstance, onFault: ServerSettings['onFault']): void {
  app.setErrorHandler(async (error, request, reply) => {
    const about = { reference: request.id, route: request.routeOptions.url ?? '' };
    const { status, body } = answerFault(error, about, onFault);
    return reply.code(status).send(body);
  });
  app.setNotFoundHandler(async (request, reply) =>
    reply.code(404).send({ message: '没有这个地址。', reference: request.id }),
  );
}

function addApiDescription(app: FastifyInstance, operations: readonly AnyOperation[]): void {
  const anyone = { config: { policy: 'anyone' } };
  app.get('/api/openapi.json', anyone, async () => openApiOf(operations));
  app.get('/api', anyone, async (_request, reply) => {
    const nonce = newNonce();
    const policy = `default-src 'none'; style-src 'nonce-${nonce}'; frame-ancestors 'none'`;
    return reply
      .header('content-security-policy', policy)
      .type('text/html; charset=utf-8')
      .send(apiPage(operations, nonce));
  });
  app.get('/health', anyone, async () => ({ ok: true }));
}

export async function createServer(platform: Platform, settings: ServerSettings): Promise<FastifyInstance> {
  const app = Fastify({
    logger: false,
    bodyLimit: 4 * 1024 * 1024,
    requestTimeout: 60_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 72_000,
    trustProxy: settings.trustedProxy ?? false,
    genReqId: newReference,
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: answerBadAddress,
  });
  demandPolicies(app);
  readPostsDirectly(app, {
    trustedProxy: settings.trustedProxy,
    newReference,
    answerFault: (error, { path, reference }) => answerFault(error, { reference, route: path }, settings.onFault),
  });
  app.addHook('onSend', (request, reply, _payload, done) => {
    addSecurityHeaders(request, reply);
    done();
  });
  app.addHook('onRequest', refuseForeignOrigin);
  addErrorAnswers(app, settings.onFault);
  app.addContentTypeParser(
    'application/octet-stream',
    { parseAs: 'buffer' },
    async (_request: FastifyRequest, body: Buffer) => body,
  );
  const findActor = async (request: FastifyRequest): Promise<Actor | undefined> => {
    const token = readToken(request);
    const session = token ? await findSession(platform.signIn, token, platform.clock.now()) : undefined;
    return session?.standing === 'full' ? session.user : undefined;
  };
  addAccountRoutes(app, { signIn: platform.signIn, clock: platform.clock, deskOf: settings.deskOf });
  const titles = new Map(settings.operations.map(({ name, title }) => [name, title]));
  const services = { ...platform.services, titleOf: (name: string) => titles.get(name) };
  addOperationRoutes(app, { ...platform, services }, settings.operations, findActor);
  for (const door of settings.doors ?? []) {
    await app.register(async (entrance) => door(entrance, { ...platform, services }, findActor));
  }
  addApiDescription(app, settings.operations);
  const facts: PageFacts = { ...settings.pageFacts, routes: routesOf(settings.operations) };
  if (settings.webRoot) await addPages(app, settings.webRoot, facts);
  else await addDevelopmentPages(app, facts);
  return app;
}
