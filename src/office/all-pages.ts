import { openingPages } from '../stages/2-opening/web/pages';
import { attendancePages, roomPages } from '../stages/3-attendance/web/pages';
import { registerPages } from '../registers/web/pages';
import type { OfficePage, StandalonePage } from './pages';

/** Every page of the office desk. */
export const allPages: readonly OfficePage[] = [...openingPages, ...attendancePages, ...registerPages];

/** Every page that stands alone. */
export const standalonePages: readonly StandalonePage[] = [...roomPages];
