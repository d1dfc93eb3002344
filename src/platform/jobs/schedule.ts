import type { Job } from './job';

/** When a job runs by itself, in Beijing time, which knows no daylight saving. */
export interface Times {
  /** The queue reads hours in UTC. */
  readonly cron: string;
  /** A run missed while the product stood still is made good within so many hours. */
  readonly madeGoodWithinHours: number;
}

export interface Scheduled {
  readonly job: Job;
  readonly times: Times;
}

const beijingHours = 8;

/** Every day at HH:mm; a missed run is made good until late on the same day. */
export function daily(time: string): Times {
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time) ?? [];
  if (!hour || !minute) throw new RangeError(`not a time of day: ${time}`);
  const utcHour = (Number(hour) + 24 - beijingHours) % 24;
  return { cron: `${Number(minute)} ${utcHour} * * *`, madeGoodWithinHours: 23 - Number(hour) };
}

/** Every hour at this minute. */
export function hourly(minute: number): Times {
  if (!Number.isInteger(minute) || minute < 0 || minute > 59) throw new RangeError(`not a minute: ${minute}`);
  return { cron: `${minute} * * * *`, madeGoodWithinHours: 1 };
}
