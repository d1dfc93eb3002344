import { describe, expect, it } from 'vitest';
import { leftUndone } from './left-undone';

const people = [
  { rowId: 'a', name: '许婷' },
  { rowId: 'b', name: '刘静' },
  { rowId: 'c', name: '孙丽' },
];
const whole = { hasPicture: true, marks: { a: true, b: true, c: false }, reasons: { c: '请假' } };

describe('what an answer to a roll call still lacks', () => {
  it('is nothing once there is a picture, everybody is marked and whoever is away has a reason', () => {
    expect(leftUndone(people, whole)).toEqual([]);
  });
  it('is the picture, at its field', () => {
    expect(leftUndone(people, { ...whole, hasPicture: false })).toMatchObject([{ id: 'picture' }]);
  });
  it('is everybody unmarked, at the first of them', () => {
    expect(leftUndone(people, { ...whole, marks: { a: true } })).toEqual([
      { id: 'mark-b', message: '还有 2 人没有点到，从刘静起' },
    ]);
  });
  it('is the reason of somebody away, by name; blanks are none', () => {
    expect(leftUndone(people, { ...whole, reasons: { c: '  ' } })).toEqual([
      { id: 'reason-c', message: '孙丽不在场，请写明去向' },
    ]);
  });
});
