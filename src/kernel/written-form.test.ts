import { describe, expect, it } from 'vitest';
import { writtenForm } from './written-form';

describe('what a person wrote', () => {
  it('is the same in full width, with blanks, in small letters and with any dash', () => {
    expect(writtenForm(' ４１０８２２　19900101001x ')).toBe('41082219900101001X');
    expect(writtenForm('④ 农村转移就业劳动者')).toBe('4农村转移就业劳动者');
    expect(writtenForm('解放路12—3号\u200b')).toBe('解放路12-3号');
    expect(writtenForm('')).toBe('');
  });

  it('stays as it is where it is written so already', () => {
    for (const text of ['410822199001010014', '解放路12号院3单元501室', '41082219900101001X']) {
      expect(writtenForm(text)).toBe(text);
    }
    for (let code = 0x4e00; code <= 0x9fff; code += 1) {
      const sign = String.fromCodePoint(code);
      if (sign.normalize('NFKC') !== sign) throw new Error(`${sign} does not stand for itself`);
    }
  });
});
