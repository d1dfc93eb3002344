/** Rights over pictures that look like another or were drawn, and harmless input: there are none, so nothing is changed. */
const officers = ['countyOfficer', 'cityOfficer'] as const;

export const pictureRights = {
  'picture.alike': [...officers, 'countySignatory', 'citySignatory', 'disciplineOfficer'],
  'picture.review-alike': officers,
  'photo-draw.list': [...officers, 'countySignatory', 'citySignatory', 'disciplineOfficer'],
  'photo-draw.review': officers,
} as const;

const [nobody, nobodyElse] = ['01900000-0000-7000-8000-000000000000', '01900000-0000-7000-8000-000000000001'];

export function pictureInput(name: string, classId?: string): Record<string, unknown> | undefined {
  if (name === 'picture.alike' || name === 'photo-draw.list') return { classId };
  if (name === 'photo-draw.review') return { classId, checkId: nobody, verdict: 'present', note: '已看' };
  if (name !== 'picture.review-alike') return undefined;
  return { classId, itemId: nobody, otherItemId: nobodyElse, verdict: 'explained', note: '已核对' };
}
