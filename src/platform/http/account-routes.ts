import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Clock, timeOf } from '../clock';
import { signIn, signOut, type SignInOutcome } from '../sign-in/accounts';
import { changePassword } from '../sign-in/change-password';
import { confirmEnrolment, startEnrolment } from '../sign-in/enrolment';
import { endOwnSession, listSessions } from '../sign-in/own-sessions';
import type { Circumstances, SignInService } from '../sign-in/service';
import { type FoundSession, findSession } from '../sign-in/sessions';
import { inScope } from '../database/scope';
import { apiBase } from './operation-routes';
import { clearToken, readToken, setToken } from './session-cookie';

export interface AccountDesk {
  readonly signIn: SignInService;
  readonly clock: Clock;
  /** The words for a person’s place: 博爱县人社局 · 经办人. */
  deskOf(user: FoundSession['user']): Promise<string>;
}

const signInForm = z.strictObject({
  username: z.string().min(1, '请输入用户名').max(64),
  password: z.string().min(1, '请输入密码').max(512),
  code: z.string().max(10).optional(),
});
const passwordForm = z.strictObject({ current: z.string().max(512), next: z.string().max(512) });
const enrolmentForm = z.strictObject({ pending: z.string().max(2000), code: z.string().max(10) });
const sessionForm = z.strictObject({ sessionId: z.string().regex(/^[0-9a-f]{64}$/) });

const refusals: Record<Exclude<SignInOutcome['kind'], 'signedIn' | 'locked'>, string> = {
  wrong: '用户名或密码不对。',
  codeWrong: '动态验证码不对或已用过，请用新的一组。',
  codeNeeded: '请输入动态验证码。',
  disabled: '这个账户已停用，请联系安全管理员。',
};

const answerOf = (outcome: SignInOutcome) => {
  if (outcome.kind === 'signedIn') return { outcome: 'signedIn' };
  if (outcome.kind === 'locked')
    return { outcome: 'refused', message: `输错次数过多，请在 ${timeOf(outcome.until)} 以后再试。` };
  return {
    outcome: outcome.kind === 'codeNeeded' || outcome.kind === 'codeWrong' ? 'codeNeeded' : 'refused',
    message: refusals[outcome.kind],
  };
};

const faulty = (request: FastifyRequest, reply: FastifyReply, message: string) =>
  reply.code(400).send({ message, kind: 'invalid', findings: [], faults: [], reference: request.id });

const notSignedIn = (request: FastifyRequest, reply: FastifyReply) =>
  reply
    .code(401)
    .send({ message: '还没有登录，或登录已失效。', kind: 'unknown', findings: [], faults: [], reference: request.id });

const enrolmentRefusals = {
  noSession: '登录已失效，请重新登录。',
  passwordFirst: '请先修改初始密码。',
  alreadyEnrolled: '已经绑定过动态验证码。',
  demo: '演示账户不需要动态验证码。',
  expired: '绑定超过 10 分钟未完成，请重新开始。',
  codeWrong: '动态验证码不对，请核对手机时间后再试。',
} as const;

/** Signing in and out, the own password, second factor and sessions: the routes that come before any permission. */
export function addAccountRoutes(app: FastifyInstance, desk: AccountDesk): void {
  const base = `${apiBase}/account`;
  const anyone = { config: { policy: 'anyone' } };
  const now = (request: FastifyRequest): Circumstances => ({
    source: request.ip,
    agent: request.headers['user-agent'] ?? '',
    now: desk.clock.now(),
  });
  const found = async (request: FastifyRequest) => {
    const token = readToken(request);
    const session = token ? await findSession(desk.signIn, token, desk.clock.now()) : undefined;
    return token && session ? { token, session } : undefined;
  };

  app.get(base, anyone, async (request) => {
    const held = await found(request);
    if (!held) return { result: null };
    const { user, standing } = held.session;
    const { profile } = desk.signIn;
    return {
      result: { user: { ...user, desk: await desk.deskOf(user) }, standing, today: desk.clock.today(), profile },
    };
  });
  app.post(`${base}/sign-in`, anyone, async (request, reply) => {
    const form = signInForm.safeParse(request.body);
    if (!form.success) return faulty(request, reply, '请输入用户名和密码。');
    const { username, password, code } = form.data;
    const outcome = await signIn(desk.signIn, { username, password, code }, now(request), readToken(request));
    if (outcome.kind === 'signedIn') setToken(request, reply, outcome.token);
    return { result: answerOf(outcome) };
  });
  app.post(`${base}/sign-out`, anyone, async (request, reply) => {
    const held = await found(request);
    if (held) await signOut(desk.signIn, held.token, held.session.user, now(request));
    clearToken(request, reply);
    return { result: null };
  });
  app.post(`${base}/password`, anyone, async (request, reply) => {
    const token = readToken(request);
    const form = passwordForm.safeParse(request.body);
    if (!token) return notSignedIn(request, reply);
    if (!form.success) return faulty(request, reply, '请输入原密码和新密码。');
    const change = await changePassword(desk.signIn, { token, ...form.data }, now(request));
    if (change.kind === 'changed') {
      setToken(request, reply, change.token);
      return { result: null };
    }
    if (change.kind === 'refused') return faulty(request, reply, change.messages.join(''));
    if (change.kind === 'locked')
      return faulty(request, reply, `输错次数过多，请在 ${timeOf(change.until)} 以后再试。`);
    return change.kind === 'wrong' ? faulty(request, reply, '原密码不对。') : notSignedIn(request, reply);
  });
  app.post(`${base}/second-factor`, anyone, async (request, reply) => {
    const token = readToken(request);
    if (!token) return notSignedIn(request, reply);
    const start = await startEnrolment(desk.signIn, token, desk.clock.now());
    return start.kind === 'started' ? { result: start } : faulty(request, reply, enrolmentRefusals[start.kind]);
  });
  app.post(`${base}/second-factor/confirm`, anyone, async (request, reply) => {
    const token = readToken(request);
    const form = enrolmentForm.safeParse(request.body);
    if (!token) return notSignedIn(request, reply);
    if (!form.success) return faulty(request, reply, '请输入 6 位动态验证码。');
    const end = await confirmEnrolment(desk.signIn, { token, ...form.data }, now(request));
    if (end.kind !== 'enrolled') return faulty(request, reply, enrolmentRefusals[end.kind]);
    setToken(request, reply, end.token);
    return { result: null };
  });
  app.get(`${base}/sessions`, anyone, async (request, reply) => {
    const held = await found(request);
    if (!held) return notSignedIn(request, reply);
    const { user, sessionId } = held.session;
    const scope = { reach: 'self', userId: user.userId } as const;
    return {
      result: await inScope(desk.signIn.pool, scope, (tx) =>
        listSessions(tx, user.userId, sessionId, desk.clock.now()),
      ),
    };
  });
  app.post(`${base}/sessions/end`, anyone, async (request, reply) => {
    const held = await found(request);
    const form = sessionForm.safeParse(request.body);
    if (!held) return notSignedIn(request, reply);
    if (!form.success) return faulty(request, reply, '没有这个会话。');
    const { userId } = held.session.user;
    await inScope(desk.signIn.pool, { reach: 'self', userId }, (tx) =>
      endOwnSession(tx, userId, form.data.sessionId, desk.clock.now()),
    );
    return { result: null };
  });
}
