import { z } from 'zod';
import { maskPhone } from '#law/masks';
import { type Context, done, query } from '#platform/operation';
import { institutionKinds } from '../../domain/institution/profile';
import { mayKeep } from '../../domain/institution/rights';
import { readers, regionName } from '../forms';
import { readCatalogue } from '../institutions';
import { readTeachers } from '../teachers/read';
import { sharedBy } from './account-commands';
import { actForm, levelForm } from './carry-out';
import { readDesignations } from './read-designations';
import { readVenues } from './read-venues';
import { accountOf, institutionId, type InstitutionRow, missingInstitution } from './record';

async function waitingAccount(context: Context, id: string) {
  const stated = await context.tx
    .selectFrom('account_statements')
    .selectAll()
    .where('institution_id', '=', id)
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  if (!stated) return undefined;
  return {
    id: stated.id,
    holder: stated.holder,
    bankName: stated.bank_name,
    tail: stated.account_tail,
    reason: stated.reason,
    statedBy: stated.stated_by_name,
    statedAt: stated.stated_at,
    /** Other institutions with the same account: only whoever decides is told. */
    sharedBy: mayKeep('decideAccount', context.actor.role) ? await sharedBy(context, stated) : 0,
  };
}

async function waitingDecisions({ tx }: Context, id: string) {
  const rows = await tx
    .selectFrom('institution_decisions')
    .selectAll()
    .where('institution_id', '=', id)
    .where('state', '=', 'waiting')
    .orderBy('proposed_at')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    act: actForm.parse(row.act),
    bureau: row.bureau === 'city' ? ('city' as const) : ('county' as const),
    designationId: row.designation_id ?? undefined,
    occupationCode: row.occupation_code ?? undefined,
    level: levelForm.safeParse(row.level).data,
    from: row.from_on,
    until: row.until_on ?? undefined,
    grantingBureau: row.granting_bureau ?? undefined,
    document: row.document,
    reason: row.reason,
    newName: row.new_name ?? undefined,
    newCreditCode: row.new_credit_code ?? undefined,
    proposedBy: row.proposed_by_name,
    proposedAt: row.proposed_at,
  }));
}

const agreements = async ({ tx }: Context, id: string) =>
  (
    await tx
      .selectFrom('agency_agreements')
      .selectAll()
      .where('institution_id', '=', id)
      .orderBy('signed_on', 'desc')
      .execute()
  ).map((row) => ({
    id: row.id,
    agency: row.agency,
    creditCode: row.credit_code,
    signedOn: row.signed_on,
    validUntil: row.valid_until,
    endedOn: row.ended_on ?? undefined,
  }));

const profileOf = ({ services }: Context, row: InstitutionRow) => ({
  id: row.id,
  version: row.version,
  name: row.name,
  formerName: row.former_name ?? undefined,
  regionCode: row.region_code,
  region: regionName(row.region_code),
  creditCode: row.credit_code,
  kind: z.enum(institutionKinds).safeParse(row.kind).data,
  legalRepresentative: row.legal_representative ?? undefined,
  licenceNumber: row.licence_number,
  licenceIssuer: row.licence_issuer ?? undefined,
  licenceUntil: row.licence_until,
  address: row.address,
  principalName: row.principal_name,
  contactName: row.contact_name ?? undefined,
  email: row.contact_email ?? undefined,
  phone: maskPhone(services.secrets.open('phone', row.id, row.phone_sealed)),
  account: accountOf(row),
  suspendedOn: row.suspended_on ?? undefined,
  revokedOn: row.revoked_on ?? undefined,
});

/** 培训机构档案 */
export const showInstitution = query({
  name: 'institution.show',
  path: '/institutions/:institutionId',
  title: '培训机构档案',
  by: readers,
  cites: ['2024.1.2', '2024.2.1.1'],
  input: z.object({ institutionId }),
  async handle({ institutionId: id }, context) {
    const row = await context.tx.selectFrom('institutions').selectAll().where('id', '=', id).executeTakeFirst();
    if (!row) return missingInstitution();
    const catalogue = await readCatalogue(context);
    const nameOf = (code: string): string =>
      catalogue.find((entry) => entry.occupationCode === code)?.occupationName ?? code;
    const designations = await readDesignations(context.tx, id);
    const teachers = await readTeachers(context.tx, id);
    return done({
      ...profileOf(context, row),
      designations: designations.map((held) => ({ ...held, occupation: nameOf(held.occupationCode) })),
      venues: await readVenues(context.tx, id),
      teachers: teachers.map(({ personKey: _key, ...teacher }) => teacher),
      agreements: await agreements(context, id),
      accountStatement: await waitingAccount(context, id),
      decisions: (await waitingDecisions(context, id)).map((each) => ({
        ...each,
        occupation: each.occupationCode && nameOf(each.occupationCode),
      })),
      /** Occupations a designation may be for, where the reader may propose one; equipment is for one of them too. */
      occupations:
        mayKeep('propose', context.actor.role) || mayKeep('keepVenues', context.actor.role)
          ? [...new Map(catalogue.map((entry) => [entry.occupationCode, entry.occupationName]))].map(
              ([code, name]) => ({ code, name }),
            )
          : [],
    });
  },
});
