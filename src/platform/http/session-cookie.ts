import type { FastifyReply, FastifyRequest } from 'fastify';

const secureName = '__Host-mingxun';
const plainName = 'mingxun';

/** Browsers treat the own machine as secure, so the strict cookie also holds on http://localhost. */
function isSecure(request: FastifyRequest): boolean {
  return request.protocol === 'https' || /^(localhost|127\.0\.0\.1|\[::1\])(:|$)/.test(request.headers.host ?? '');
}

export function readToken(request: FastifyRequest): string | undefined {
  const wanted = isSecure(request) ? secureName : plainName;
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = part.trim().split('=', 2);
    if (name === wanted && value && /^[\w-]{20,128}$/.test(value)) return value;
  }
  return undefined;
}

export function setToken(request: FastifyRequest, reply: FastifyReply, token: string): void {
  const secure = isSecure(request);
  const name = secure ? secureName : plainName;
  reply.header('set-cookie', `${name}=${token}; Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`);
}

export function clearToken(request: FastifyRequest, reply: FastifyReply): void {
  const secure = isSecure(request);
  const name = secure ? secureName : plainName;
  reply.header('set-cookie', `${name}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0${secure ? '; Secure' : ''}`);
  reply.header('clear-site-data', '"cache", "storage"');
}
