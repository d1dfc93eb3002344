/** Rights over attendance devices, and harmless questions about devices that are not there. */

const institution = ['institutionClerk', 'institutionPrincipal'] as const;
const county = ['countyOfficer', 'countySignatory'] as const;
const city = ['cityOfficer', 'citySignatory'] as const;
const readers = [...institution, ...county, ...city, 'disciplineOfficer'] as const;
const officers = ['countyOfficer', 'cityOfficer'] as const;

export const deviceRights = {
  'device.register': institution,
  'device.confirm': ['countyOfficer'],
  'device.suspend': officers,
  'device.resume': officers,
  'device.revoke': [...county, ...city],
  'device.change-place': [...institution, 'countyOfficer'],
  'device.rotate-key': [...institution, 'countyOfficer'],
  'device.list': readers,
  'device.show': readers,
  'device.check-chain': readers,
  'device.alarms': readers,
  'device.settle-alarm': [...institution, ...officers],
  'device.save-checklist': institution,
  'device.sign-checklist': [...institution, 'countyOfficer'],
  'device.checklist': readers,
} as const;

/** An id that belongs to nothing. */
const nobody = '01900000-0000-7000-8000-000000000000';

/** Input of an operation about a device that is not there, so that nothing is changed. */
export function deviceInput(name: string): Record<string, unknown> | undefined {
  if (!name.startsWith('device.')) return undefined;
  if (name === 'device.list' || name === 'device.alarms') return {};
  if (name === 'device.settle-alarm') return { alarmId: nobody, reason: '已核对' };
  const stale = { deviceId: nobody, version: 900 };
  const given: Readonly<Record<string, Record<string, unknown>>> = {
    'device.register': { venueId: nobody, vendor: 'json', model: 'M1', serial: 'SN-0001', responsibleName: '王专管' },
    'device.confirm': { ...stale, keepsPictures: false },
    'device.change-place': { ...stale, venueId: nobody, responsibleName: '王专管', reason: '调整教室' },
    'device.rotate-key': { ...stale, reason: '例行更换', restartsSequence: false },
    'device.show': { deviceId: nobody },
    'device.check-chain': { deviceId: nobody },
    'device.checklist': { deviceId: nobody },
    'device.save-checklist': {
      ...stale,
      checklist: { keeper: '', passwordSetBy: '', passwordSetOn: null, keptAt: '', points: [], note: '' },
    },
    'device.sign-checklist': { ...stale, action: 'offer' },
  };
  return given[name] ?? { ...stale, reason: '停用核对' };
}
