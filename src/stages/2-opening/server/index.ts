import { addAttachment, assignAttachment, removeAttachment } from './attachment-commands';
import { listAttachments, showAttachment } from './attachment-queries';
import { exportClasses } from './class-export';
import { classDocument, classDocumentPages } from './class-documents';
import { listClassesQuery } from './class-list';
import { classDifferences, revealPerson, showClass } from './class-show';
import {
  downloadRosterTemplate,
  draftClass,
  readRosterFile,
  saveClassApplication,
  saveClassPlan,
  saveClassPosts,
  saveClassRoster,
} from './draft-commands';
import { fileClass, withdrawClass } from './filing-commands';
import {
  answerReturnPoint,
  approveClass,
  decideWarnings,
  markCheckItem,
  refuseClass,
  returnClass,
  verifyClass,
} from './review-commands';
import { workCounts, workQueue } from './work-queue';

export { openingJobs, openingSchedule } from './jobs';

/** Everything that can be done and asked in the opening stage. */
export const openingOperations = [
  draftClass,
  saveClassApplication,
  saveClassPlan,
  saveClassRoster,
  saveClassPosts,
  readRosterFile,
  addAttachment,
  assignAttachment,
  removeAttachment,
  listAttachments,
  showAttachment,
  fileClass,
  withdrawClass,
  markCheckItem,
  decideWarnings,
  verifyClass,
  returnClass,
  answerReturnPoint,
  approveClass,
  refuseClass,
  revealPerson,
  listClassesQuery,
  exportClasses,
  showClass,
  classDifferences,
  classDocument,
  classDocumentPages,
  downloadRosterTemplate,
  workQueue,
  workCounts,
] as const;
