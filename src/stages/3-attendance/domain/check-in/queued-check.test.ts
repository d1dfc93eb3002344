import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { queuedText } from './queued-check';

const kept = { takenAt: '2026-03-02T00:01:00.000Z', direction: 'in', card: '0017', code: '123456', picture: 'abc' };

describe('what a tablet signs of a check-in it keeps', () => {
  it('changes with every part of it, with its number and with its station', () => {
    const text = queuedText('c', 's', kept);
    for (const spoilt of [
      { ...kept, takenAt: '2026-03-02T00:00:00.000Z' },
      { ...kept, direction: 'out' },
      { ...kept, card: '0018' },
      { ...kept, picture: 'abd' },
      { ...kept, front: 'x' },
      { ...kept, between: ['x'] },
    ])
      expect(queuedText('c', 's', spoilt)).not.toBe(text);
    expect([queuedText('d', 's', kept), queuedText('c', 't', kept)]).not.toContain(text);
  });
  it('never mixes one field up with the next', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (card, code) => {
        fc.pre(card !== '' && code !== '' && code !== card);
        expect(queuedText('c', 's', { card, code })).not.toBe(queuedText('c', 's', { card: card + code, code: '' }));
        expect(queuedText('c', 's', { card, code })).not.toBe(queuedText('c', 's', { card: code, code: card }));
      }),
    );
  });
});
