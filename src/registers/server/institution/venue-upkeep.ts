import { z } from 'zod';
import { command, done, refused } from '#platform/operation';
import { institutionRights } from '../../domain/institution/rights';
import type { Equipment } from '../../domain/institution/venue';
import { neededWords, noteInstitution, openWords, tellOf } from './record';
import { lockVenueAt, venueAt } from './venue-fields';

/** 核定场地：现场看过，人数、用途、地址属实 */
export const checkVenue = command({
  name: 'institution.check-venue',
  path: '/institutions/:institutionId/venues/:venueId/check',
  title: '核定场地',
  by: institutionRights.checkVenue,
  cites: ['2024.1.2', '2024.2.2.2.2'],
  input: z.object({ ...venueAt, opinion: openWords(200) }),
  async handle({ opinion, ...wanted }, context) {
    const found = await lockVenueAt(context, wanted);
    if ('outcome' in found) return found;
    const { row, room } = found;
    if (!room.awaits_check) return refused('这个场地已经核定。', 'conflict');
    await context.tx
      .updateTable('venues')
      .set({ awaits_check: false, version: room.version + 1 })
      .where('id', '=', room.id)
      .execute();
    await tellOf(context, row, 'institution', `场地“${room.name}”已核定，可以排课。`);
    noteInstitution(context, row, {
      场地: room.name,
      核定人数: `${room.capacity} 人`,
      ...(opinion ? { reason: opinion } : {}),
    });
    return done({ version: room.version + 1 });
  },
});

const equipmentForm = z.object({
  name: neededWords('设备名称', 40),
  model: openWords(60),
  count: z.number('请填写数量').int('数量应为整数').min(1, '至少 1 台（套）').max(9999, '不超过 9999 台（套）'),
  occupationCode: z.string().max(20, '职业编码不正确').optional(),
});

const told = ({ name, model, count }: Pick<Equipment, 'name' | 'model' | 'count'>): string =>
  `${[name, model].filter(Boolean).join(' ')} ${count} 台（套）`;

const listed = (equipment: readonly Pick<Equipment, 'name' | 'model' | 'count'>[]): string | null =>
  equipment.length === 0 ? null : equipment.map(told).join('；');

/** 登记场地的设备清单 */
export const saveEquipment = command({
  name: 'institution.save-equipment',
  path: '/institutions/:institutionId/venues/:venueId/equipment',
  title: '登记场地设备',
  by: institutionRights.keepVenues,
  cites: ['2024.2.1.1'],
  input: z.object({ ...venueAt, equipment: z.array(equipmentForm).max(100, '一个场地不超过 100 项设备') }),
  async handle({ equipment, ...wanted }, context) {
    const found = await lockVenueAt(context, wanted);
    if ('outcome' in found) return found;
    const { row, room } = found;
    const codes = [...new Set(equipment.flatMap(({ occupationCode }) => occupationCode ?? []))];
    const known =
      codes.length === 0
        ? []
        : await context.tx.selectFrom('occupations').select('code').where('code', 'in', codes).execute();
    if (known.length < codes.length) return refused('有设备所属的职业不在职业目录内，请重新选择。', 'invalid');
    const { tx } = context;
    const before = await tx
      .selectFrom('venue_equipment')
      .selectAll()
      .where('venue_id', '=', room.id)
      .orderBy('position')
      .execute();
    await tx.deleteFrom('venue_equipment').where('venue_id', '=', room.id).execute();
    if (equipment.length > 0) {
      await tx
        .insertInto('venue_equipment')
        .values(
          equipment.map(({ name, model, count, occupationCode }, position) => ({
            region_code: row.region_code,
            institution_id: row.id,
            venue_id: room.id,
            position: position + 1,
            name,
            model,
            count,
            occupation_code: occupationCode ?? null,
          })),
        )
        .execute();
    }
    await tx
      .updateTable('venues')
      .set({ version: room.version + 1 })
      .where('id', '=', room.id)
      .execute();
    noteInstitution(context, row, { 场地: room.name, 设备: [listed(before), listed(equipment)] });
    return done({ version: room.version + 1 });
  },
});
