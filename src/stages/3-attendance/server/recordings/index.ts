import { addCamera, retireCamera } from './camera-commands';
import { markClip } from './clip-commands';
import { askPreview } from './preview-command';
import { listRecordings, openRecording, showRecordingPicture } from './queries';
import { reviewReuse } from './reuse-commands';
import { showRecording } from './show-query';
import { correctRecordingStart } from './correct-start-command';
import { abandonRecording, announceRecording } from './upload-commands';

export { recordingDoor } from './door';
export { headCountsOf } from './heads';
export { recordingJobs, recordingSchedule } from './tidy-job';

/** Everything that can be done with and asked of cameras and recordings. */
export const recordingOperations = [
  addCamera,
  retireCamera,
  listRecordings,
  announceRecording,
  abandonRecording,
  correctRecordingStart,
  showRecording,
  openRecording,
  askPreview,
  showRecordingPicture,
  markClip,
  reviewReuse,
] as const;
