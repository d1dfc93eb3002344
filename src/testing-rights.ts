import type { Role } from '#kernel/roles';
import type { Actor } from '#platform/operation';
import type { Operations } from './operations';
import type { TestSchool } from './stages/2-opening/server/testing-filings';
import type { CityClass } from './testing-city';
import { absenceInput, absenceRights } from './testing-absence-rights';
import { attendanceClassInput, attendanceRights } from './testing-attendance-rights';
import { deviceInput, deviceRights } from './testing-device-rights';
import { doubtInput, doubtRights } from './testing-doubt-rights';
import { impersonationInput, impersonationRights } from './testing-impersonation-rights';
import { keepingInput, keepingRights } from './testing-keeping-rights';
import { peopleInput, peopleRights } from './testing-people-rights';
import { pictureInput, pictureRights } from './testing-picture-rights';
import { privacyInput, privacyRights } from './testing-privacy-rights';
import { recordingInput, recordingRights } from './testing-recording-rights';
import { rollCallInput, rollCallRights } from './testing-roll-call-rights';
import { inputs } from './stages/2-opening/server/testing-steps';

const institution = ['institutionClerk', 'institutionPrincipal'] as const;
const county = ['countyOfficer', 'countySignatory'] as const;
const city = ['cityOfficer', 'citySignatory'] as const;
const readers = [...institution, ...county, ...city, 'disciplineOfficer'] as const;
const keeper = ['securityAdministrator'] as const;

