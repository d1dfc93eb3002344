import { sql } from 'kysely';
import { inScope } from '#platform/database/scope';
import { storeFile } from '#platform/files/store-file';
import { newId } from '#platform/identifiers';
import { addUser, type TestPlatform } from '#platform/testing-platform';

/** An assessment somebody drafted and somebody else confirmed, without setting a document: faces may be taken then. */
export async function addConfirmedAssessment(platform: TestPlatform): Promise<void> {
  const drafter = await addUser(platform, { role: 'securityAdministrator', name: '安全员' });
  const signatory = await addUser(platform, { role: 'citySignatory', name: '郑局长' });
  const now = platform.clock.now();
  const id = newId();
  await inScope(platform.pool, { reach: 'system' }, async (tx) => {
    const document = await storeFile({ services: platform.services, tx, now }, 'application/pdf', Buffer.from('%PDF'));
    await sql`insert into impact_assessments (id, number, state, sections, basis, assessors, opinion, residual_risks,
        assessed_on, drafted_by, drafted_by_name, drafted_at)
      values (${id}, 1, 'drafted', '[{"title": "范围", "paragraphs": []}]', '[{"key": "test", "name": "测试", "value": "是"}]',
        '评估组', '可行', '无', ${platform.clock.today()}, ${drafter.userId}, '安全员', ${now})`.execute(tx);
    await sql`update impact_assessments set state = 'confirmed', version = 2, decided_by = ${signatory.userId},
        decided_by_name = '郑局长', decided_at = ${now}, document_hash = ${document} where id = ${id}`.execute(tx);
  });
}
