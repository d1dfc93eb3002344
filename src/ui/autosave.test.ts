import { describe, expect, it, vi } from 'vitest';
import { type AutosaveOptions, autosave, type SaveStatus } from './autosave';

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

function set(save: AutosaveOptions<string>['save'], delay = 5) {
  const seen: SaveStatus['kind'][] = [];
  const saver = autosave<string>({
    save,
    delay,
    now: () => new Date(0),
    onStatus: ({ kind }) => void seen.push(kind),
    explain: () => '网络断开',
  });
  return { saver, seen };
}

describe('autosave', () => {
  it('saves the newest value once after the last touch', async () => {
    const saved: string[] = [];
    const { saver, seen } = set(async (value) => void saved.push(value));
    saver.touch('一');
    saver.touch('二');
    expect(saver.hasUnsaved()).toBe(true);
    await vi.waitFor(() => expect([saved, seen.at(-1), saver.hasUnsaved()]).toEqual([['二'], 'saved', false]));
  });
  it('never saves twice at a time, and sends what came meanwhile afterwards', async () => {
    const saved: string[] = [];
    let running = 0;
    const { saver } = set(async (value) => {
      running += 1;
      expect(running).toBe(1);
      await wait(15);
      running -= 1;
      saved.push(value);
    }, 1);
    saver.touch('一');
    await vi.waitFor(() => expect(running).toBe(1), { interval: 1 });
    saver.touch('二');
    await vi.waitFor(() => expect(saved).toEqual(['一', '二']));
  });
  it('keeps what could not be saved, says so, and sends it with the next try', async () => {
    let broken = true;
    const saved: string[] = [];
    const { saver, seen } = set(async (value) => {
      if (broken) throw new Error('offline');
      saved.push(value);
    }, 1);
    saver.touch('一');
    await vi.waitFor(() => expect([seen.at(-1), saver.hasUnsaved()]).toEqual(['failed', true]));
    broken = false;
    expect(await saver.flush()).toBe(true);
    expect([saved, saver.hasUnsaved()]).toEqual([['一'], false]);
  });
});
