import { checkByCard } from './check-by-card';
import { askChallenge, checkByFace } from './check-by-face';
import { checkByPhone } from './check-by-phone';
import { listChecks, showCheckPicture } from './check-queries';
import { issueCodes } from './codes';
import { chooseWay } from './consent-commands';
import { saveDeviceCodes } from './device-codes';
import { askEnrolmentTurns } from './enrolment-turns';
import { captureEnrolment, confirmEnrolment, returnEnrolment, showFrame } from './enrolment-commands';
import { listEnrolments, listSessions, showBoard, showHours, showStation } from './queries';
import { registerStationKey } from './station-key';
import { closeStation, openStation } from './stations';

export { stationDoor } from './door';
export { type ClassPast, keepAttendance } from './history';

/** Everything that can be done with and asked of enrolment, check-in and hours. */
export const checkInOperations = [
  listSessions,
  showBoard,
  showHours,
  listEnrolments,
  listChecks,
  showCheckPicture,
  chooseWay,
  askEnrolmentTurns,
  captureEnrolment,
  confirmEnrolment,
  returnEnrolment,
  showFrame,
  saveDeviceCodes,
  openStation,
  closeStation,
  registerStationKey,
  showStation,
  issueCodes,
  askChallenge,
  checkByCard,
  checkByFace,
  checkByPhone,
] as const;
