import { openingPages } from '../stages/2-opening/web/pages';
import { attendancePages } from '../stages/3-attendance/web/pages';
import { registerPages } from '../registers/web/pages';
import type { OfficePage } from './pages';

/** Every page of the office desk. */
export const allPages: readonly OfficePage[] = [...openingPages, ...attendancePages, ...registerPages];
