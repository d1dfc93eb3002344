import { addConsent, removeConsent, showConsent } from './consent';
import { addTeacher, changeTeacher } from './keep';
import { revealTeacher, showTeacher } from './show';
import { leaveTeacher, rejoinTeacher, resumeTeacher, stopTeacher } from './standing';

/** Everything that can be done and asked of one teacher. */
export const teacherOperations = [
  showTeacher,
  addTeacher,
  changeTeacher,
  leaveTeacher,
  rejoinTeacher,
  stopTeacher,
  resumeTeacher,
  addConsent,
  removeConsent,
  showConsent,
  revealTeacher,
] as const;
