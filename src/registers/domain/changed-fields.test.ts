import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedFields, changedUnseen } from './changed-fields';

interface Room {
  readonly name: string;
  readonly capacity: number;
  readonly kind: 'theory' | 'practice';
  readonly phone: string;
  readonly closedOn: string | undefined;
  readonly version: number;
}
const kinds = { theory: '理论', practice: '实操' } as const;
const changes = (before: Partial<Room> | undefined, after: Partial<Room>) =>
  changedFields<Room>(before, after, {
    name: '名称',
    capacity: { name: '核定人数', words: (count) => `${count} 人` },
    kind: { name: '用途', words: (kind) => kinds[kind] },
    phone: { name: '电话', isPersonal: true },
    closedOn: '停用日',
  });
const room: Room = {
  name: '301 教室',
  capacity: 40,
  kind: 'theory',
  phone: '13800000001',
  closedOn: undefined,
  version: 1,
};

describe('the changed fields of a register record', () => {
  it('are told by their Chinese names, before and after, in words', () => {
    expect(changes(room, { ...room, capacity: 30, kind: 'practice', closedOn: '2026-12-01', version: 2 })).toEqual({
      核定人数: ['40 人', '30 人'],
      用途: ['理论', '实操'],
      停用日: [null, '2026-12-01'],
    });
  });

  it('never say what a personal field holds', () => {
    expect(changes(room, { ...room, phone: '13800000002' })).toEqual({ 电话: changedUnseen });
    expect(JSON.stringify(changes(undefined, room))).not.toContain('138');
  });

  it('of a new record are all that it has; of the part of a record only what the part names', () => {
    expect(changes(undefined, room)).toMatchObject({ 名称: [null, '301 教室'], 核定人数: [null, '40 人'] });
    expect(changes(room, { capacity: 41 })).toEqual({ 核定人数: ['40 人', '41 人'] });
  });

  it('are none where nothing changed, and as many backwards as forwards', () => {
    const rooms = fc.record({ name: fc.string(), capacity: fc.nat(90), phone: fc.string() });
    fc.assert(
      fc.property(rooms, rooms, (one, other) => {
        expect(changes(one, one)).toEqual({});
        expect(Object.keys(changes(one, other))).toEqual(Object.keys(changes(other, one)));
      }),
    );
  });
});
