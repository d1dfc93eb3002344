import { describe, expect, it } from 'vitest';
import { plainDate } from '#kernel/plain-date';
import { countsOf, reconcile } from './reconcile';

const person = { id: '410822198506150029', name: '王小英' };
const line = (organisation: string, from: string | undefined, listed = true) => ({
  cell: 'A1',
  ...person,
  listed,
  from: from === undefined ? undefined : plainDate(from),
  until: undefined,
  organisation,
});

describe('a register that keeps what was, not what is', () => {
  it('has all entries of a person stand together, since the first', () => {
    const lines = [
      line('养老护理员四级', '2024-05-01'),
      line('保育师五级', '2022-03-01'),
      line('养老护理员四级', '2025-01-01'),
    ];
    const found = reconcile([person], lines, [], false, true);
    expect(found.answered.map(({ record }) => record)).toMatchObject([
      { listed: true, from: '2022-03-01', organisation: '养老护理员四级；保育师五级' },
    ]);
    expect(countsOf(1, found)).toMatchObject({ repeated: 0, listed: 1 });
  });

  it('counts an entry as drawn when any line says so, and forgets the day of one that does not', () => {
    const lines = [line('', '2020-01-01', false), line('保育师五级', undefined)];
    const [answered] = reconcile([person], lines, [], false, true).answered;
    expect(answered?.record).toMatchObject({ listed: true, from: undefined, organisation: '保育师五级' });
    const [none] = reconcile(
      [person],
      [line('', undefined, false), line('', undefined, false)],
      [],
      false,
      true,
    ).answered;
    expect(none?.record.listed).toBe(false);
  });

  it('is told apart from one that keeps the standing: there the strongest entry alone counts', () => {
    const lines = [line('养老护理员四级', '2024-05-01'), line('保育师五级', '2022-03-01')];
    const found = reconcile([person], lines, [], false);
    expect(found.answered.map(({ record }) => record.organisation)).toEqual(['养老护理员四级']);
    expect(countsOf(1, found).repeated).toBe(1);
  });
});
