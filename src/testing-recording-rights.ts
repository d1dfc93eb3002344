/** Rights over cameras and recordings, and harmless input about a class that has not begun. */

const institution = ['institutionClerk', 'institutionPrincipal'] as const;
const officers = ['countyOfficer', 'cityOfficer'] as const;
const bureau = ['countyOfficer', 'countySignatory', 'cityOfficer', 'citySignatory', 'disciplineOfficer'] as const;
const readers = [...institution, ...bureau] as const;

export const recordingRights = {
  'camera.add': institution,
  'camera.retire': institution,
  'recording.list': readers,
  'recording.announce': institution,
  'recording.abandon': institution,
  'recording.correct-start': institution,
  'recording.show': readers,
  'recording.open': readers,
  'recording.ask-preview': readers,
  'recording.picture': readers,
  'recording.mark-clip': [...institution, ...officers],
  'recording.review-reuse': officers,
} as const;

const nobody = '01900000-0000-7000-8000-000000000000';

/** Input of an operation on a recording of a class; none of these classes is approved, so nothing is changed. */
export function recordingInput(name: string, classId: string): Record<string, unknown> | undefined {
  if (name === 'camera.add') return { venueId: nobody, name: '后侧正中', position: 'rear' };
  if (name === 'camera.retire') return { cameraId: nobody };
  if (!name.startsWith('recording.')) return undefined;
  if (name === 'recording.list') return { classId };
  const startsAt = '2026-03-02T00:00:00.000Z';
  if (name === 'recording.announce')
    return { classId, cameraId: nobody, fileName: 'a.mp4', fileMark: 'a', byteLength: 1000, startsAt };
  const seen = { classId, recordingId: nobody };
  if (name === 'recording.correct-start') return { ...seen, version: 900, startsAt, reason: '录像机时钟慢了' };
  if (name === 'recording.mark-clip') return { ...seen, fromMs: 0, toMs: 1000, reason: '存证' };
  if (name === 'recording.review-reuse') return { ...seen, verdict: 'explained', note: '误传两次' };
  return name === 'recording.picture' ? { ...seen, kind: 'sheet' } : seen;
}
