import { sql } from 'kysely';
import { z } from 'zod';
import { done, query, type Reading } from '#platform/operation';
import type { CopyHolder } from '../../domain/recordings/copies';
import { type RepairState, repairStates } from '../../domain/recordings/repair';
import { classNameOf, isRefused } from '../check-in/taught-class';
import { institutions, readers, repairId } from './forms';
import { listedBlocks, takeRepair } from './repair-store';

interface FoundRepair {
  readonly id: string;
  readonly class_id: string;
  readonly institution: string;
  readonly holder: CopyHolder;
  readonly state: string;
  readonly opened_at: string;
  readonly closed_at: string | null;
  readonly recording_id: string;
  readonly file_name: string;
  readonly byte_length: string;
  readonly starts_at: string;
  readonly occupation: string;
  readonly level: number;
  readonly class_number: number;
  readonly listed: number;
  readonly arrived: number;
}

const mostShown = 60;
const stateOf = (stored: string): RepairState => repairStates.find((each) => each === stored) ?? 'dropped';

async function repairsOf({ tx }: Pick<Reading, 'tx'>): Promise<FoundRepair[]> {
  const { rows } = await sql<FoundRepair>`
    select p.id, p.class_id, i.name as institution, p.holder, p.state, p.opened_at, p.closed_at, r.id as recording_id,
      r.file_name, r.byte_length, r.starts_at, o.name as occupation, c.level, c.class_number, b.listed, b.arrived
    from copy_repairs p join recordings r on r.id = p.recording_id join institutions i on i.id = p.institution_id
      join training_classes c on c.region_code = p.region_code and c.id = p.class_id
      join occupations o on o.code = c.occupation_code
      cross join lateral (select count(*)::int as listed, count(b.arrived_at)::int as arrived from copy_repair_blocks b
        where b.repair_id = p.id) b
    order by (p.closed_at is null) desc, p.opened_at desc, p.id limit ${mostShown}`.execute(tx);
  return rows;
}

/** 副本修复一览：没有办结的在前 */
export const listRepairs = query({
  name: 'copy.repairs',
  path: '/copies/repairs',
  title: '副本修复',
  by: readers,
  cites: ['2021.4.2'],
  input: z.object({}),
  async handle(_input, context) {
    const rows = await repairsOf(context);
    return done({
      rows: rows.map((row) => ({
        id: row.id,
        classId: row.class_id,
        className: classNameOf(row),
        institution: row.institution,
        holder: row.holder,
        state: stateOf(row.state),
        openedAt: row.opened_at,
        closedAt: row.closed_at ?? undefined,
        recordingId: row.recording_id,
        recording: row.file_name,
        bytes: Number(row.byte_length),
        recordedAt: row.starts_at,
        listed: row.listed,
        arrived: row.arrived,
      })),
    });
  },
});

/** 一次副本修复的清单：文件、各块登记的摘要、要补的数据块；也就是可下载的修复文件 */
export const showRepair = query({
  name: 'copy.repair',
  path: '/copies/repairs/:repairId',
  title: '副本修复的清单',
  by: institutions,
  cites: ['2021.4.2'],
  input: z.object({ repairId }),
  async handle(input, { tx }) {
    const repair = await takeRepair(tx, input.repairId);
    if (isRefused(repair)) return repair;
    const listed = await listedBlocks(tx, repair.id);
    return done({
      format: 'mingxun-copy-repair-1' as const,
      id: repair.id,
      holder: repair.holder,
      state: repair.state,
      recordingId: repair.recordingId,
      file: {
        name: repair.fileName,
        bytes: repair.byteLength,
        blockBytes: repair.blockBytes,
        sha256: repair.sha256.toString('hex'),
        /** SHA-256 of each block, one after the other. */
        blockHashes: repair.blockHashes.toString('hex'),
      },
      /** Blocks the bureau still lacks; of the institution’s own copy those it has not proved. */
      wanted: listed.filter(({ isThere }) => !isThere).map(({ block }) => block),
    });
  },
});
