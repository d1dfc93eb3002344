import { sql } from 'kysely';
import { z } from 'zod';
import { openSealed } from '#platform/files/sealed-file';
import { done, missing, query } from '#platform/operation';
import { doubtCodes, laterDoubtCodes, refusalCodes, type Remark, remark } from '../../domain/check-in/remarks';
import type { SettlementDecision } from '../../domain/doubt/settlement';
import { whyGone } from '../keeping/destroyed';
import { picturePurposeNames } from '../../domain/privacy/picture-purposes';
import { classId, purpose, readers } from './forms';
import { isRefused, noteClass, taughtClass } from './taught-class';

/** One try at the door or by telephone, as it was judged. */
export interface CheckRow {
  readonly id: string;
  readonly name: string | undefined;
  readonly isTeacher: boolean;
  readonly at: string;
  readonly receivedAt: string;
  readonly isOffline: boolean;
  readonly direction: 'in' | 'out' | 'seen';
  readonly source: 'kiosk' | 'phone';
  readonly way: 'face' | 'card';
  readonly verdict: 'accepted' | 'doubted' | 'refused';
  readonly remarks: readonly Remark[];
  readonly score: number | undefined;
  readonly liveness: number | undefined;
  readonly witness: string | undefined;
  readonly metres: number | undefined;
  readonly venue: string;
  readonly pictures: number;
  /** The county has yet to settle it. */
  readonly waits: boolean;
  /** What the bureau has settled of a doubted one. */
  readonly settled: SettlementDecision | undefined;
}

interface Found {
  readonly id: string;
  readonly name: string | null;
  readonly is_teacher: boolean;
  readonly at: string;
  readonly received_at: string;
  readonly taken_at: string | null;
  readonly direction: CheckRow['direction'];
  readonly source: CheckRow['source'];
  readonly way: CheckRow['way'];
  readonly verdict: CheckRow['verdict'];
  readonly remarks: readonly string[];
  readonly score: number | null;
  readonly liveness: number | null;
  readonly witness_name: string | null;
  readonly metres: number | null;
  readonly venue: string;
  readonly pictures: number;
  readonly waits: boolean | null;
  readonly settled: SettlementDecision | null;
}

const knownCodes = [...refusalCodes, ...doubtCodes, ...laterDoubtCodes];
const remarksOf = (codes: readonly string[]): Remark[] =>
  codes.flatMap((code) => {
    const known = knownCodes.find((each) => each === code);
    return known ? [remark(known)] : [];
  });

const rowOf = (found: Found): CheckRow => ({
  id: found.id,
  name: found.name ?? undefined,
  isTeacher: found.is_teacher,
  at: found.at,
  receivedAt: found.received_at,
  isOffline: found.taken_at !== null,
  direction: found.direction,
  source: found.source,
  way: found.way,
  verdict: found.verdict,
  remarks: remarksOf(found.remarks),
  score: found.score ?? undefined,
  liveness: found.liveness ?? undefined,
  witness: found.witness_name ?? undefined,
  metres: found.metres ?? undefined,
  venue: found.venue,
  pictures: found.pictures,
  waits: found.waits ?? false,
  settled: found.settled ?? undefined,
});

const mostShown = 200;

/** 签到记录：每一次怎样判定、凭什么；没有签上的可以单看，待核的另列在待核签到 */
export const listChecks = query({
  name: 'attendance.checks',
  path: '/classes/:classId/attendance/checks',
  title: '签到记录',
  by: readers,
  cites: ['2021.4.1', '2021.4.2'],
  input: z.object({ classId, show: z.enum(['refused', 'all'], '只有没有签上的与全部两种').default('refused') }),
  async handle(input, context) {
    const held = await taughtClass(context, input.classId);
    if (isRefused(held)) return held;
    const { rows } = await sql<Found>`
      select k.id, coalesce(r.name, t.name) as name, t.id is not null as is_teacher, k.at, k.received_at, k.taken_at, k.direction, k.source, k.way, k.verdict, k.remarks || coalesce(later.kinds, '{}') as remarks, k.score,
        k.liveness, k.witness_name, k.metres, v.name as venue, cardinality(k.picture_hashes) as pictures,
        settlement.decision as settled, (k.verdict = 'doubted' or later.at is not null)
          and (settlement.decision is null or later.at > settlement.settled_at) as waits
      from attendance_checks k
      join attendance_stations s on s.region_code = k.region_code and s.class_id = k.class_id and s.id = k.station_id
      join venues v on v.id = s.venue_id
      left join roster_rows r on r.region_code = k.region_code and r.class_id = k.class_id and r.id = k.row_id
      left join teachers t on t.id = k.teacher_id
      cross join lateral (select max(d.raised_at) as at, array_agg(d.kind order by d.kind) as kinds from teacher_doubts d
        where k.teacher_id is not null and d.class_id = k.class_id and d.check_key = k.id::text) later
      left join lateral (select decision, settled_at from check_settlements c where c.class_id = k.class_id
        and c.check_key = k.id::text order by c.number desc limit 1) settlement on true
      where k.region_code = ${held.regionCode} and k.class_id = ${held.id}
        and (${input.show} = 'all' or k.verdict = 'refused')
      order by k.at desc, k.id limit ${mostShown}`.execute(context.tx);
    return done({ rows: rows.map(rowOf), most: mostShown });
  },
});

/** 查看签到照片：写明为什么看，每次查看都留痕 */
export const showCheckPicture = query({
  name: 'attendance.check-picture',
  path: '/classes/:classId/attendance/checks/:checkId/picture',
  title: '查看签到照片',
  by: readers,
  cites: ['2021.4.2'],
  isLogged: true,
  input: z.object({ classId, checkId: z.uuid('编号不正确'), position: z.coerce.number().int().min(0).max(3), purpose }),
  async handle(input, context) {
    const held = await taughtClass(context, input.classId);
    if (isRefused(held)) return held;
    const found = await context.tx
      .selectFrom('attendance_checks')
      .select('picture_hashes')
      .where('region_code', '=', held.regionCode)
      .where('class_id', '=', held.id)
      .where('id', '=', input.checkId)
      .executeTakeFirst();
    const hash = found?.picture_hashes[input.position];
    if (!hash) return missing('这张照片');
    const gone = await whyGone(context, hash);
    if (gone) return gone;
    const { checkId: check, position } = input;
    noteClass(context, held, { check, position, reason: picturePurposeNames[input.purpose] });
    return done({
      download: true as const,
      inline: true,
      mediaType: 'image/jpeg',
      fileName: `签到照片-${input.position + 1}.jpg`,
      body: await openSealed(context.services, 'attendancePicture', `${check}/${position}`, hash),
    });
  },
});
