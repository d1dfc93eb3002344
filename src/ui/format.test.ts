import { describe, expect, it } from 'vitest';
import { plainDate } from '#kernel/plain-date';
import { spokenInstant, spokenNumber, spokenSize } from './format';
import { clockFace } from './work-clock';

describe('what people read', () => {
  it('gives an instant in Beijing time, with the year when it is another one', () => {
    const today = plainDate('2026-11-23');
    expect(spokenInstant('2026-11-18T08:22:00Z', today)).toBe('11月18日 16:22');
    expect(spokenInstant('2025-12-31T17:05:00Z', today)).toBe('1月1日 01:05');
    expect(spokenInstant('2025-03-02T01:00:00Z', today)).toBe('2025年3月2日 09:00');
  });
  it('groups numbers and gives sizes their unit', () => {
    expect([spokenNumber(1_234_567), spokenNumber(-999), spokenSize(340_400), spokenSize(1_234_567)]).toEqual([
      '1,234,567',
      '-999',
      '340 kB',
      '1.2 MB',
    ]);
  });
  it('says how long is left, green from three working days, amber below, red from the day itself', () => {
    expect([5, 3, 2, 1, 0, -2].map((left) => clockFace(left, 5))).toEqual([
      { tone: 'ok', filled: 5, words: '剩 5 个工作日' },
      { tone: 'ok', filled: 3, words: '剩 3 个工作日' },
      { tone: 'warn', filled: 2, words: '剩 2 个工作日' },
      { tone: 'warn', filled: 1, words: '剩 1 个工作日' },
      { tone: 'stop', filled: 1, words: '今天到期' },
      { tone: 'stop', filled: 1, words: '逾期 2 个工作日' },
    ]);
  });
});
