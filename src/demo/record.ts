import { addDays, type PlainDate, partsOf } from '#kernel/plain-date';
import { accountNamed } from './accounts';
import { chanceOf, idOf } from './chance';
import { equipmentOf, type Stand } from './equipment';
import { creditCode, type DemoInstitution, type DemoVenue } from './institutions';
import type { RegionKey } from './places';

/** About where the seat of each county unit lies, in degrees of WGS-84. */
const seats: Readonly<Record<RegionKey, readonly [longitude: number, latitude: number]>> = {
  jiefang: [113.231, 35.241],
  zhongzhan: [113.182, 35.237],
  macun: [113.322, 35.256],
  shanyang: [113.255, 35.214],
  xiuwu: [113.448, 35.223],
  boai: [113.064, 35.171],
  wuzhi: [113.402, 35.099],
  wenxian: [113.081, 34.941],
  shifanqu: [113.226, 35.187],
  qinyang: [112.951, 35.087],
  mengzhou: [112.791, 34.907],
};

const placeOf = ({ region, index }: DemoInstitution): string => (index === 0 ? region.key : `${region.key}2`);

/** What the register says of an institution beside what classes are judged by. */
export function recordOf(institution: DemoInstitution) {
  const { region, name, principalName } = institution;
  const place = placeOf(institution);
  return {
    kind: name.includes('技工学校') ? 'technicalSchool' : 'trainingSchool',
    legal_representative: principalName,
    contact_name: accountNamed(`clerk.${place}`).name,
    contact_email: `${place}@example.cn`,
    licence_issuer: `${region.name}人力资源和社会保障局`,
  };
}

/** Where a room lies, within some hundred metres of the seat of its unit, and how large it is. */
export function placeOfVenue(seed: number, institution: DemoInstitution, venue: DemoVenue) {
  const chance = chanceOf(seed, 'place', institution.region.key, String(institution.index));
  const [longitude, latitude] = seats[institution.region.key];
  const off = (): number => chance.between(-4000, 4000) / 1e6;
  return {
    longitude: Number((longitude + off()).toFixed(6)),
    latitude: Number((latitude + off()).toFixed(6)),
    floor_area: Math.round(venue.capacity * (venue.kind === 'theory' ? 1.4 : 2.6)),
  };
}

/** A designation of an institution, the same at every loading. */
export const designationId = (seed: number, { region, index }: DemoInstitution, code: string, level: number): string =>
  idOf(seed, 'designation', region.key, String(index), code, String(level));

/** By which bureau and document it was granted, some days before it held. */
export function grantOf({ region, index }: DemoInstitution, validFrom: PlainDate) {
  const bureau = `${region.name}人力资源和社会保障局`;
  const { year } = partsOf(addDays(validFrom, -20));
  return { granting_bureau: bureau, document: `${region.name.slice(0, 2)}人社〔${year}〕${31 + index} 号` };
}

/** The equipment of every practice room. */
export const equipmentRows = (institution: DemoInstitution) =>
  institution.lines.flatMap(({ occupation, practiceVenue }) => {
    const stands: Readonly<Record<string, readonly Stand[]>> = equipmentOf;
    return (stands[occupation.name] ?? []).map(([name, model, count], index) => ({
      region_code: institution.region.code,
      institution_id: institution.institutionId,
      venue_id: practiceVenue.venueId,
      position: index + 1,
      name,
      model,
      count,
      occupation_code: occupation.code,
    }));
  });

const agencies = ['焦作市怀川人力资源服务有限公司', '河南云台人才服务有限公司', '焦作市鑫桥劳务派遣有限公司'] as const;

/** Each institution works with one staffing agency (2021 五); one has let its agreement run out. */
export function agreementRow(seed: number, institution: DemoInstitution, today: PlainDate) {
  const { region, index, institutionId } = institution;
  const chance = chanceOf(seed, 'agency', region.key, String(index));
  const signedOn = addDays(today, -chance.between(120, 330));
  const hasRunOut = region.key === 'macun' && index === 0;
  return {
    region_code: region.code,
    institution_id: institutionId,
    id: idOf(seed, 'agreement', region.key, String(index)),
    agency: chance.pick(agencies),
    credit_code: creditCode(chance, '91', '410800'),
    signed_on: signedOn,
    valid_until: addDays(signedOn, hasRunOut ? 90 : 730),
  };
}
