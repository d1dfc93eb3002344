import { describe, expect, it } from 'vitest';
import { keyName } from './key-name';

const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

describe('the name of a key', () => {
  it('is the sign itself, with Shift only where the sign does not show it', () => {
    expect(keyName({ ...plain, key: 'j' })).toBe('j');
    expect(keyName({ ...plain, key: '?', shiftKey: true })).toBe('?');
    expect(keyName({ ...plain, key: 'F8', shiftKey: true })).toBe('Shift+F8');
    expect(keyName({ ...plain, key: 'Z', shiftKey: true, ctrlKey: true })).toBe('Ctrl+Shift+Z');
  });
  it('takes Command for Ctrl', () => {
    expect(keyName({ ...plain, key: 'k', metaKey: true })).toBe('Ctrl+k');
  });
});
