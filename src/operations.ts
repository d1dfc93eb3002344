import { openingOperations } from '#opening/server';
import { registerOperations } from '#registers/server';
import { attendanceOperations } from './stages/3-attendance/server/index';

/** Every operation of the product, in the order of the stages. */
export const operations = [...registerOperations, ...openingOperations, ...attendanceOperations] as const;
export type Operations = (typeof operations)[number];
