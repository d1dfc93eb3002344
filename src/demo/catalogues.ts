import { sql } from 'kysely';
import { addDays, type PlainDate, partsOf, plainDate } from '#kernel/plain-date';
import { nameKeys } from '#platform/names';
import type { Transaction } from '#platform/operation';
import { idOf } from './chance';
import type { City } from './city';
import { endedOccupation, occupations } from './occupations';

const catalogueSince = plainDate('2021-01-01');
/** Days before loading on which one occupation was last in the catalogue, and on which the institutions’ edition turned. */
const endedBefore = 14;
const listedAnewBefore = 5;

interface DemoEdition {
  readonly key: string;
  readonly catalogue: 'occupation' | 'institution';
  readonly document: string;
  readonly documentNumber: string;
  readonly from: PlainDate;
  readonly until?: PlainDate;
  /** Days from its issue to its first day. */
  readonly lead: number;
  readonly content: object;
  readonly isWaiting?: boolean;
}

const editionId = ({ seed }: City, key: string): string => idOf(seed, 'edition', key);

const lineOf = ({ code, name }: (typeof occupations)[number], level: number, hours: number) => ({
  occupationCode: code,
  occupationName: name,
  level,
  requiredHours: hours,
});

const linesOf = (occupation: (typeof occupations)[number]) =>
  Object.entries(occupation.hours).map(([level, hours]) => lineOf(occupation, Number(level), hours));

const occupationDocument = '焦作市补贴性职业培训职业（工种）目录（演示）';

/** What the catalogue held first, what left it a fortnight ago, and what waits for the signatory. */
function occupationEditions({ days }: City): DemoEdition[] {
  const { year } = partsOf(days.today);
  const [carer, home] = occupations;
  const ended = occupations.filter(({ name }) => name === endedOccupation).flatMap(linesOf);
  const shared = { catalogue: 'occupation', document: occupationDocument, lead: 20 } as const;
  return [
    {
      ...shared,
      key: 'occupations-first',
      documentNumber: '焦人社演示〔2020〕36号',
      from: catalogueSince,
      content: { changes: occupations.flatMap(linesOf).map((line) => ({ ...line, kind: 'added' })) },
    },
    {
      ...shared,
      key: 'occupations-second',
      documentNumber: `焦人社演示〔${year}〕29号`,
      from: addDays(days.today, 1 - endedBefore),
      content: { changes: ended.map((line) => ({ ...line, kind: 'ended' })) },
    },
    {
      ...shared,
      key: 'occupations-waiting',
      documentNumber: `焦人社演示〔${year}〕41号`,
      from: addDays(days.today, 60),
      lead: 61,
      isWaiting: true,
      content: {
        changes: [
          { ...lineOf(carer, 5, 90), kind: 'hours', formerHours: 80 },
          { ...lineOf(home, 3, 100), kind: 'added' },
        ],
      },
    },
  ];
}

/** All institutions, then all but the one that was suspended. */
function institutionEditions({ days, institutions }: City): DemoEdition[] {
  const { year } = partsOf(days.today);
  const shared = { catalogue: 'institution', document: '焦作市定点职业培训机构目录（演示）', lead: 15 } as const;
  const members = institutions.map(({ institutionId, name, region, suspendedOn }) => ({
    member: { id: institutionId, name, regionCode: region.code },
    isSound: suspendedOn === undefined,
  }));
  return [
    {
      ...shared,
      key: 'institutions-first',
      documentNumber: `焦人社演示〔${year - 1}〕2号`,
      from: plainDate(`${year - 1}-01-01`),
      until: plainDate(`${year}-12-31`),
      content: { members: members.map(({ member }) => member) },
    },
    {
      ...shared,
      key: 'institutions-second',
      documentNumber: `焦人社演示〔${year}〕33号`,
      from: addDays(days.today, -listedAnewBefore),
      until: plainDate(`${year + 1}-12-31`),
      content: { members: members.filter(({ isSound }) => isSound).map(({ member }) => member) },
    },
  ];
}

function editionRow(city: City, edition: DemoEdition) {
  const issuedOn = addDays(edition.from, -edition.lead);
  const account = (username: string): string => idOf(city.seed, 'account', username);
  const enteredAt = `${issuedOn}T01:00:00.000Z`;
  return {
    id: editionId(city, edition.key),
    catalogue: edition.catalogue,
    document: edition.document,
    document_number: edition.documentNumber,
    issued_on: issuedOn,
    from_day: edition.from,
    until_day: edition.until ?? null,
    content: JSON.stringify(edition.content),
    added_by: account('officer.city'),
    added_at: enteredAt,
    confirmed_by: edition.isWaiting ? null : account('signatory.city'),
    confirmed_at: edition.isWaiting ? null : `${issuedOn}T06:00:00.000Z`,
  };
}

async function insertLines(tx: Transaction, city: City): Promise<void> {
  const named = occupations.map(({ code, name }) => {
    const { pinyin, initials } = nameKeys(name);
    return { code, name, pinyin, initials };
  });
  await tx.insertInto('occupations').values(named).execute();
  const lines = occupations.flatMap((occupation) => {
    const isEnded = occupation.name === endedOccupation;
    return linesOf(occupation).map((line) => ({
      occupation_code: line.occupationCode,
      level: line.level,
      required_hours: line.requiredHours,
      valid_from: catalogueSince,
      valid_until: isEnded ? addDays(city.days.today, -endedBefore) : null,
      edition_id: editionId(city, 'occupations-first'),
      ended_by: isEnded ? editionId(city, 'occupations-second') : null,
    }));
  });
  await tx.insertInto('occupation_levels').values(lines).execute();
}

/** Both catalogues with their editions: one occupation has left, one institution too, and one edition waits. */
export async function insertCatalogues(tx: Transaction, city: City): Promise<void> {
  const listings = institutionEditions(city);
  const editions = [...occupationEditions(city), ...listings];
  await tx
    .insertInto('catalogue_editions')
    .values(editions.map((each) => editionRow(city, each)))
    .execute();
  await insertLines(tx, city);
  for (const { key } of listings)
    await sql`insert into edition_institutions (edition_id, institution_id, region_code, name, pinyin, initials)
      select edition.id, held.id, held.region_code, held.name, held.pinyin, held.initials
      from catalogue_editions edition
        cross join lateral jsonb_array_elements(edition.content -> 'members') listed
        join institutions held on held.id = (listed ->> 'id')::uuid
      where edition.id = ${editionId(city, key)}`.execute(tx);
}
