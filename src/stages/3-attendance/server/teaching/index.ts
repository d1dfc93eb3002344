import { checkTeacher, issueTeacherCode } from './commands';

export { checkTeacher } from './commands';
export { type ClassTeaching, teachingOfClass, type TeachingRow } from './teaching';
export { teachersOf } from './teachers';

/** What teachers do at the door, and what is done for them. */
export const teachingOperations = [issueTeacherCode, checkTeacher] as const;
