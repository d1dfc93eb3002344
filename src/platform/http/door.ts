import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Actor } from '../operation';
import type { Platform } from '../run-operation';

/** Who sits behind a request, by the session of its cookie; undefined for nobody. */
export type FindActor = (request: FastifyRequest) => Promise<Actor | undefined>;

/**
 * An entrance beside the operations, with limits and bodies of its own: for machines that prove themselves otherwise than
 * by a session, and for files too large to be an operation, which ask `findActor` as operations do.
 */
export type Door = (app: FastifyInstance, platform: Platform, findActor: FindActor) => Promise<void>;

/** What a route of such a door declares as its policy. */
export const devicePolicy = 'device';

export const isDeviceRoute = ({ routeOptions }: FastifyRequest): boolean => {
  const { config } = routeOptions;
  return config !== undefined && 'policy' in config && config['policy'] === devicePolicy;
};
