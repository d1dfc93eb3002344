import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Platform } from '../run-operation';

/**
 * An entrance beside the operations, for machines that prove themselves otherwise than by a session: it sees no cookie,
 * and has limits and bodies of its own.
 */
export type Door = (app: FastifyInstance, platform: Platform) => Promise<void>;

/** What a route of such a door declares as its policy. */
export const devicePolicy = 'device';

export const isDeviceRoute = ({ routeOptions }: FastifyRequest): boolean => {
  const { config } = routeOptions;
  return config !== undefined && 'policy' in config && config['policy'] === devicePolicy;
};
