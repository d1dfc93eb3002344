import { describe, expect, it } from 'vitest';
import { actionsFor, type Lifecycle, movesOf, statesOf } from './lifecycle';

const letter: Lifecycle<
  'written' | 'sent' | 'answered' | 'withdrawn',
  'send' | 'answer' | 'withdraw',
  'clerk' | 'officer'
> = {
  start: 'written',
  steps: {
    send: { from: ['written'], to: 'sent', by: ['clerk'] },
    answer: { from: ['sent'], to: 'answered', by: ['officer'] },
    withdraw: { from: ['written', 'sent'], to: 'withdrawn', by: ['clerk', 'officer'] },
  },
};

describe('a lifecycle', () => {
  it('offers each role only its own actions of the state, in the order of the table', () => {
    expect(actionsFor(letter, 'written', 'clerk')).toEqual(['send', 'withdraw']);
    expect(actionsFor(letter, 'written', 'officer')).toEqual(['withdraw']);
    expect(actionsFor(letter, 'sent', 'officer')).toEqual(['answer', 'withdraw']);
    expect(actionsFor(letter, 'answered', 'clerk')).toEqual([]);
  });

  it('names every state once, the start first', () => {
    expect(statesOf(letter)).toEqual(['written', 'sent', 'answered', 'withdrawn']);
  });

  it('lists each move once', () => {
    expect(movesOf(letter)).toEqual([
      { action: 'send', from: 'written', to: 'sent' },
      { action: 'answer', from: 'sent', to: 'answered' },
      { action: 'withdraw', from: 'written', to: 'withdrawn' },
      { action: 'withdraw', from: 'sent', to: 'withdrawn' },
    ]);
  });

  it('offers exactly the actions whose moves leave the state', () => {
    for (const state of statesOf(letter)) {
      const offered = new Set([...actionsFor(letter, state, 'clerk'), ...actionsFor(letter, state, 'officer')]);
      const moves = movesOf(letter).filter((move) => move.from === state);
      expect(offered).toEqual(new Set(moves.map((move) => move.action)));
    }
  });
});
