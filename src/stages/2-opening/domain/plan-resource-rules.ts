import { type PlainDate, plainDate } from '#kernel/plain-date';
import { rule } from '#law/rule';
import { levelNames } from '#registers';
import type { OpeningFacts } from './opening';

const since2024 = plainDate('2024-07-18');
const filedOn = (facts: OpeningFacts): PlainDate => facts.filedOn;

export const teacherFits = rule({
  id: 'opening.teacher-qualified',
  title: '教师任职资格',
  cites: ['2024.1.2', '2021.3.2'],
  severity: 'blocks',
  from: since2024,
  governedBy: filedOn,
  check({ lessons, institution, application: { occupationCode, level } }: OpeningFacts) {
    if (!occupationCode || !level) return [];
    const told = new Set<string>();
    return lessons.flatMap((lesson) => {
      const teacher = institution.teachers.find((each) => each.id === lesson.teacherId);
      if (!teacher || told.has(teacher.id) || lesson.kind === 'exam') return [];
      if (teacher.occupationCode === occupationCode && teacher.level <= level) return [];
      told.add(teacher.id);
      return [{ field: 'teacherId', row: lesson.id, name: teacher.name, held: teacher.qualification, level }];
    });
  },
  says: ({ name, held, level }) => `教师${name}的资格是“${held}”，与本班职业或${levelNames[level]}的要求不符。`,
  fix: () => '请换由本职业、等级不低于本班的教师授课。',
});

export const enoughTeachers = rule({
  id: 'opening.teachers-enough',
  title: '教师配备',
  cites: ['2024.1.2'],
  severity: 'warns',
  from: since2024,
  governedBy: filedOn,
  check({ lessons }: OpeningFacts, figure) {
    const count = new Set(lessons.flatMap((lesson) => (lesson.teacherId ? [lesson.teacherId] : []))).size;
    return lessons.length > 0 && count < figure('teachersAdvised') ? [{ field: 'teacherId', count }] : [];
  },
  says: ({ count }) => `全班只安排了 ${count} 名教师；理论和实习指导通常各有一名。`,
  fix: () => '请增加授课教师，或在核查时说明。',
});

export const venueHolds = rule({
  id: 'opening.venue-capacity',
  title: '场地容量',
  cites: ['2024.1.2'],
  severity: 'blocks',
  from: since2024,
  governedBy: filedOn,
  check({ lessons, roster, institution }: OpeningFacts) {
    const used = new Map<string, string>();
    for (const lesson of lessons) if (lesson.venueId && !used.has(lesson.venueId)) used.set(lesson.venueId, lesson.id);
    return institution.venues.flatMap((venue) => {
      const row = used.get(venue.id);
      return row !== undefined && venue.capacity < roster.length
        ? [{ field: 'venueId', row, name: venue.name, capacity: venue.capacity, trainees: roster.length }]
        : [];
    });
  },
  says: ({ name, capacity, trainees }) => `${name}容纳 ${capacity} 人，本班 ${trainees} 人。`,
  fix: () => '请换更大的场地，或减少学员。',
});
