import { attendanceSheet, attendanceSheetPages } from './queries';

/** Everything that can be asked of the attendance sheet. */
export const sheetOperations = [attendanceSheet, attendanceSheetPages] as const;
