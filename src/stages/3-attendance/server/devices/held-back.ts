import { type RawBuilder, sql } from 'kysely';
import { inTouch, lateAfterMilliseconds } from '../../domain/devices/events';

const seconds = (milliseconds: number) => sql`make_interval(secs => ${milliseconds / 1000})`;

/**
 * Whether a check-in came late from a device that was in touch all the while: its clock was set back, or somebody wrote
 * the check-in afterwards. Terminals of ZKTeco tell no time when they beat and number nothing, so that for them this is
 * the one way to see it; a device that signs could call it its memory. Expects `e` (device_events).
 */
export const isHeldBack: RawBuilder<boolean> = sql<boolean>`(e.received_at > e.happened_at + ${seconds(lateAfterMilliseconds)}
  and exists (select from device_events b where b.device_id = e.device_id and b.region_code = e.region_code
    and b.received_at > e.happened_at + ${seconds(inTouch.afterMs)}
    and b.received_at < e.received_at - ${seconds(inTouch.beforeMs)}))`;
