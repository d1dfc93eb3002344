import { dayOf } from '#platform/clock';
import { type AlarmKind, alarmOfEvent, isDaily } from '../../domain/devices/alarms';
import type { NewAlarm } from './alarm-store';
import type { Delivery } from './delivery';
import type { Held } from './event-statements';

export const alarmFor = ({ delivery, row }: Held, kind: AlarmKind): NewAlarm => ({
  deviceId: delivery.device.id,
  regionCode: delivery.device.regionCode,
  institutionId: delivery.device.institutionId,
  kind,
  key: isDaily(kind)
    ? dayOf(delivery.receivedAt)
    : `${delivery.device.series}/${row.key.sequence}/${row.key.toldKey}`.slice(0, 300),
  detail: {
    ...(row.key.sequence > 0 ? { sequence: row.key.sequence } : {}),
    ...(row.event.detail === '' ? {} : { detail: row.event.detail }),
    ...(kind === 'clockAhead' ? { seconds: Math.round(-(row.offset ?? 0) / 1000) } : {}),
  },
  payloadDigest: delivery.payload?.digest,
});

export const twoPlaces = ({ device, epoch }: Delivery): NewAlarm => ({
  deviceId: device.id,
  regionCode: device.regionCode,
  institutionId: device.institutionId,
  kind: 'twoPlaces',
  key: `epoch/${device.keyVersion}/${epoch ?? 0}`,
  detail: { epoch: epoch ?? 0 },
});

/** Alarms that events are by themselves. */
export const alarmsIn = (held: readonly Held[]): NewAlarm[] => {
  const found = new Map<string, NewAlarm>();
  for (const each of held) {
    const own = alarmOfEvent[each.row.event.kind];
    const isAhead = each.row.flags !== '' && each.row.flags.split(',').includes('clockAhead');
    const kinds: readonly (AlarmKind | undefined)[] = own || isAhead ? [own, isAhead ? 'clockAhead' : undefined] : [];
    for (const kind of kinds) {
      if (!kind) continue;
      const alarm = alarmFor(each, kind);
      found.set(`${alarm.deviceId}/${kind}/${alarm.key}`, alarm);
    }
  }
  return [...found.values()];
};
