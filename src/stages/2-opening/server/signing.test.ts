import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openCounty, type TestCounty } from './testing-county';
import { newPeople, soundParts, workingDayAfter } from './testing-filings';
import { draft, draftFor, file, type Held, inputs, resultOf } from './testing-steps';

let county: TestCounty;
beforeAll(async () => {
  county = await openCounty();
});
afterAll(() => county.close());

let days = 9;
const nextDay = () => workingDayAfter(county.platform.clock.today(), (days += 1));
const newDraft = () => draftFor(county.clerk, county.school, nextDay(), newPeople(1));
const input = ({ classId, version }: Held) => ({ classId, version });
const workForm = z.object({
  items: z.array(z.looseObject({ kind: z.string(), trainingClass: z.looseObject({ id: z.string() }) })),
});
const kindsFor = async (caller: TestCounty['clerk'], { classId }: Held) =>
  resultOf(workForm, await caller('work.queue'))
    .items.filter(({ trainingClass }) => trainingClass.id === classId)
    .map(({ kind }) => kind);
const offerOf = async ({ classId }: Held) =>
  resultOf(z.looseObject({ offeredAt: z.string().optional() }), await county.principal('class.show', { classId }))
    .offeredAt;

describe('a filing', () => {
  it('is signed by the principal alone, whether handed over or not', async () => {
    const held = await newDraft();
    expect((await county.clerk('class.file', inputs.file(held))).status).toBe(403);
    expect((await county.principal('class.offer', input(held))).status).toBe(403);
    expect((await file(county.principal, held)).version).toBe(held.version + 1);
  });

  it('handed over waits with the principal, at the head of the queue, and tells the institution', async () => {
    const held = await newDraft();
    expect(await kindsFor(county.principal, held)).toEqual(['draft']);
    expect((await county.clerk('class.offer', input(held))).status).toBe(200);
    expect(await offerOf(held)).toBeDefined();
    expect(await kindsFor(county.clerk, held)).toEqual(['sign']);
    const { items } = resultOf(workForm, await county.principal('work.queue'));
    expect(items[0]?.trainingClass.id).toBe(held.classId);
    await file(county.principal, held);
    expect(await offerOf(held)).toBeUndefined();
  });

  it('changed after being handed over is no longer handed over', async () => {
    const held = await newDraft();
    expect((await county.clerk('class.offer', input(held))).status).toBe(200);
    const { application } = soundParts(county.school, nextDay(), []);
    const save = { ...input(held), application: { ...application, classLeadName: '另一人' } };
    expect((await county.clerk('class.save-application', save)).status).toBe(200);
    expect(await offerOf(held)).toBeUndefined();
    expect(await kindsFor(county.principal, held)).toEqual(['draft']);
    expect((await county.clerk('class.offer', input(held))).status).toBe(409);
  });

  it('is not handed over with anything left to change, nor after it was filed', async () => {
    const unfinished = await draft(county.clerk, soundParts(county.school, nextDay(), []));
    const reply = await county.clerk('class.offer', input(unfinished));
    expect([reply.status, reply.body.message]).toEqual([422, expect.stringMatching(/还有 \d+ 处须改，改好后再送签/)]);
    const filed = await file(county.principal, await newDraft());
    expect((await county.clerk('class.offer', input(filed))).status).toBe(409);
  });

  it('is handed back by the principal with a reason the clerk reads', async () => {
    const held = await newDraft();
    const back = { ...input(held), reason: '第 1 名学员的电话打不通。' };
    expect((await county.principal('class.hand-back', back)).status).toBe(409);
    expect((await county.clerk('class.offer', input(held))).status).toBe(200);
    expect((await county.principal('class.hand-back', back)).status).toBe(200);
    expect(await kindsFor(county.clerk, held)).toEqual(['draft']);
    const { messages } = resultOf(
      z.object({ messages: z.array(z.looseObject({ text: z.string() })) }),
      await county.clerk('message.list'),
    );
    expect(messages.map(({ text }) => text).join()).toContain('退回修改：第 1 名学员的电话打不通。');
  });
});
