import { z } from 'zod';
import { newId } from '#platform/identifiers';
import { command, done, missing, refused } from '#platform/operation';
import { cameraId, institutions, text } from './forms';

const cameraPositions = ['rear', 'front', 'side', 'portable'] as const;

/** 登记教室镜头：录像按镜头归属，附件6 要求教室后侧正中有一个 */
export const addCamera = command({
  name: 'camera.add',
  path: '/cameras',
  title: '登记镜头',
  by: institutions,
  cites: ['2021.A6.3'],
  input: z.object({
    venueId: z.uuid('请选择教室'),
    name: text(30).refine((value) => value !== '', '请填写镜头名称，如“后侧正中”'),
    position: z.enum(cameraPositions, '请选择位置'),
  }),
  async handle(input, context) {
    const { tx, actor, now } = context;
    const venue = await tx.selectFrom('venues').selectAll().where('id', '=', input.venueId).executeTakeFirst();
    if (!venue) return missing('这个教室');
    const id = newId();
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('cameras')
      .values({
        region_code: venue.region_code,
        institution_id: venue.institution_id,
        id,
        venue_id: venue.id,
        name: input.name,
        position: input.position,
        added_by: actor.userId,
        added_by_name: actor.name,
        added_at: now,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows !== 1n) return refused('这个教室已有同名的镜头，请换个名称。', 'conflict');
    context.note({
      subject: { type: 'camera', id },
      regionCode: venue.region_code,
      institutionId: venue.institution_id,
      detail: { venue: venue.name, camera: input.name, position: input.position },
    });
    return done({ cameraId: id });
  },
});

/** 停用镜头：不再收新的录像，已有的不受影响 */
export const retireCamera = command({
  name: 'camera.retire',
  path: '/cameras/:cameraId/retire',
  title: '停用镜头',
  by: institutions,
  cites: ['2021.A6.3'],
  input: z.object({ cameraId }),
  async handle(input, context) {
    const { tx, now } = context;
    const camera = await tx.selectFrom('cameras').selectAll().where('id', '=', input.cameraId).executeTakeFirst();
    if (!camera) return missing('这个镜头');
    await tx
      .updateTable('cameras')
      .set({ retired_at: now })
      .where('id', '=', camera.id)
      .where('retired_at', 'is', null)
      .execute();
    context.note({
      subject: { type: 'camera', id: camera.id },
      regionCode: camera.region_code,
      institutionId: camera.institution_id,
      detail: { camera: camera.name },
    });
    return done({ retired: true });
  },
});
