import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Caller } from '#platform/http/testing-http';
import { storedZip } from '#platform/spreadsheet/stored-zip';
import { openCounty, type TestCounty } from './testing-county';
import { addSchool, newPeople, soundParts, workingDayAfter } from './testing-filings';
import { cardPicture, portraitOf, portraitPicture } from './testing-proofs';
import { draft, file, inputs, resultOf, saveParts } from './testing-steps';

let county: TestCounty;
let clerk: Caller;
let principal: Caller;
let officer: Caller;
let photo: Buffer;
let card: Buffer;
beforeAll(async () => {
  county = await openCounty();
  ({ clerk, principal, officer } = county);
  [photo, card] = [await portraitPicture(), await cardPicture()];
});
afterAll(() => county.close());

const fileForm = z.object({ fileName: z.string(), outcome: z.string(), says: z.string(), row: z.string().optional() });
const addedForm = z.object({ files: z.array(fileForm) });
const listForm = z.object({
  attachments: z.array(
    z.looseObject({
      id: z.uuid(),
      kind: z.string(),
      proof: z.string().optional(),
      row: z.string().optional(),
      fileName: z.string(),
      pageCount: z.number(),
      unfit: z.array(z.string()),
    }),
  ),
});

let days = 9;
const nextDay = () => workingDayAfter(county.platform.clock.today(), (days += 1));
/** A draft of these names, without photos or papers. */
async function classOf(...names: readonly string[]) {
  const people = newPeople(names.length).map((person, at) => ({ ...person, name: names[at] ?? '' }));
  const parts = soundParts(county.school, nextDay(), people);
  const { classId } = resultOf(z.object({ classId: z.uuid() }), await clerk('class.draft'));
  const { version, findings } = await saveParts(clerk, { classId, version: 1 }, parts);
  return { classId, version, findings, people, parts };
}
const send = (classId: string, name: string, bytes: Buffer, more: object = {}, commandId: string = randomUUID()) =>
  clerk('attachment.add', { classId, ...more }, { upload: { name, bytes }, commandId });
const sent = async (classId: string, name: string, bytes: Buffer, more: object = {}) =>
  resultOf(addedForm, await send(classId, name, bytes, more)).files;
const listed = async (classId: string, caller = clerk) =>
  resultOf(listForm, await caller('attachment.list', { classId })).attachments;
const places = async (classId: string) =>
  (await listed(classId)).map(({ row, kind, proof }) => [row ?? '—', kind, proof].filter(Boolean).join(' ')).sort();

const nothingShown = ['opening.portrait-missing', 'opening.proof-missing', 'opening.category-proof-missing'];

