import { describe, expect, it } from 'vitest';
import { addDays, plainDate as day } from '#kernel/plain-date';
import { fittingQualifications, offeredTeachers, qualificationsOf, type Teacher, teacherStandingOn } from './teacher';

const today = day('2026-11-23');
const li: Teacher = {
  id: 'li',
  name: '李红梅',
  occupationCode: '4-10-01-05',
  level: 3,
  qualification: '养老护理员三级',
};
const elsewhere = { name: '博爱县职业中等专业学校', consents: [] };

describe('how a teacher stands', () => {
  it.each([
    ['在职，未登记到岗日', {}, 'serving'],
    ['到岗当天', { joinedOn: today }, 'serving'],
    ['明天到岗', { joinedOn: addDays(today, 1) }, 'coming'],
    ['最后一天', { leftOn: today }, 'serving'],
    ['昨天离任', { leftOn: addDays(today, -1) }, 'left'],
    ['今天起停用', { stoppedOn: today }, 'stopped'],
    ['明天起停用', { stoppedOn: addDays(today, 1) }, 'serving'],
    ['离任又停用', { leftOn: addDays(today, -9), stoppedOn: addDays(today, -20) }, 'left'],
    ['单位未同意', { outsideEmployer: elsewhere }, 'awaitingConsent'],
    ['同意到今天', { outsideEmployer: { ...elsewhere, consents: [{ validUntil: today }] } }, 'serving'],
    [
      '同意到昨天',
      { outsideEmployer: { ...elsewhere, consents: [{ validUntil: addDays(today, -1) }] } },
      'awaitingConsent',
    ],
  ] as const)('%s', (_what, change, standing) => {
    expect(teacherStandingOn({ ...li, ...change }, today)).toBe(standing);
  });
});

describe('the teachers a plan offers', () => {
  it('are those of the staff; who still waits for a consent is named as such', () => {
    const waiting: Teacher = { ...li, id: 'waiting', name: '赵志强', outsideEmployer: elsewhere };
    const gone: Teacher = { ...li, id: 'gone', leftOn: addDays(today, -1) };
    const stopped: Teacher = { ...li, id: 'stopped', stoppedOn: today };
    expect(offeredTeachers([li, waiting, gone, stopped], new Set(), today)).toEqual([
      { id: 'li', label: '李红梅', mayTeach: true },
      { id: 'waiting', label: '赵志强（待单位同意）', mayTeach: false },
    ]);
  });

  it('and whoever is in the plan already, so that the cell still has a name', () => {
    const gone: Teacher = { ...li, leftOn: addDays(today, -1) };
    expect(offeredTeachers([gone], new Set(['li']), today)).toEqual([
      { id: 'li', label: '李红梅（已离任）', mayTeach: false },
    ]);
  });
});

describe('qualifications', () => {
  it('of an older entry are the one line it was entered with, without an end', () => {
    expect(qualificationsOf(li)).toEqual([
      { occupationCode: '4-10-01-05', level: 3, title: '养老护理员三级', validUntil: undefined },
    ]);
  });

  it('fit a class of the same occupation and level, or a lower one', () => {
    expect(fittingQualifications(li, '4-10-01-05', 4)).toHaveLength(1);
    expect(fittingQualifications(li, '4-10-01-05', 3)).toHaveLength(1);
    expect(fittingQualifications(li, '4-10-01-05', 2)).toHaveLength(0);
    expect(fittingQualifications(li, '4-10-01-06', 4)).toHaveLength(0);
  });
});
