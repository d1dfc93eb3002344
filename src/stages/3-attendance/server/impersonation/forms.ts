import { z } from 'zod';
import { classId, institutions, plainDay, reason, remark, row } from '../check-in/forms';

export { classId, institutions, plainDay, reason, remark };

/** How many events the person had seen of the case. */
export const version = z.int('版本号不正确').min(0);

export const personTime = { traineeId: row, lessonId: row } as const;

/** A passage somebody writes for the record. */
export const passage = (longest: number, missing: string) => remark(longest).refine((value) => value !== '', missing);

export const caseReaders = [
  'institutionPrincipal',
  'institutionClerk',
  'countyOfficer',
  'countySignatory',
  'cityOfficer',
  'citySignatory',
  'disciplineOfficer',
] as const;
