import { plainDate } from '#kernel/plain-date';
import { inScope } from '#platform/database/scope';
import { freshDatabase } from '#platform/database/testing';
import { newId } from '#platform/identifiers';
import type { Actor } from '#platform/operation';
import { addInstitution, addUser, resultOf, testPlatform, type TestPlatform } from '#platform/testing-platform';
import { registerHistory } from '../register-history';
import { showInstitution } from './show';

/** An institution of a county with everyone who keeps its record, one designation and one room. */
export interface KeptInstitution {
  readonly platform: TestPlatform;
  readonly id: string;
  readonly name: string;
  readonly venueId: string;
  readonly clerk: Actor;
  readonly principal: Actor;
  readonly officer: Actor;
  readonly signatory: Actor;
  readonly cityOfficer: Actor;
  readonly citySignatory: Actor;
  /** An officer of the county beside it. */
  readonly stranger: Actor;
}

export const occupationCode = '4-10-01-05';
const regionCode = '410822';

export async function keptInstitution(name = '博爱县同仁职业培训学校'): Promise<KeptInstitution> {
  const platform = await testPlatform(await freshDatabase());
  const id = await addInstitution(platform, regionCode, name);
  const venueId = newId();
  await inScope(platform.pool, { reach: 'system' }, async (tx) => {
    const owner = { region_code: regionCode, institution_id: id };
    await tx
      .insertInto('occupations')
      .values({ code: occupationCode, name: '养老护理员', pinyin: 'yanglaohuliyuan', initials: 'ylhly' })
      .execute();
    await tx
      .insertInto('occupation_levels')
      .values({ occupation_code: occupationCode, level: 5, required_hours: 8, valid_from: plainDate('2021-01-01') })
      .execute();
    await tx
      .insertInto('designations')
      .values({
        ...owner,
        occupation_code: occupationCode,
        level: 5,
        valid_from: plainDate('2026-01-01'),
        valid_until: plainDate('2027-12-31'),
      })
      .execute();
    await tx
      .insertInto('venues')
      .values({ ...owner, id: venueId, name: '101 教室', kind: 'theory', address: '中山路 8 号', capacity: 60 })
      .execute();
  });
  const place = { regionCode, institutionId: id };
  return {
    platform,
    id,
    name,
    venueId,
    clerk: await addUser(platform, { role: 'institutionClerk', name: '孙经办', ...place }),
    principal: await addUser(platform, { role: 'institutionPrincipal', name: '周校长', ...place }),
    officer: await addUser(platform, { role: 'countyOfficer', name: '王经办', regionCode }),
    signatory: await addUser(platform, { role: 'countySignatory', name: '李局长', regionCode }),
    cityOfficer: await addUser(platform, { role: 'cityOfficer', name: '赵经办' }),
    citySignatory: await addUser(platform, { role: 'citySignatory', name: '钱局长' }),
    stranger: await addUser(platform, { role: 'countyOfficer', regionCode: '410823' }),
  };
}

export const recordOf = ({ platform, id }: KeptInstitution, actor: Actor) =>
  resultOf(platform, showInstitution, actor, { institutionId: id });

/** What was last written down about the institution, as its own clerk reads it. */
export async function lastEntry({ platform, id, clerk }: KeptInstitution) {
  const { entries } = await resultOf(platform, registerHistory, clerk, { type: 'institution', id });
  return entries[0];
}
