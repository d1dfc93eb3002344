import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { showProgress } from './progress';

function shown(isTTY: boolean) {
  const written: string[] = [];
  return { written, progress: showProgress('备份', { isTTY, write: (text) => written.push(text) }) };
}

describe('progress', () => {
  it('is drawn over itself on a terminal, at most ten times a second, and wiped at the end', async () => {
    const { written, progress } = shown(true);
    for (let done = 0; done <= 1000; done += 1) progress.at(done, 1000);
    await wait(120);
    progress.at(500, 1000);
    progress.end();
    expect(written).toHaveLength(3);
    expect(written[1]).toMatch(/^\r备份 █{12}░{12} 50%/);
    expect(written[2]).toMatch(/^\r +\r$/);
  });

  it('says nothing of short work where there is no terminal', () => {
    const { written, progress } = shown(false);
    for (let done = 0; done <= 1000; done += 1) progress.at(done, 1000);
    progress.end();
    expect(written).toEqual([]);
  });

  it('never passes the end, and bears work of unknown size', async () => {
    const { written, progress } = shown(true);
    progress.at(7, 0);
    await wait(120);
    progress.at(7, 5);
    expect(written.map((text) => /\d+%/.exec(text)?.[0])).toEqual(['0%', '100%']);
  });
});