/** Who may do what: written a second time, by hand, so that a slip in a declaration is found. */
export const rights: Record<Operations['name'], readonly Role[] | 'everyone'> = {
  'search.find': readers,
  'message.list': 'everyone',
  'message.read': 'everyone',
  'institution.list': readers,
  'institution.export': readers,
  'institution.show': readers,
  'institution.register': ['countyOfficer', 'cityOfficer'],
  'institution.own': institution,
  'institution.change-contact': institution,
  'institution.change-licence': ['countyOfficer'],
  'institution.state-account': ['institutionPrincipal'],
  'institution.withdraw-account': ['institutionPrincipal'],
  'institution.decide-account': county,
  'institution.reveal': [...county, 'cityOfficer', 'disciplineOfficer'],
  'institution.propose-designation': ['countyOfficer', 'cityOfficer'],
  'institution.propose-on-designation': ['countyOfficer', 'cityOfficer'],
  'institution.propose-measure': ['countyOfficer', 'cityOfficer'],
  'institution.propose-identity': ['countyOfficer', 'cityOfficer'],
  'institution.decide': ['countySignatory', 'citySignatory'],
  'institution.withdraw-proposal': ['countyOfficer', 'cityOfficer'],
  'institution.add-venue': [...institution, 'countyOfficer'],
  'institution.change-venue': [...institution, 'countyOfficer'],
  'institution.close-venue': [...institution, 'countyOfficer'],
  'institution.reopen-venue': [...institution, 'countyOfficer'],
  'institution.check-venue': ['countyOfficer'],
  'institution.save-equipment': [...institution, 'countyOfficer'],
  'institution.venue-uses': readers,
  'institution.add-agreement': institution,
  'institution.end-agreement': institution,
  'register.history': readers,
  'teacher.list': readers,
  'teacher.export': readers,
  ...peopleRights,
  'occupation.list': 'everyone',
  'occupation.show': 'everyone',
  'occupation.export': 'everyone',
  'occupation.differences': 'everyone',
  'occupation.read-workbook': ['cityOfficer'],
  'occupation.propose': ['cityOfficer'],
  'listing.list': 'everyone',
  'listing.export': 'everyone',
  'listing.differences': 'everyone',
  'listing.candidates': ['cityOfficer'],
  'listing.propose': ['cityOfficer'],
  'edition.list': 'everyone',
  'edition.show': 'everyone',
  'edition.confirm': ['citySignatory'],
  'edition.withdraw': city,
  'figure.list': 'everyone',
  'figure.add': city,
  'figure.confirm': city,
  'calendar.show': 'everyone',
  'calendar.save-year': city,
  'standing.show': 'everyone',
  'trainee.list': readers,
  'trainee.export': readers,
  'user.list': keeper,
  'user.export': keeper,
  'user.places': keeper,
  'user.create': keeper,
  'user.disable': keeper,
  'user.enable': keeper,
  'user.reset-password': keeper,
  'user.reset-second-factor': keeper,
  'log.list': [...city, 'disciplineOfficer', 'auditAdministrator'],
  'log.export': [...city, 'disciplineOfficer', 'auditAdministrator'],
  'log.head': [...city, 'disciplineOfficer', 'auditAdministrator', 'systemAdministrator'],
  'system.status': ['systemAdministrator', 'auditAdministrator'],
  'class.draft': institution,
  'class.save-application': institution,
  'class.save-plan': institution,
  'class.save-roster': institution,
  'class.save-posts': institution,
  'sheet.read-file': institution,
  'import-mapping.list': institution,
  'import-mapping.remember': institution,
  'roster.template': institution,
  'class.offer': ['institutionClerk'],
  'class.hand-back': ['institutionPrincipal'],
  'class.file': ['institutionPrincipal'],
  'class.withdraw': institution,
  'class.answer-return': institution,
  'class.mark-item': ['countyOfficer'],
  'class.decide-warnings': ['countyOfficer'],
  'class.verify': ['countyOfficer'],
  'class.return': county,
  'class.approve': ['countySignatory'],
  'class.refuse': ['countySignatory'],
  'class.reveal-person': [...county, 'cityOfficer', 'disciplineOfficer'],
  'attachment.add': institution,
  'attachment.assign': institution,
  'attachment.remove': institution,
  'attachment.list': readers,
  'attachment.show': readers,
  'class.list': readers,
  'class.export': readers,
  'class.show': readers,
  'class.differences': readers,
  'class.document': readers,
  'class.document-pages': readers,
  'class.approval-paper': readers,
  'class.copy': institution,
  'class.timetable': readers,
  'change.draft': institution,
  'change.save': institution,
  'change.file': institution,
  'change.withdraw': institution,
  'change.verify': ['countyOfficer'],
  'change.return': county,
  'change.approve': ['countySignatory'],
  'change.refuse': ['countySignatory'],
  'change.show': readers,
  'change.list': readers,
  'exchange.prepare': ['countyOfficer'],
  'exchange.file': ['countyOfficer'],
  'exchange.preview': ['countyOfficer'],
  'exchange.answer': ['countyOfficer'],
  'exchange.close': ['countyOfficer'],
  'exchange.list': [...county, ...city, 'disciplineOfficer'],
  'exchange.show': [...county, ...city, 'disciplineOfficer'],
  'exchange.export': [...county, ...city, 'disciplineOfficer'],
  'registration.preview': ['countyOfficer'],
  'registration.import': ['countyOfficer'],
  'registration.reconcile': [...county, ...city, 'disciplineOfficer'],
  'registration.show': [...county, ...city, 'disciplineOfficer'],
  'registration.export': [...county, ...city, 'disciplineOfficer'],
  ...deviceRights,
  ...attendanceRights,
  ...absenceRights,
  ...impersonationRights,
  ...rollCallRights,
  ...recordingRights,
  ...keepingRights,
  ...privacyRights,
  ...doubtRights,
  ...pictureRights,
  'rule.strikes': readers,
  'work.queue': 'everyone',
  'work.counts': 'everyone',
};

export const mayCall = (name: Operations['name'], role: Role): boolean => {
  const allowed = rights[name];
  return allowed === 'everyone' || allowed.includes(role);
};

/** Whether the records of an institution are within a person’s sight. */
export function sees(actor: Actor, school: Pick<TestSchool, 'institutionId' | 'regionCode'>): boolean {
  if (institution.some((role) => role === actor.role)) return actor.institutionId === school.institutionId;
  if (county.some((role) => role === actor.role)) return actor.regionCode === school.regionCode;
  return [...city, 'disciplineOfficer', 'financeOfficer'].some((role) => role === actor.role);
}

