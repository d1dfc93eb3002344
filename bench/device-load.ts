import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';

/** What is sent: so many pushes of so many events, the first event’s number, over so many connections at once. */
export const loadForm = z.object({
  port: z.number(),
  lanes: z.number(),
  pushes: z.number(),
  events: z.number(),
  first: z.number(),
});
export type Load = z.output<typeof loadForm>;

const answerForm = z.object({ seconds: z.number(), waits: z.instanceof(Float64Array) });
export type Answer = z.output<typeof answerForm>;

/** The devices, which share one key in this bench. */
export const fleetForm = z.object({ ids: z.array(z.string()), secret: z.string() });
export type Fleet = z.output<typeof fleetForm>;

export interface Devices {
  send(load: Load): Promise<Answer>;
  end(): void;
}

export function startDevices(fleet: Fleet): Devices {
  const worker = new Worker(new URL('./bench-devices.js', import.meta.url), { workerData: fleet });
  return {
    async send(load) {
      worker.postMessage(load);
      const [answer]: unknown[] = await once(worker, 'message');
      return answerForm.parse(answer);
    },
    end: () => worker.postMessage('end'),
  };
}
