import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dispatch } from '#platform/command-line/dispatch';
import { copiesRepairCommand } from './copies-repair-command';

const blockBytes = 512;
const blocks = 5;
let folder: string;
let bytes: Buffer;
let told: string[];
const id = randomUUID();

const blockOf = (at: number) => bytes.subarray(at * blockBytes, (at + 1) * blockBytes);
const digest = (part: Uint8Array) => createHash('sha256').update(part).digest('hex');
const at = (name: string) => join(folder, name);
const repair = (holder: 'bureau' | 'institution', wanted: readonly number[]) =>
  JSON.stringify({
    format: 'mingxun-copy-repair-1',
    id,
    holder,
    file: {
      name: '后置.mp4',
      bytes: bytes.length,
      blockBytes,
      sha256: digest(bytes),
      blockHashes: Array.from({ length: blocks }, (_, each) => digest(blockOf(each))).join(''),
    },
    wanted,
  });
const command = (...more: readonly string[]) =>
  dispatch(
    [copiesRepairCommand],
    ['copies', 'repair', '--folder', folder, '--repair', at('repair.json'), '--out', at('out'), ...more],
    { print: (text) => void told.push(text), tell: (text) => void told.push(text) },
  );

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingxun-repair-'));
  bytes = randomBytes(blocks * blockBytes - 9);
  told = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('copies repair, on the machine of the institution', () => {
  it('takes out the blocks the bureau lacks, each held against its digest', async () => {
    await writeFile(at('改过名.mp4'), bytes);
    await writeFile(at('repair.json'), repair('bureau', [1, 4]));
    expect(await command('--json')).toBe(0);
    expect(JSON.parse(told.join())).toMatchObject({ wanted: 2, gathered: 2 });
    const bundle = await readFile(at('out'));
    const end = bundle.indexOf(10);
    expect(JSON.parse(bundle.subarray(0, end).toString())).toMatchObject({
      repair: id,
      blocks: [{ block: 1 }, { block: 4 }],
    });
    expect(bundle.subarray(end + 1).equals(Buffer.concat([blockOf(1), blockOf(4)]))).toBe(true);
  });

  it('lists what is bad, and mends exactly that from the file it is given for it', async () => {
    const spoiled = Buffer.from(bytes);
    for (const place of [0, 3]) spoiled[place * blockBytes + 5] = (spoiled[place * blockBytes + 5] ?? 0) ^ 1;
    await writeFile(at('镜头.mp4'), spoiled);
    await writeFile(at('repair.json'), repair('institution', []));
    expect(await command()).toBe(1);
    expect(JSON.parse(await readFile(at('out'), 'utf8'))).toEqual({
      format: 'mingxun-copy-wanted-1',
      repair: id,
      blocks: [0, 3],
    });
    const head = (given: string) =>
      Buffer.from(
        `${JSON.stringify({ format: 'mingxun-copy-blocks-1', repair: given, blocks: [0, 2, 3].map((block) => ({ block, bytes: blockBytes })) })}\n`,
      );
    // Of a good block the bundle holds rubbish: it is not even looked at.
    const contents = Buffer.concat([blockOf(0), randomBytes(blockBytes), blockOf(3)]);
    await writeFile(at('other.blocks'), Buffer.concat([head(randomUUID()), contents]));
    expect(await command('--blocks', at('other.blocks'))).toBe(2);
    expect((await readFile(at('镜头.mp4'))).equals(spoiled)).toBe(true);
    await writeFile(at('mend.blocks'), Buffer.concat([head(id), contents]));
    expect(await command('--blocks', at('mend.blocks'))).toBe(0);
    expect((await readFile(at('镜头.mp4'))).equals(bytes)).toBe(true);
    expect(told.join()).toContain('写回 2 块');
  });

  it('writes nothing that is not what was registered', async () => {
    const spoiled = Buffer.from(bytes);
    spoiled[3 * blockBytes] = (spoiled[3 * blockBytes] ?? 0) ^ 1;
    await writeFile(at('镜头.mp4'), spoiled);
    await writeFile(at('repair.json'), repair('institution', []));
    const head = { format: 'mingxun-copy-blocks-1', repair: id, blocks: [{ block: 3, bytes: blockBytes }] };
    await writeFile(
      at('bad.blocks'),
      Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), randomBytes(blockBytes)]),
    );
    expect(await command('--blocks', at('bad.blocks'))).toBe(1);
    expect((await readFile(at('镜头.mp4'))).equals(spoiled)).toBe(true);
  });

  it('says what to do where the file is gone, and refuses what is no repair file', async () => {
    await writeFile(at('repair.json'), repair('institution', []));
    expect(await command()).toBe(1);
    expect(told.join()).toContain('存下原件');
    await writeFile(at('repair.json'), '{}');
    expect(await command()).toBe(2);
  });
});
