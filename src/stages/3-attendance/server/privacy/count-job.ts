import { z } from 'zod';
import { job, type JobContext } from '#platform/jobs/job';
import { storedFaceLevelNames } from '../../domain/privacy/stored-faces';
import { storedFaceStanding } from './stored-faces';
import { raiseLevelTask } from './tasks';

/** Counts, writes a step taken down, and keeps the task of the city in line with it. */
async function watchStoredFaces(context: Pick<JobContext, 'log'> & Parameters<typeof storedFaceStanding>[0]) {
  const { tx, now, today, log } = context;
  const { level, lastLevel, people, filing } = await storedFaceStanding(context);
  if (level !== (lastLevel ?? 'calm')) {
    await tx
      .insertInto('stored_face_crossings')
      .values({ level, people, crossed_on: today, crossed_at: now })
      .execute();
    await log({
      action: 'privacy.cross-level',
      subject: { type: 'storedFaces', id: level },
      detail: { level, people },
    });
  }
  await raiseLevelTask(tx, now, level, people, filing.kind === 'due' ? filing.dueOn : '');
  return { level, people };
}

/** 现存人脸信息的人数：每日和建档变动后清点，越过各档即提醒 */
export const countStoredFacesJob = job({
  name: 'count-stored-faces',
  title: '清点现存人脸信息的人数',
  input: z.object({}),
  isPatient: true,
  async run(_input, context) {
    const { level, people } = await watchStoredFaces(context);
    return `现存人脸信息 ${people} 人，${storedFaceLevelNames[level]}。`;
  },
});

/** One count waits however many enrolments change before it is made. */
export const countFacesSoon = (context: Pick<JobContext, 'enqueue'>) =>
  context.enqueue(countStoredFacesJob, {}, { key: 'count-stored-faces' });