/** A draft is its institution’s own; everyone else sees a class from its first filing on. */
export const seesClass = (actor: Actor, { school, state }: Pick<CityClass, 'school' | 'state'>): boolean =>
  sees(actor, school) && (state !== 'drafted' || institution.some((role) => role === actor.role));

/** An id that belongs to nothing. */
export const nobody = '01900000-0000-7000-8000-000000000000';

const emptyProposal = { application: {}, lessons: [], withdrawals: [], substitutions: [] };
const emptyApplication = { classLeadName: '', classLeadPhone: '' };

/** What a class operation is asked in a test of rights: a version nobody has seen, so that nothing is changed. */
function classInput(name: Operations['name'], classId: string, attachmentId: string): Record<string, unknown> {
  const stale = { classId, version: 900 };
  const given: Partial<Record<Operations['name'], Record<string, unknown>>> = {
    'class.save-application': { ...stale, application: emptyApplication },
    'class.save-plan': { ...stale, lessons: [] },
    'class.save-roster': { ...stale, rows: [] },
    'class.save-posts': { ...stale, posts: [] },
    'attachment.assign': { classId, attachmentId, row: 'no-such-row', kind: 'portrait' },
    'attachment.remove': { classId, attachmentId: nobody },
    'attachment.show': { classId, attachmentId },
    'class.offer': stale,
    'class.hand-back': { ...stale, reason: '请核对。' },
    'class.file': inputs.file(stale),
    'class.withdraw': inputs.withdraw(stale),
    'class.answer-return': { classId, pointId: nobody, answer: '已改。' },
    'class.mark-item': inputs.mark(stale),
    'class.decide-warnings': {
      ...stale,
      warnings: [{ rule: 'x', row: '', field: 'x' }],
      accepted: true,
      reason: '属实',
    },
    'class.verify': inputs.verify(stale),
    'class.return': inputs.return(stale),
    'class.approve': inputs.approve(stale),
    'class.refuse': inputs.refuse(stale),
    'class.reveal-person': { classId, rowId: 'r1', reason: '电话核实' },
    'class.copy': { classId, startsOn: '2020-01-06' },
    'change.save': { ...stale, changeId: nobody, proposal: emptyProposal, reason: '' },
    'change.file': { ...inputs.file(stale), changeId: nobody },
    'change.withdraw': { ...inputs.withdraw(stale), changeId: nobody },
    'change.verify': { ...inputs.verify(stale), changeId: nobody },
    'change.return': { ...stale, changeId: nobody, reason: '请写明理由。' },
    'change.approve': { ...inputs.approve(stale), changeId: nobody },
    'change.refuse': { ...inputs.refuse(stale), changeId: nobody },
    'change.show': { classId, changeId: nobody },
    'class.differences': { classId, filingNumber: 2 },
    'class.document': { classId, annex: '2' },
    'class.document-pages': { classId, annex: '2' },
    'class.approval-paper': { classId, annex: '2' },
  };
  return (
    given[name] ??
    attendanceClassInput(name, classId) ??
    absenceInput(name, classId) ??
    rollCallInput(name, classId) ??
    recordingInput(name, classId) ??
    keepingInput(name, classId) ??
    doubtInput(name, classId) ??
    pictureInput(name, classId) ??
    impersonationInput(name, classId) ?? { classId }
  );
}

