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
  'employer.list': readers,
  'employer.export': readers,
  'employer.show': readers,
  'employer.correct': ['countyOfficer', 'cityOfficer'],
  'employer.mark': ['countyOfficer', 'cityOfficer'],
  'employer.lift': ['countyOfficer', 'cityOfficer'],
  'trainee.show': readers,
  'trainee.compare': [...county, ...city, 'disciplineOfficer'],
  'trainee.merges': [...county, ...city, 'disciplineOfficer'],
  'trainee.merge': ['countyOfficer', 'cityOfficer'],
  'trainee.split': ['countyOfficer', 'cityOfficer'],
  'trainee.confirm-merge': city,
  'trainee.refuse-merge': city,
  'trainee.withdraw-merge': ['countyOfficer', 'cityOfficer'],
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
  'teacher.add-consent': {},
  'teacher.remove-consent': { ...held, consentId: nobody },
  'teacher.consent': { consentId: nobody },
  'teacher.reveal': { reason },
};

const someday = '2026-01-05';
const employerInputs: Readonly<Record<string, object>> = {
  'employer.show': {},
  'employer.correct': { version: 900, name: '某公司', address: '', contact: '', reason },
  'employer.mark': { version: 900, fault: 'deregistered', since: someday, source: reason },
  'employer.lift': { version: 900, liftedOn: someday, source: reason },
};

const other = '01900000-0000-7000-8000-000000000001';
const traineeInputs: Readonly<Record<string, object>> = {
  'trainee.show': { personId: nobody },
  'trainee.compare': { personId: nobody, otherId: other },
  'trainee.merge': { personId: nobody, mergedId: other, reason, evidence: reason, conflictsSeen: 0 },
  'trainee.split': { personId: nobody, reason, evidence: reason },
  'trainee.confirm-merge': { mergeId: nobody, conflictsSeen: 0, opinion: reason },
  'trainee.refuse-merge': { mergeId: nobody, reason },
  'trainee.withdraw-merge': { mergeId: nobody },
};

/** A code that belongs to no employer. */
export const noEmployer = '91410800MA40000158';

/** What an operation on people or employers is asked about nobody; undefined for any other operation. */
export function peopleInput(name: string): Record<string, unknown> | undefined {
  const teacher = teacherInputs[name];
  if (teacher) return { teacherId: nobody, ...teacher };
  const employer = employerInputs[name];
  if (employer) return { creditCode: noEmployer, ...employer };
  const trainee = traineeInputs[name];
  return trainee ? { ...trainee } : undefined;
}
