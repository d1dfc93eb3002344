import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { plainDate } from '#kernel/plain-date';
import { sampleRoster } from '../domain/roster/sample-rosters';
import { startsOn } from '../domain/roster/sample-people';
import { rosterCheck } from './roster-check';
import { fileMakers } from './roster-check-files';

const fixtures = fileURLToPath(new URL('../../../../../shared/fixtures/rosters/', import.meta.url));
const hasFixtures = existsSync(fixtures);

const byCell = (a: { cell: string }, b: { cell: string }) => (a.cell < b.cell ? -1 : 1);

async function checked(bytes: Buffer, name: string) {
  const check = await rosterCheck(bytes, name, { startsOn });
  if ('unreadable' in check) throw new Error(check.unreadable);
  return check;
}

describe('the roster check', () => {
  it.skipIf(!hasFixtures).each(['clean-50', 'messy-50'])('finds in %s exactly what is wrong with it', async (name) => {
    const expected = JSON.parse(readFileSync(`${fixtures}${name}.expected.json`, 'utf8'));
    const check = await rosterCheck(readFileSync(`${fixtures}${name}.xlsx`), `${name}.xlsx`, {
      startsOn: plainDate(expected.startsOn),
    });
    if ('unreadable' in check) throw new Error(check.unreadable);
    expect(check.rows).toBe(expected.trainees);
    const found = check.findings.map(({ cell, field, rule }) => ({ cell, field, rule }));
    expect(found.sort(byCell)).toEqual(expected.findings.sort(byCell));
  });

  const kinds = Object.entries(fileMakers);

  it.each(kinds)('reads every trainee of a sound roster from %s', async (name, make) => {
    for (let seed = 1; seed <= 6; seed += 1) {
      const check = await checked(await make(sampleRoster({ seed: seed * 7919 }).sheet), name);
      expect(check).toMatchObject({ rows: 12, findings: [] });
    }
  });

  it.each(kinds)('shows planted faults at their cells in %s', async (name, make) => {
    for (let seed = 1; seed <= 6; seed += 1) {
      const sample = sampleRoster({
        seed: seed * 104_729,
        spoil(people) {
          const [first, second, third, fourth] = people;
          if (!first || !second || !third || !fourth) return;
          second.id = second.id.slice(0, 17);
          third.phone = `${third.phone.slice(0, 10)}O`;
          fourth.category = '退休人员';
          first.sex = first.sex === '男' ? '女' : '男';
        },
        write: (plain) => (field, person) =>
          field === 'id' && person.position === '9'
            ? { kind: 'number', text: `${person.id.slice(0, 15)}000` }
            : plain(field, person),
      });
      const { findings } = await checked(await make(sample.sheet), name);
      const found = findings.map(({ cell, rule }) => ({ cell, rule }));
      expect(found.sort(byCell)).toEqual(
        [
          { cell: sample.cell(0, 'sex'), rule: 'roster.sex-mismatch' },
          { cell: sample.cell(1, 'id'), rule: 'roster.id-length' },
          { cell: sample.cell(2, 'phone'), rule: 'roster.phone-format' },
          { cell: sample.cell(3, 'category'), rule: 'roster.category-unknown' },
          { cell: sample.cell(8, 'id'), rule: 'roster.id-damaged' },
        ].sort(byCell),
      );
    }
  });

  it('says once that a column is lacking, at the heading', async () => {
    const bytes = Buffer.from('姓名,身份证号,人员类别\n王伟,410802199003070017,④\n李红,410811200803017777,⑤\n');
    const { findings } = await checked(bytes, 'a.csv');
    expect(findings).toMatchObject([{ cell: 'A1', field: 'phone', rule: 'roster.field-missing', severity: 'blocks' }]);
    expect(findings[0]?.message).toBe('花名册没有“联系电话”一栏，2 名学员都缺这一项。');
  });

  it('refuses a table that is no roster, and one without trainees, with the reason', async () => {
    const posts = await rosterCheck(Buffer.from('招聘单位,岗位,人数\n甲公司,护理员,3\n'), 'a.csv', { startsOn });
    expect(posts).toEqual({ unreadable: expect.stringContaining('没有找到花名册') });
    const empty = await rosterCheck(Buffer.from('姓名,身份证号,联系电话\n'), 'a.csv', { startsOn });
    expect(empty).toEqual({ unreadable: expect.stringContaining('没有学员') });
  });
});
