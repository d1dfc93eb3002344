import type { Role } from '#kernel/roles';
import type { Actor } from '#platform/operation';
import type { Operations } from './operations';
import type { TestSchool } from './stages/2-opening/server/testing-filings';
import type { CityClass } from './testing-city';
import { peopleInput, peopleRights } from './testing-people-rights';
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
  'institution.show': readers,
  'institution.own': institution,
  'register.history': readers,
  'teacher.list': readers,
  ...peopleRights,
  'occupation.list': 'everyone',
  'occupation.show': 'everyone',
  'occupation.export': 'everyone',
  'occupation.differences': 'everyone',
  'occupation.read-workbook': ['cityOfficer'],
  'occupation.propose': ['cityOfficer'],
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
  'user.list': keeper,
  'user.places': keeper,
  'user.create': keeper,
  'user.disable': keeper,
  'user.enable': keeper,
  'user.reset-password': keeper,
  'user.reset-second-factor': keeper,
  'log.list': [...city, 'disciplineOfficer', 'auditAdministrator'],
  'log.head': [...city, 'disciplineOfficer', 'auditAdministrator', 'systemAdministrator'],
  'listing.list': 'everyone',
  'listing.export': 'everyone',
  'listing.differences': 'everyone',
  'listing.candidates': ['cityOfficer'],
  'listing.propose': ['cityOfficer'],
  'system.status': ['systemAdministrator', 'auditAdministrator'],
  'class.draft': institution,
  'class.save-application': institution,
  'class.save-plan': institution,
  'class.save-roster': institution,
  'class.save-posts': institution,
  'roster.read-file': institution,
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
  return given[name] ?? { classId };
}

/** Harmless input of an operation about one class, one institution, or neither. */
export function harmlessInput(
  name: Operations['name'],
  about: { readonly classId?: string; readonly attachmentId?: string; readonly institutionId?: string } = {},
): Record<string, unknown> {
  if (about.classId) return classInput(name, about.classId, about.attachmentId ?? nobody);
  if (about.institutionId) return { institutionId: about.institutionId };
  if (name === 'search.find') return { words: '测试' };
  if (name.startsWith('user.') && name !== 'user.list' && name !== 'user.places' && name !== 'user.create')
    return { userId: nobody, ...(name === 'user.disable' ? { reason: '离职' } : {}) };
  if (name === 'register.history') return { type: 'institution', id: nobody };
  if (name === 'edition.show' || name === 'edition.confirm') return { editionId: nobody };
  const ofPeople = peopleInput(name);
  if (ofPeople) return ofPeople;
  if (name === 'edition.withdraw') return { editionId: nobody, reason: '重新录入' };
  if (name === 'occupation.show') return { code: '4-10-01-05' };
  if (name === 'figure.confirm') return { lineId: nobody };
  if (name === 'exchange.show' || name === 'exchange.export') return { batchId: nobody };
  if (name === 'exchange.file' || name === 'exchange.close') return { batchId: nobody, reason: '核对' };
  if (name === 'exchange.preview' || name === 'exchange.answer') return { batchId: 'x' };
  if (name === 'class.draft') return { occupationCode: 'x' };
  return name === 'calendar.save-year' ? { year: 1900 } : {};
}
