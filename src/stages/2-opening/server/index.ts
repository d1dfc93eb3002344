import { addAttachment, assignAttachment, removeAttachment } from './attachment-commands';
import { listAttachments, showAttachment } from './attachment-queries';
import { approveChange, refuseChange, returnChange, verifyChange } from './change/decision-commands';
import { draftChange, saveChange } from './change/draft-commands';
import { fileChange, withdrawChange } from './change/filing-commands';
import { listChanges, showTimetable } from './change/list';
import { showChange } from './change/show';
import { copyClass } from './class-copy';
import { exportClasses } from './class-export';
import { approvalPaper, classDocument, classDocumentPages } from './class-documents';
import { listClassesQuery } from './class-list';
import { classDifferences, revealPerson, showClass } from './class-show';
import {
  downloadRosterTemplate,
  draftClass,
  saveClassApplication,
  saveClassPlan,
  saveClassPosts,
  saveClassRoster,
} from './draft-commands';
import { fileClass, withdrawClass } from './filing-commands';
import { handBackClass, offerClass } from './signing-commands';
import {
  answerReturnPoint,
  approveClass,
  decideWarnings,
  markCheckItem,
  refuseClass,
  returnClass,
  verifyClass,
} from './review-commands';
import { answerExchange, previewAnswer } from './exchange-answer';
import { downloadExchange, exportExchange } from './exchange-file';
import { closeExchange, prepareExchange } from './exchange-prepare';
import { listExchanges } from './exchange-queries';
import { showExchange } from './exchange-show';
import { listImportMappings, rememberImportMapping } from './import-mappings';
import { importRegistrations, previewRegistrations } from './registration-import';
import { showRegistrations } from './registration-class';
import { exportRegistrations } from './registration-export';
import { reconcileRegistrations } from './registration-queries';
import { readSheetFile } from './sheet-file';
import { listRuleStrikes } from './rule-strike-list';
import { workCounts, workQueue } from './work-queue';

export { openingJobs, openingSchedule } from './jobs';

/** Everything that can be done and asked in the opening stage. */
export const openingOperations = [
  draftClass,
  saveClassApplication,
  saveClassPlan,
  saveClassRoster,
  saveClassPosts,
  readSheetFile,
  listImportMappings,
  rememberImportMapping,
  addAttachment,
  assignAttachment,
  removeAttachment,
  listAttachments,
  showAttachment,
  offerClass,
  handBackClass,
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
  approvalPaper,
  downloadRosterTemplate,
  prepareExchange,
  downloadExchange,
  previewAnswer,
  answerExchange,
  closeExchange,
  listExchanges,
  showExchange,
  exportExchange,
  previewRegistrations,
  importRegistrations,
  reconcileRegistrations,
  showRegistrations,
  exportRegistrations,
  copyClass,
  draftChange,
  saveChange,
  fileChange,
  withdrawChange,
  verifyChange,
  approveChange,
  refuseChange,
  returnChange,
  showChange,
  listChanges,
  showTimetable,
  listRuleStrikes,
  workQueue,
  workCounts,
] as const;
export { openPage } from './attachment-store';
