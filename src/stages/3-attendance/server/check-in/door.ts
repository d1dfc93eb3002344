import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { inScope } from '#platform/database/scope';
import { newId } from '#platform/identifiers';
import type { Door } from '#platform/http/door';
import { type Actor, type AnyOperation, isDownload } from '#platform/operation';
import { type Answer, type Platform, runOperation } from '#platform/run-operation';
import { limiter } from '../devices/rate';
import { sayNotMe } from '../doubt/not-me';
import { checkByCard } from './check-by-card';
import { askChallenge, checkByFace } from './check-by-face';
import { checkTeacher } from '../teaching/index';
import { checkByPhone } from './check-by-phone';
import { showStation } from './queries';
import { registerStationKey } from './station-key';
import { tokenHashOf } from './stations';

/** What a telephone may ask, which has no token: with the room’s code, or of the check-in it was just told of. */
const byPhone: Readonly<Record<string, AnyOperation>> = {
  '/station/phone': checkByPhone,
  '/station/phone/not-me': sayNotMe,
};

/** What may be asked with the token of a station. */
const withToken: Readonly<Record<string, AnyOperation>> = {
  state: showStation,
  key: registerStationKey,
  challenge: askChallenge,
  card: checkByCard,
  face: checkByFace,
  teacher: checkTeacher,
  'not-me': sayNotMe,
};

const roleForm = z.enum(['institutionClerk', 'institutionPrincipal']);
const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const mostBytes = 3 * 1024 * 1024;
const stationRate = { perSecond: 10, burst: 60 };
/** By address: the telephones of several classes come through one router. Guesses are counted for each person apart. */
const phoneRate = { perSecond: 4, burst: 150 };
/** By address, for tokens nobody knows. */
const strangerRate = { perSecond: 0.5, burst: 20 };

interface KnownStation {
  readonly classId: string;
  readonly stationId: string;
  readonly actor: Actor;
}

/** The station acts for who opened it, and for no longer than that account may. */
async function findKnown(
  { pool }: Platform,
  by: { readonly token: string } | { readonly stationId: string },
): Promise<KnownStation | undefined> {
  const row = await inScope(pool, { reach: 'system' }, (tx) => {
    const found = tx
      .selectFrom('attendance_stations as s')
      .innerJoin('users as u', 'u.id', 's.opened_by')
      .innerJoin('venues as v', 'v.id', 's.venue_id')
      .select([
        's.id',
        's.class_id',
        's.kind',
        'u.id as userId',
        'u.role',
        'u.region_code',
        'u.institution_id',
        'v.name',
      ])
      .where('u.disabled_at', 'is', null);
    return 'token' in by
      ? found.where('s.token_hash', '=', tokenHashOf(by.token)).executeTakeFirst()
      : found.where('s.id', '=', by.stationId).where('s.kind', '=', 'screen').executeTakeFirst();
  });
  const role = roleForm.safeParse(row?.role);
  if (!row || !role.success || !row.region_code || !row.institution_id) return undefined;
  const name = `${row.kind === 'kiosk' ? '签到台' : '手机签到'}（${row.name}）`;
  return {
    classId: row.class_id,
    stationId: row.id,
    actor: {
      userId: row.userId,
      name,
      role: role.data,
      regionCode: row.region_code,
      institutionId: row.institution_id,
    },
  };
}

const statusOf: Readonly<Record<string, number>> = { missing: 404, forbidden: 403, conflict: 409, invalid: 400 };

function bodyOf(answer: Answer): { readonly status: number; readonly body: unknown } {
  if (answer.outcome === 'done')
    return { status: 200, body: { result: isDownload(answer.result) ? null : answer.result } };
  const { kind, message, findings, faults = [] } = answer;
  return { status: statusOf[kind] ?? 422, body: { message, kind, findings, faults } };
}

const inputOf = (request: FastifyRequest): Record<string, unknown> =>
  typeof request.body === 'object' && request.body !== null && !Array.isArray(request.body) ? { ...request.body } : {};

const commandIdOf = ({ headers }: FastifyRequest): string => {
  const given = headers['command-id'];
  return typeof given === 'string' && uuidForm.test(given) ? given : newId();
};

const closed = { message: '签到台没有打开或令牌已失效。请工作人员在班期考勤页重新打开。', kind: 'forbidden' };
const tooMany = { message: '太频繁，请稍等几秒再试。', kind: 'conflict' };

/** 签到入口: tablets at the door with the token they were opened with, and telephones with the code of the room. */
export const stationDoor = (): Door => async (app, platform) => {
  const mayCall = limiter(stationRate);
  const mayPhone = limiter(phoneRate);
  const mayTry = limiter(strangerRate);
  const config = { policy: 'anyone' };
  for (const [address, operation] of Object.entries(byPhone))
    app.post(address, { config, bodyLimit: mostBytes }, async (request, reply) => {
      if (!mayPhone(request.ip)) return reply.code(429).send(tooMany);
      const { stationId, ...input } = inputOf(request);
      const isKnown = typeof stationId === 'string' && uuidForm.test(stationId);
      const known = isKnown ? await findKnown(platform, { stationId }) : undefined;
      if (!known) return reply.code(404).send({ message: '没有这个教室签到码，请重新扫屏幕上的码。', kind: 'missing' });
      const place = { classId: known.classId, stationId: known.stationId };
      const call = { actor: known.actor, input: { ...input, ...place }, commandId: commandIdOf(request) };
      const { status, body } = bodyOf(await runOperation(platform, operation, call));
      return reply.code(status).send(body);
    });
  app.post<{ Params: { action: string } }>(
    '/station/:action',
    { config, bodyLimit: mostBytes },
    async (request, reply) => {
      const operation = withToken[request.params.action];
      const token = request.headers['station-token'];
      if (!operation) return reply.code(404).send({ message: '没有这个接口。', kind: 'missing' });
      if (typeof token !== 'string' || token.length > 100) return reply.code(401).send(closed);
      const known = await findKnown(platform, { token });
      if (!known) return mayTry(request.ip) ? reply.code(401).send(closed) : reply.code(429).send(tooMany);
      if (!mayCall(known.stationId)) return reply.code(429).send(tooMany);
      const place = { classId: known.classId, stationId: known.stationId };
      const call = { actor: known.actor, input: { ...inputOf(request), ...place }, commandId: commandIdOf(request) };
      const { status, body } = bodyOf(await runOperation(platform, operation, call));
      return reply.code(status).send(body);
    },
  );
};
