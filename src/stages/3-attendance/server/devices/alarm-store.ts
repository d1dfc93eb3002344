import { sql } from 'kysely';
import type { Instant } from '#platform/clock';
import { newId } from '#platform/identifiers';
import { appendLog } from '#platform/log/log';
import type { Transaction } from '#platform/operation';
import { type AlarmKind, alarmAdvice, alarmNames } from '../../domain/devices/alarms';

/** An alarm to be raised, once for its key. */
export interface NewAlarm {
  readonly deviceId: string;
  readonly regionCode: string;
  readonly institutionId: string;
  readonly kind: AlarmKind;
  readonly key: string;
  readonly detail: Readonly<Record<string, string | number>>;
  readonly payloadDigest?: Buffer | undefined;
}

const audiences = ['institution', 'county'] as const;

async function tell(tx: Transaction, alarm: NewAlarm, now: Instant): Promise<void> {
  const device = await tx
    .selectFrom('devices')
    .select(['model', 'serial'])
    .where('id', '=', alarm.deviceId)
    .executeTakeFirst();
  const text = `考勤设备 ${device?.model ?? ''}（${device?.serial ?? ''}）${alarmNames[alarm.kind]}：${alarmAdvice[alarm.kind]}`;
  await tx
    .insertInto('messages')
    .values(
      audiences.map((audience) => ({
        id: newId(),
        region_code: alarm.regionCode,
        institution_id: alarm.institutionId,
        audience,
        subject_type: 'device',
        subject_id: alarm.deviceId,
        text,
        sent_at: now,
      })),
    )
    .execute();
}

/** Raises what is new, tells institution and county, and logs it; the same alarm again does nothing. Gives how many. */
export async function raiseAlarms(tx: Transaction, alarms: readonly NewAlarm[], now: Instant): Promise<number> {
  let raised = 0;
  for (const alarm of alarms) {
    const { rows } = await sql<{ id: string }>`insert into device_alarms
      (region_code, institution_id, id, device_id, kind, alarm_key, detail, payload_digest, raised_at)
      values (${alarm.regionCode}, ${alarm.institutionId}, ${newId()}, ${alarm.deviceId}, ${alarm.kind}, ${alarm.key},
        ${JSON.stringify(alarm.detail)}::jsonb, ${alarm.payloadDigest ?? null}, ${now})
      on conflict on constraint alarm_raised_once do nothing returning id`.execute(tx);
    if (rows.length === 0) continue;
    raised += 1;
    await tell(tx, alarm, now);
    await appendLog(tx, {
      action: 'device.alarm',
      outcome: 'done',
      actor: { userId: null, name: '考勤设备', role: 'device' },
      subject: { type: 'device', id: alarm.deviceId },
      regionCode: alarm.regionCode,
      institutionId: alarm.institutionId,
      detail: { alarm: alarm.kind },
      happenedAt: now,
    });
  }
  return raised;
}
