/** Rights over the registers of people and employers, and harmless questions about records that are not there. */

const institution = ['institutionClerk', 'institutionPrincipal'] as const;
const county = ['countyOfficer', 'countySignatory'] as const;
const city = ['cityOfficer', 'citySignatory'] as const;
const readers = [...institution, ...county, ...city, 'disciplineOfficer'] as const;

export const peopleRights = {
  'teacher.show': readers,
  'teacher.add': institution,
  'teacher.change': institution,
  'teacher.leave': institution,
  'teacher.rejoin': institution,
  'teacher.stop': ['countyOfficer'],
  'teacher.resume': ['countyOfficer'],
  'teacher.add-consent': institution,
  'teacher.remove-consent': institution,
  'teacher.consent': readers,
  'teacher.reveal': [...county, 'cityOfficer', 'disciplineOfficer'],
} as const;

/** An id that belongs to nothing. */
const nobody = '01900000-0000-7000-8000-000000000000';
const reason = '核对档案';
const held = { version: 900, reason };
const sound = {
  name: '郑老师',
  joinedOn: '2024-01-02',
  employer: { kind: 'own' },
  qualifications: [{ occupationCode: '4-10-01-05', level: 3, title: '三级', certificateNumber: '', issuedBy: '' }],
};

const teacherInputs: Readonly<Record<string, object>> = {
  'teacher.show': {},
  'teacher.change': { ...sound, version: 900 },
  'teacher.leave': { ...held, leftOn: '2026-01-05' },
  'teacher.rejoin': { ...held, joinedOn: '2026-01-05' },
  'teacher.stop': { ...held, stoppedOn: '2026-01-05' },
  'teacher.resume': held,
  'teacher.add-consent': { version: 900 },
  'teacher.remove-consent': { ...held, consentId: nobody },
  'teacher.consent': { consentId: nobody },
  'teacher.reveal': { reason },
};

/** What an operation on people or employers is asked about nobody; undefined for any other operation. */
export function peopleInput(name: string): Record<string, unknown> | undefined {
  const teacher = teacherInputs[name];
  return teacher ? { teacherId: nobody, ...teacher } : undefined;
}
