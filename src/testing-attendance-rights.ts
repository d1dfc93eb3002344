/** Rights over enrolment, check-in and hours, and harmless input about a class that has not begun. */

import { currentConsentText } from './stages/3-attendance/domain/enrolment/consent';

const institution = ['institutionClerk', 'institutionPrincipal'] as const;
const readers = [
  ...institution,
  ...(['countyOfficer', 'countySignatory', 'cityOfficer', 'citySignatory', 'disciplineOfficer'] as const),
] as const;

export const attendanceRights = {
  'attendance.sessions': readers,
  'attendance.board': readers,
  'attendance.hours': readers,
  'attendance.sheet': readers,
  'attendance.sheet-pages': readers,
  'attendance.enrolments': readers,
  'attendance.checks': readers,
  'attendance.check-picture': readers,
  'attendance.choose-way': institution,
  'attendance.capture': institution,
  'attendance.enrolment-challenge': institution,
  'attendance.confirm-enrolment': ['countyOfficer'],
  'attendance.return-enrolment': ['countyOfficer'],
  'attendance.frame': readers,
  'attendance.save-device-codes': institution,
  'attendance.open-station': institution,
  'attendance.close-station': institution,
  'attendance.station-key': institution,
  'attendance.station': institution,
  'attendance.issue-codes': institution,
  'attendance.teacher-code': institution,
  'attendance.check-teacher': institution,
  'attendance.challenge': institution,
  'attendance.check-by-card': institution,
  'attendance.check-by-face': institution,
  'attendance.check-by-phone': institution,
} as const;

const nobody = '01900000-0000-7000-8000-000000000000';
const picture = 'A'.repeat(200);

/** Input of an attendance operation about a class; none of these classes is approved, so nothing is changed. */
export function attendanceClassInput(name: string, classId: string): Record<string, unknown> | undefined {
  const decided = { classId, row: 'r1', version: 900 };
  const station = { classId, stationId: nobody };
  const card = { ...station, card: '0017', code: '123456', picture, direction: 'in' };
  const given: Readonly<Record<string, Record<string, unknown>>> = {
    'attendance.choose-way': {
      classId,
      rows: ['r1'],
      choice: 'card',
      textVersion: currentConsentText('trainee').version,
    },
    'attendance.enrolment-challenge': { classId, row: 'r1' },
    'attendance.capture': { classId, row: 'r1', frames: [picture, picture, picture] },
    'attendance.confirm-enrolment': decided,
    'attendance.return-enrolment': { ...decided, reason: '看不清' },
    'attendance.frame': { classId, row: 'r1', position: 0, purpose: 'enrolment' },
    'attendance.check-picture': { classId, checkId: nobody, position: 0, purpose: 'settling' },
    'attendance.save-device-codes': { classId, codes: [{ row: 'r1', code: '1001' }] },
    'attendance.open-station': { classId, kind: 'kiosk' },
    'attendance.close-station': station,
    'attendance.station-key': { ...station, key: 'A'.repeat(122) },
    'attendance.station': station,
    'attendance.issue-codes': { classId, rows: ['r1'] },
    'attendance.teacher-code': { classId, teacherId: nobody },
    'attendance.check-teacher': card,
    'attendance.challenge': station,
    'attendance.check-by-card': card,
    'attendance.check-by-face': { ...station, front: picture, direction: 'in' },
    'attendance.check-by-phone': { ...card, roomCode: '123456' },
  };
  return given[name];
}
