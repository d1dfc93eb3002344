import { compareShownPictures, pictureReuseSchedule } from './compare-job';
import { listAlikePictures } from './queries';
import { reviewAlikePictures } from './review-command';

export { picturesAgain } from './again';
export { keepSketch } from './keep-sketch';
export { pictureReuseSchedule };

/** Pictures of check-ins and roll calls that look like another. */
export const pictureReuseOperations = [listAlikePictures, reviewAlikePictures] as const;
export const pictureReuseJobs = [compareShownPictures] as const;