describe('photos and proofs', () => {
  it('sent one by one find their trainee by name or number, and settle what the rules asked for', async () => {
    const held = await classOf('王小英', '赵铁柱');
    expect(held.findings).toEqual(nothingShown);
    const number = held.people[1]?.id ?? '';
    expect(await sent(held.classId, '王小英.jpg', photo)).toMatchObject([
      { outcome: 'matched', row: 'r1', says: '王小英 一寸照片' },
    ]);
    expect(await sent(held.classId, '1 王小英 身份证.png', await sharp(card).png().toBuffer())).toMatchObject([
      { outcome: 'matched', row: 'r1' },
    ]);
    const other = await portraitOf(number);
    expect(await sent(held.classId, `${number}.jpg`, other)).toMatchObject([{ outcome: 'matched', row: 'r2' }]);
    expect(await sent(held.classId, `${number} 社保卡.jpg`, card)).toMatchObject([{ outcome: 'matched', row: 'r2' }]);
    const rural = { row: 'r2', kind: 'proof', proof: 'householdRegister' };
    expect(await sent(held.classId, '户口簿.jpg', await cardPicture(60), rural)).toMatchObject([{ row: 'r2' }]);
    expect(await places(held.classId)).toEqual([
      'r1 portrait',
      'r1 proof identityCard',
      'r2 portrait',
      'r2 proof householdRegister',
      'r2 proof socialSecurityCard',
    ]);
    const filed = await file(principal, held);
    const shown = await officer('class.show', { classId: filed.classId });
    expect(resultOf(z.object({ findings: z.array(z.unknown()) }), shown).findings).toEqual([]);
  });

  it('keep no identity number in a name, a stored answer or the log', async () => {
    const held = await classOf('王小英');
    const number = held.people[0]?.id ?? '';
    const [added] = await sent(held.classId, `照片 ${number} 13812345678.jpg`, photo);
    expect(added?.fileName).toMatch(/^照片 \d{3}\*{11}\d{3}[\dX] 138\*{4}5678\.jpg$/);
    const [stored] = await county.rows(
      sql<{ text: string }>`select string_agg(a::text, '') || (select string_agg(c::text, '') from commands c)
        || (select string_agg(l::text, '') from log_events l) as text from attachments a`,
    );
    expect(stored?.text).not.toContain(number);
  });

  it('sent as a ZIP are matched one by one; what is unclear waits and what is unfit is refused with its reason', async () => {
    const held = await classOf('王小英', '赵铁柱', '赵铁柱');
    const zip = storedZip([
      { name: '照片/王小英.jpg', bytes: photo },
      { name: '证明/王小英/低保证明.jpg', bytes: card },
      { name: '照片/赵铁柱.jpg', bytes: await portraitPicture('#553311') },
      { name: `照片/赵铁柱${held.people[2]?.id.slice(-4)}.jpg`, bytes: photo },
      { name: '扫描/IMG_0001.jpg', bytes: await cardPicture(120) },
      { name: '说明.txt', bytes: Buffer.from('<svg onload="alert(1)">') },
      { name: '王小英 户口簿.pdf', bytes: Buffer.from('%PDF-1.7 broken') },
    ]);
    const files = await sent(held.classId, '材料.zip', zip);
    expect(files.map(({ outcome }) => outcome)).toEqual([
      'matched',
      'matched',
      'unassigned',
      'matched',
      'unassigned',
      'refused',
      'refused',
    ]);
    expect(files.map(({ says }) => says).join('\n')).toMatch(/对得上本班几名学员.*没有本班学员.*网页或矢量图.*已损坏/s);
    expect(await places(held.classId)).toEqual([
      'r1 portrait',
      'r1 proof allowanceApproval',
      'r3 portrait',
      '— other',
      '— portrait',
    ]);
    const again = await sent(held.classId, '材料.zip', zip);
    expect(again.map(({ outcome }) => outcome).filter((outcome) => outcome !== 'refused')).toEqual(
      Array(5).fill('known'),
    );
    expect(await listed(held.classId)).toHaveLength(5);
  });

  it('are refused, and nothing kept, when they are hostile', async () => {
    const held = await classOf('王小英');
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    const bomb = storedZip([{ name: '../../王小英.jpg', bytes: photo }]);
    for (const [name, bytes, why] of [
      ['王小英.svg', svg, /网页或矢量图/],
      ['王小英.jpg', svg, /网页或矢量图/],
      ['王小英.jpg', photo.subarray(0, 900), /不完整或已损坏/],
      ['王小英.jpg', Buffer.from('MZ\u0000\u0001'), /无法识别/],
      ['王小英.zip', bomb, /指向包外/],
      ['王小英.zip', Buffer.from('504b0304ffff', 'hex'), /压缩包不完整/],
    ] as const) {
      const reply = await send(held.classId, name, Buffer.from(bytes));
      expect([reply.status, reply.body.message]).toEqual([400, expect.stringMatching(why)]);
    }
    expect(await listed(held.classId)).toEqual([]);
  });

  it('carry nothing but pixels into the store', async () => {
    const held = await classOf('王小英');
    const secret = 'SECRET-PLACE-35.2N';
    const marked = await sharp(photo)
      .withExif({ IFD0: { ImageDescription: secret } })
      .jpeg()
      .toBuffer();
    const polyglot = Buffer.concat([marked, Buffer.from('<script>alert(1)</script>')]);
    expect(marked.includes(secret)).toBe(true);
    await sent(held.classId, '王小英.jpg', polyglot);
    const [kept] = await listed(held.classId);
    for (const size of ['whole', 'thumbnail']) {
      const shown = await officerOf(held.classId, kept?.id, size);
      expect(shown.bytes.includes(secret) || shown.bytes.includes('script')).toBe(false);
    }
  });
  const officerOf = (classId: string, attachmentId: string | undefined, size: string) =>
    clerk('attachment.show', { classId, attachmentId, size });

  it('are shown in place as pictures, page by page, and every look is logged', async () => {
    const held = await classOf('王小英');
    await sent(held.classId, '王小英.jpg', photo);
    const [kept] = await listed(held.classId);
    const input = { classId: held.classId, attachmentId: kept?.id };
    const whole = await clerk('attachment.show', input);
    expect(whole.status).toBe(200);
    expect(whole.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'content-disposition': expect.stringMatching(/^inline/),
      'content-security-policy': expect.stringContaining('sandbox'),
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    });
    expect(await sharp(whole.bytes).metadata()).toMatchObject({ width: 295, height: 413 });
    const small = await sharp((await clerk('attachment.show', { ...input, size: 'thumbnail' })).bytes).metadata();
    expect(small.height).toBe(240);
    expect((await clerk('attachment.show', { ...input, page: 2 })).status).toBe(404);
    const looks = await county.rows(
      sql`select 1 from log_events where action = 'attachment.show' and outcome = 'shown' and subject_id = ${kept?.id}`,
    );
    expect(looks).toHaveLength(2);
  });

  it('lie sealed in the store, and leave it only by being shown', async () => {
    const held = await classOf('王小英');
    await sent(held.classId, '王小英.jpg', photo);
    const [kept] = await listed(held.classId);
    const hashes = await county.rows(
      sql<{
        hash: string;
      }>`select unnest(array[file_hash, thumbnail_hash]) as hash from attachments where id = ${kept?.id}`,
    );
    expect(hashes).toHaveLength(2);
    for (const { hash } of hashes) {
      const stored = await county.platform.services.files.get(hash);
      await expect(sharp(stored).metadata()).rejects.toThrow('unsupported image format');
    }
  });

  it('that are no one-inch photos are said to be so', async () => {
    const held = await classOf('王小英', '赵铁柱');
    const small = await sharp(await portraitOf('somebody else'))
      .resize(120, 168)
      .greyscale()
      .jpeg()
      .toBuffer();
    await sent(held.classId, '王小英 照片.jpg', small);
    const [kept] = await listed(held.classId);
    expect(kept?.unfit.join('')).toMatch(/不得小于 295×413 像素.*黑白/);
    const { findings } = await saveParts(clerk, held, held.parts);
    expect(findings).toEqual([...nothingShown, 'opening.portrait-unfit']);
  });

  it('replace the former photo of a trainee, and stand beside former papers', async () => {
    const held = await classOf('王小英');
    await sent(held.classId, '王小英.jpg', photo);
    await sent(held.classId, '王小英 身份证正面.jpg', card);
    await sent(held.classId, '王小英 身份证反面.jpg', await cardPicture(90));
    const [next] = await sent(held.classId, '王小英.jpg', await portraitPicture('#aa3333'));
    expect(next?.says).toBe('王小英 一寸照片，替换了原来的');
    expect(await places(held.classId)).toEqual(['r1 portrait', 'r1 proof identityCard', 'r1 proof identityCard']);
  });

  it('of the same Command-Id or the same content are taken once', async () => {
    const held = await classOf('王小英');
    const commandId = randomUUID();
    const first = await send(held.classId, '王小英.jpg', photo, {}, commandId);
    expect((await send(held.classId, '王小英.jpg', photo, {}, commandId)).body).toEqual(first.body);
    const all = await Promise.all(Array.from({ length: 6 }, () => sent(held.classId, '王小英.jpg', photo)));
    expect(new Set(all.flat().map(({ outcome }) => outcome))).toEqual(new Set(['known']));
    expect(await listed(held.classId)).toHaveLength(1);
  });

  it('that wait are given to a trainee by hand, and can be given to another', async () => {
    const held = await classOf('王小英', '赵铁柱');
    await sent(held.classId, 'IMG_0001.jpg', card);
    const [kept] = await listed(held.classId);
    const input = { classId: held.classId, attachmentId: kept?.id, kind: 'proof', proof: 'employmentCard' };
    expect((await clerk('attachment.assign', { ...input, row: 'gone' })).body.message).toMatch(/花名册上没有这名学员/);
    expect((await clerk('attachment.assign', { ...input, row: 'r1', proof: 'passport' })).status).toBe(400);
    for (const row of ['r1', 'r2']) {
      expect((await clerk('attachment.assign', { ...input, row })).status).toBe(200);
      expect(await places(held.classId)).toEqual([`${row} proof employmentCard`]);
    }
  });

  it('follow their trainee when the roster is read in anew, and wait when the trainee has left', async () => {
    const held = await classOf('王小英', '赵铁柱');
    await sent(held.classId, '王小英.jpg', photo);
    const [first, second] = held.parts.rows;
    if (!first || !second) throw new Error('two rows');
    const renamed = [
      { ...second, id: 'r1' },
      { ...first, id: 'r2' },
    ];
    const moved = await saveParts(clerk, held, { ...held.parts, rows: renamed });
    expect(await places(held.classId)).toEqual(['r2 portrait']);
    await saveParts(clerk, moved, { ...held.parts, rows: renamed.slice(0, 1) });
    expect(await places(held.classId)).toEqual(['— portrait']);
  });

  it('removed are reached by nobody, and can be sent again', async () => {
    const held = await classOf('王小英');
    await sent(held.classId, '王小英.jpg', photo);
    const [kept] = await listed(held.classId);
    const input = { classId: held.classId, attachmentId: kept?.id };
    expect((await clerk('attachment.remove', input)).status).toBe(200);
    expect((await clerk('attachment.show', input)).status).toBe(404);
    expect((await clerk('attachment.remove', input)).status).toBe(404);
    expect((await clerk('attachment.assign', { ...input, row: 'r1', kind: 'portrait' })).status).toBe(404);
    expect(await listed(held.classId)).toEqual([]);
    expect(await sent(held.classId, '王小英.jpg', photo)).toMatchObject([{ outcome: 'matched' }]);
    const rows = await county.rows(sql`select 1 from attachments where class_id = ${held.classId}`);
    expect(rows).toHaveLength(2);
  });

  it('are seen by whoever sees the class, and by nobody else, and never under another class', async () => {
    const held = await classOf('王小英');
    await sent(held.classId, '王小英.jpg', photo);
    const [kept] = await listed(held.classId);
    const input = { classId: held.classId, attachmentId: kept?.id };
    const other = await addSchool(county.platform, county.school.regionCode);
    const stranger = await county.door.callerFor(other.clerk);
    expect((await officer('attachment.show', input)).status).toBe(404);
    for (const [name, more] of [
      ['attachment.show', {}],
      ['attachment.remove', {}],
      ['attachment.assign', { row: 'r1', kind: 'portrait' }],
    ] as const)
      expect([name, (await stranger(name, { ...input, ...more })).status]).toEqual([name, 404]);
    expect((await stranger('attachment.list', { classId: held.classId })).status).toBe(404);
    const upload = { name: '王小英.jpg', bytes: photo };
    expect((await stranger('attachment.add', { classId: held.classId }, { upload })).status).toBe(404);
    const beside = await classOf('李娜');
    expect((await clerk('attachment.show', { ...input, classId: beside.classId })).status).toBe(404);
  });

  it('of a filed class can be looked at by its county and changed by nobody', async () => {
    const held = await draft(clerk, soundParts(county.school, nextDay(), newPeople(1)));
    const filed = await file(principal, held);
    const [kept] = await listed(filed.classId, officer);
    const input = { classId: filed.classId, attachmentId: kept?.id };
    expect((await officer('attachment.show', input)).status).toBe(200);
    expect((await send(filed.classId, 'a.jpg', photo)).status).toBe(409);
    expect((await clerk('attachment.remove', input)).status).toBe(409);
    expect((await officer('attachment.remove', input)).status).toBe(403);
  });

  it('changed after a return are among the differences', async () => {
    const parts = soundParts(county.school, nextDay(), newPeople(1));
    const filed = await file(principal, await draft(clerk, parts));
    expect((await officer('class.return', inputs.return(filed))).status).toBe(200);
    await sent(filed.classId, 'x.jpg', await portraitPicture('#225522'), { row: 'r1', kind: 'portrait' });
    await file(principal, { classId: filed.classId, version: filed.version + 1 });
    const seen = await officer('class.differences', { classId: filed.classId, filingNumber: 2 });
    const { differences } = resultOf(z.object({ differences: z.array(z.looseObject({ part: z.string() })) }), seen);
    expect(differences).toEqual([
      { part: 'proofs', row: 'r1', what: '郝桂花', field: '一寸照片', before: '1 件', after: '1 件（已更换）' },
    ]);
  });
});
