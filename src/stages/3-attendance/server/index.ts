import { absenceOperations } from './absences/index';
import { checkInOperations } from './check-in/index';
import { deviceJobs, deviceOperations, deviceSchedule } from './devices/index';
import { doubtJobs, doubtOperations, doubtSchedule } from './doubt/index';
import { impersonationOperations } from './impersonation/index';
import { keepingJobs, keepingOperations, keepingSchedule } from './keeping/index';
import { photoDrawJobs, photoDrawOperations, photoDrawSchedule } from './photo-draw/index';
import { pictureReuseJobs, pictureReuseOperations, pictureReuseSchedule } from './picture-reuse/index';
import { privacyJobs, privacyOperations, privacySchedule } from './privacy/index';
import { recordingJobs, recordingOperations, recordingSchedule } from './recordings/index';
import { rollCallJobs, rollCallOperations, rollCallSchedule } from './roll-call/index';
import { teachingOperations } from './teaching/index';
import { sheetOperations } from './sheet/index';

export { type ClassPast, keepAttendance, stationDoor } from './check-in/index';
export { keepDoubtedChecks, keepShownPair, keepTeacherDoubts } from './doubt/index';
export { type DayOfDevice, deviceDoor, keepHistory, keySeal } from './devices/index';
export { copyDoor } from './keeping/index';
export { headCountsOf, recordingDoor } from './recordings/index';

/** Everything that can be done and asked in the attendance stage. */
export const attendanceOperations = [
  ...deviceOperations,
  ...checkInOperations,
  ...teachingOperations,
  ...sheetOperations,
  ...absenceOperations,
  ...impersonationOperations,
  ...rollCallOperations,
  ...recordingOperations,
  ...keepingOperations,
  ...privacyOperations,
  ...doubtOperations,
  ...pictureReuseOperations,
  ...photoDrawOperations,
] as const;

/** What the attendance stage does behind the desk, and when. */
export const attendanceJobs = [
  ...deviceJobs,
  ...rollCallJobs,
  ...recordingJobs,
  ...doubtJobs,
  ...keepingJobs,
  ...privacyJobs,
  ...pictureReuseJobs,
  ...photoDrawJobs,
] as const;
export const attendanceSchedule = [
  ...deviceSchedule,
  ...rollCallSchedule,
  ...recordingSchedule,
  ...doubtSchedule,
  ...keepingSchedule,
  ...privacySchedule,
  ...pictureReuseSchedule,
  ...photoDrawSchedule,
] as const;