const ofInstitution = (name: Operations['name'], institutionId: string, venueId: string): Record<string, unknown> => {
  const room = { venueId, version: 900 };
  const words = { name: '测试场地', kind: 'theory', address: '测试路 1 号', capacity: 1, longitude: 1, latitude: 1 };
  const measure = { from: '2020-01-01', reason: '测试原因', document: '测试文件〔2020〕1号' };
  const given: Partial<Record<Operations['name'], Record<string, unknown>>> = {
    'institution.change-contact': { version: 900, principalName: '王校长', contactName: '', phone: '', email: '' },
    'institution.change-licence': {
      version: 900,
      kind: 'trainingSchool',
      legalRepresentative: '王校长',
      address: '测试路 1 号',
      licenceNumber: '人社民测试',
      licenceIssuer: '测试人社局',
      licenceUntil: '2030-12-31',
      document: measure.document,
    },
    'institution.state-account': { holder: '别的名字', bankName: '测试银行', account: '123456789', reason: '测试' },
    'institution.decide-account': { statementId: nobody, accepted: false, opinion: '退回测试' },
    'institution.reveal': { what: 'phone', reason: '电话核实' },
    'institution.propose-designation': {
      occupationCode: '4-10-01-05',
      level: 5,
      validFrom: '2026-01-01',
      validUntil: '2025-01-01',
      grantingBureau: '测试人社局',
      document: measure.document,
    },
    'institution.propose-on-designation': { ...measure, designationId: nobody, act: 'endDesignation' },
    'institution.propose-measure': { ...measure, act: 'suspend' },
    'institution.propose-identity': { ...measure, name: '测试培训学校', creditCode: 'x' },
    'institution.decide': { decisionId: nobody, accepted: true, opinion: '', password: '' },
    'institution.withdraw-proposal': { decisionId: nobody },
    'institution.add-venue': words,
    'institution.change-venue': { ...room, ...words, acknowledged: false },
    'institution.close-venue': { ...room, closedOn: '2020-01-01', reason: '测试原因', acknowledged: false },
    'institution.reopen-venue': room,
    'institution.check-venue': { ...room, opinion: '' },
    'institution.save-equipment': { ...room, equipment: [] },
    'institution.venue-uses': { venueId },
    'institution.add-agreement': {
      agency: '测试公司',
      creditCode: 'x',
      signedOn: '2026-01-01',
      validUntil: '2026-01-01',
    },
    'institution.end-agreement': { agreementId: nobody },
  };
  return { institutionId, ...given[name] };
};

/** Harmless input of an operation about one class, one institution, or neither. */
export function harmlessInput(
  name: Operations['name'],
  about: {
    readonly classId?: string;
    readonly attachmentId?: string;
    readonly institutionId?: string;
    readonly venueIds?: readonly string[];
  } = {},
): Record<string, unknown> {
  if (about.classId) return classInput(name, about.classId, about.attachmentId ?? nobody);
  if (about.institutionId) return ofInstitution(name, about.institutionId, about.venueIds?.[0] ?? nobody);
  const ofDevice = deviceInput(name);
  if (ofDevice) return ofDevice;
  const ofDoubt = doubtInput(name);
  if (ofDoubt) return ofDoubt;
  const ofPicture = pictureInput(name, nobody);
  if (ofPicture) return ofPicture;
  const ofKept = keepingInput(name, nobody);
  if (ofKept) return ofKept;
  const ofPrivacy = privacyInput(name);
  if (ofPrivacy) return ofPrivacy;
  const ofPeople = peopleInput(name);
  if (ofPeople) return ofPeople;
  if (name === 'search.find') return { words: '测试' };
  if (/^user\.(?!list|export|places|create)/.test(name))
    return { userId: nobody, ...(name === 'user.disable' ? { reason: '离职' } : {}) };
  if (name === 'register.history') return { type: 'institution', id: nobody };
  if (name === 'edition.show' || name === 'edition.confirm') return { editionId: nobody };
  if (name === 'edition.withdraw') return { editionId: nobody, reason: '重新录入' };
  if (name === 'occupation.show') return { code: '4-10-01-05' };
  if (name === 'figure.confirm') return { lineId: nobody };
  if (name === 'exchange.show' || name === 'exchange.export') return { batchId: nobody };
  if (name === 'exchange.file' || name === 'exchange.close') return { batchId: nobody, reason: '核对' };
  if (name === 'exchange.preview' || name === 'exchange.answer') return { batchId: 'x' };
  if (name === 'import-mapping.list') return { list: 'roster' };
  if (name === 'class.draft') return { occupationCode: 'x' };
  return name === 'calendar.save-year' ? { year: 1900 } : {};
}
