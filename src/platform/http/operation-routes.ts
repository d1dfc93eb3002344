import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, type AnyOperation, type Download, isDownload } from '../operation';
import { type Answer, type Platform, runOperation } from '../run-operation';
import { statusOf } from './errors';

export const apiBase = '/api/v1';

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

function sendDownload(reply: FastifyReply, file: Download): FastifyReply {
  const name = encodeURIComponent(file.fileName);
  return reply
    .header('content-type', file.mediaType)
    .header('content-disposition', `${file.inline ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`)
    .header('cache-control', 'private, no-store')
    .send(file.body);
}

function sendAnswer(request: FastifyRequest, reply: FastifyReply, answer: Answer): FastifyReply {
  if (answer.outcome === 'done') {
    return isDownload(answer.result)
      ? sendDownload(reply, answer.result)
      : reply.send({ result: answer.result ?? null });
  }
  const { message, kind, findings, faults } = answer;
  return reply.code(statusOf[kind]).send({ message, kind, findings, faults: faults ?? [], reference: request.id });
}

function commandIdOf(operation: AnyOperation, request: FastifyRequest): string | undefined {
  if (operation.kind === 'query') return randomUUID();
  const given = request.headers['command-id'];
  return typeof given === 'string' && uuidForm.test(given) ? given : undefined;
}

/** A name people can read: without controls and without marks that turn the direction of writing. */
const fileNameOf = (sent: string): string =>
  Array.from(sent.replace(/[\p{Cc}\p{Cf}]/gu, ''))
    .slice(0, 200)
    .join('');

function uploadOf(request: FastifyRequest): { name: string; bytes: Buffer } | undefined {
  const encoded = request.headers['file-name'];
  if (!Buffer.isBuffer(request.body)) return undefined;
  let name = '文件';
  try {
    if (typeof encoded === 'string') name = fileNameOf(decodeURIComponent(encoded));
  } catch {
    name = '文件';
  }
  return { name, bytes: request.body };
}

function inputOf(operation: AnyOperation, request: FastifyRequest): unknown {
  const fromPath = asRecord(request.params);
  const takesQuery = operation.kind === 'query' || operation.uploadLimit !== undefined;
  const rest = takesQuery ? asRecord(request.query) : (request.body ?? {});
  if (typeof rest !== 'object' || Array.isArray(rest)) return rest;
  return { ...rest, ...fromPath };
}

/** One route for each declared operation; a declaration without a policy stops the start. */
export function addOperationRoutes(
  app: FastifyInstance,
  platform: Platform,
  operations: readonly AnyOperation[],
  findActor: (request: FastifyRequest) => Promise<Actor | undefined>,
): void {
  for (const operation of operations) {
    const isUpload = operation.kind === 'command' && operation.uploadLimit !== undefined;
    app.route({
      method: operation.kind === 'command' ? 'POST' : 'GET',
      url: apiBase + operation.path,
      ...(isUpload && operation.uploadLimit ? { bodyLimit: operation.uploadLimit } : {}),
      config: { policy: operation.by },
      async handler(request, reply) {
        const actor = await findActor(request);
        if (!actor) {
          return reply.code(401).send({ message: '登录已失效，请重新登录；已填内容仍在本页。', reference: request.id });
        }
        const commandId = commandIdOf(operation, request);
        if (!commandId) {
          return reply.code(400).send({ message: '缺少操作编号，请刷新页面后重试。', reference: request.id });
        }
        const upload = uploadOf(request);
        const input = inputOf(operation, request);
        const answer = await runOperation(platform, operation, {
          actor,
          input,
          commandId,
          ...(upload ? { upload } : {}),
        });
        return sendAnswer(request, reply, answer);
      },
    });
  }
}
