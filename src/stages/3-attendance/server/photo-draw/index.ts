import { drawRoomPhotos, photoDrawSchedule } from './draw-job';
import { listDrawnPhotos } from './queries';
import { reviewDrawnPhoto } from './review-command';

export { photoDrawSchedule };

/** Room photos of check-ins by card, drawn at random and looked at by an officer. */
export const photoDrawOperations = [listDrawnPhotos, reviewDrawnPhoto] as const;
export const photoDrawJobs = [drawRoomPhotos] as const;
