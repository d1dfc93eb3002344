import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { LogVerdict } from './faults';
import { exportText, filledLog, inChunks, linesOf } from './testing';
import { verifyExport } from './verify-export';

const kinds = (verdict: LogVerdict) => [...new Set(verdict.faults.map(({ kind }) => kind))];

describe('an exported log, checked without the server', () => {
  it('shows every kind of change to the file', async () => {
    const log = await filledLog(2);
    const text = await exportText(log.pool);
    const lines = text.trimEnd().split('\n');
    const changed = (change: (lines: string[]) => string[]) =>
      verifyExport(inChunks(`${change([...lines]).join('\n')}\n`));
    const faults = async (change: (lines: string[]) => string[]) => kinds(await changed(change)).toSorted();
    expect(lines).toHaveLength(1 + 12 + 2);
    expect(await faults((all) => all)).toEqual([]);
    expect(await faults((all) => all.with(3, (all[3] ?? '').replace('王经办', '李经办')))).toEqual(['headWrong']);
    expect(await faults((all) => all.toSpliced(3, 1))).toEqual(['exportDamaged', 'headMisplaced']);
    expect(await faults((all) => all.toSpliced(3, 0, all[3] ?? ''))).toEqual([
      'exportDamaged',
      'headMisplaced',
      'headMissing',
    ]);
    expect(await faults((all) => all.with(3, all[4] ?? '').with(4, all[3] ?? ''))).toEqual(['headWrong']);
    expect(await faults((all) => all.slice(0, -3))).toEqual(['exportDamaged', 'headMissing']);
    expect(await faults((all) => all.with(2, '{"action"'))).toEqual(['exportDamaged', 'headMisplaced']);
    expect(await faults((all) => all.slice(1))).toEqual(['exportDamaged', 'headMisplaced']);
    await log.drop();
  });

  it('shows every one of ten thousand changes of one byte in an entry', async () => {
    const log = await filledLog(1);
    const bytes = Buffer.from(await exportText(log.pool));
    const first = bytes.indexOf('\n{"action"') + 1;
    const last = bytes.indexOf('\n{"head"');
    let found = 0;
    for (let n = 0; n < 10_000; n++) {
      const place = first + ((n * 7919) % (last - first));
      const before = bytes.readUInt8(place);
      bytes.writeUInt8(before ^ (1 << (n % 8)), place);
      const { faultCount } = await verifyExport(Readable.from([bytes]));
      if (faultCount > 0) found += 1;
      bytes.writeUInt8(before, place);
    }
    expect(found).toBe(10_000);
    await log.drop();
  });

  it('still finds an entry that was already gone from the database', async () => {
    const log = await filledLog(2);
    await log.tamper('delete from log_events where id = (select event_id from log_positions where position = 4)');
    const verdict = await verifyExport(linesOf(log.pool));
    expect(verdict.faults).toMatchObject([{ kind: 'eventMissing', position: 4 }]);
    await log.drop();
  });

  it('says so when the file is something else', async () => {
    expect(kinds(await verifyExport(inChunks('PK\u0003\u0004 not a log\n\n\n')))).toEqual(['exportDamaged']);
    expect(kinds(await verifyExport(inChunks('')))).toEqual(['exportDamaged']);
  });
});
