import { z } from 'zod';
import type { Role } from '#kernel/roles';
import { newId } from '#platform/identifiers';
import { command, done, refused } from '#platform/operation';
import { document, filingNumber, plainDay } from './forms';
import { countStoredFaces, storedFaceStanding } from './stored-faces';
import { raiseLevelTask } from './tasks';

export const filers = ['securityAdministrator', 'cityOfficer'] as const satisfies readonly Role[];

/** 登记人脸识别技术应用备案：备案号、日期和回执 */
export const recordFiling = command({
  name: 'privacy.record-filing',
  path: '/face-protection/filings',
  title: '登记人脸识别应用备案',
  by: filers,
  cites: ['2021.4.1'],
  input: z.object({ number: filingNumber, filedOn: plainDay, document }),
  async handle(input, context) {
    const { tx, now, today, actor } = context;
    if (input.filedOn > today) return refused('备案日期不能在今天之后。', 'invalid');
    const known = await tx
      .selectFrom('face_filings')
      .select('filed_on')
      .where('number', '=', input.number)
      .executeTakeFirst();
    if (known) return refused(`备案号 ${input.number} 已登记，备案日期 ${known.filed_on}。`, 'conflict');
    const id = newId();
    await context.acrossRegions(async () => {
      const { people } = await countStoredFaces(context);
      await tx
        .insertInto('face_filings')
        .values({
          id,
          number: input.number,
          filed_on: input.filedOn,
          document: input.document,
          people,
          recorded_by: actor.userId,
          recorded_by_name: actor.name,
          recorded_at: now,
        })
        .execute();
      const { level } = await storedFaceStanding(context);
      await raiseLevelTask(tx, now, level, people, '');
    });
    context.note({
      subject: { type: 'faceFiling', id },
      detail: { number: input.number, filedOn: input.filedOn, document: input.document },
    });
    return done({ id });
  },
});
