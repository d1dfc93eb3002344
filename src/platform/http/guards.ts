import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isDeviceRoute } from './door';

/** What every answer says; to a machine nothing else of this kind, since it heeds no more. */
export const machineHeaders = { 'x-content-type-options': 'nosniff' } as const;

/** Headers of every answer; pages add their content policy with a nonce. */
export function addSecurityHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply.headers(machineHeaders);
  if (isDeviceRoute(request)) return;
  reply.header('referrer-policy', 'same-origin');
  reply.header('cross-origin-opener-policy', 'same-origin');
  reply.header('cross-origin-resource-policy', 'same-origin');
  reply.header('permissions-policy', 'camera=(self), geolocation=(self), microphone=()');
  if (request.protocol === 'https') reply.header('strict-transport-security', 'max-age=31536000');
  if (!reply.getHeader('content-security-policy')) {
    reply.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'; sandbox");
  }
  if (request.url.startsWith('/api/') && !reply.getHeader('cache-control')) reply.header('cache-control', 'no-store');
}

export const newNonce = (): string => randomBytes(16).toString('base64url');

/** What the pages may load: themselves, and nothing inline but what carries the nonce. */
export const pagePolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "media-src 'self' blob:",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

function isSameOrigin(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site) return site === 'same-origin';
  const origin = request.headers.origin;
  return Boolean(origin) && origin === `${request.protocol}://${request.headers.host}`;
}

/** Refuses a change that another site’s page sends with the visitor’s cookie; a device has neither page nor cookie. */
export function refuseForeignOrigin(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  const isReading = request.method === 'GET' || request.method === 'HEAD';
  if (isReading || isDeviceRoute(request) || isSameOrigin(request)) return done();
  void reply
    .code(403)
    .send({ message: '请求不是从本系统页面发出的，已拒绝。请在系统页面内操作。', reference: request.id });
}
