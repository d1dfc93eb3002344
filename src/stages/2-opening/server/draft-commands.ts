import { z } from 'zod';
import { newId } from '#platform/identifiers';
import { command, done, query, refused } from '#platform/operation';
import { finishEditing, isRefused, takeForEditing } from './editing';
import { rosterTemplate } from './roster-template';
import { applicationForm, classId, lessonForm, level, mostRosterRows, postForm, rosterRowForm, version } from './forms';
import { saveApplication, savePlan, savePosts, saveRoster } from './store';

const institutionRoles = ['institutionClerk', 'institutionPrincipal'] as const;

/** 新建班期 */
export const draftClass = command({
  name: 'class.draft',
  path: '/classes',
  title: '新建班期',
  by: institutionRoles,
  cites: ['2021.3', '2024.1.1'],
  input: z.object({
    occupationCode: z
      .string()
      .regex(/^\d-\d{2}-\d{2}-\d{2}$/, '职业编码不正确')
      .optional(),
    level: level.optional(),
  }),
  async handle({ occupationCode, level: chosen }, context) {
    const { regionCode, institutionId, userId } = context.actor;
    if (!regionCode || !institutionId) return refused('您的账户没有所属机构，请联系安全管理员。', 'forbidden');
    const id = newId();
    await context.tx
      .insertInto('training_classes')
      .values({
        region_code: regionCode,
        id,
        institution_id: institutionId,
        state: 'drafted',
        occupation_code: occupationCode ?? null,
        level: chosen ?? null,
        created_by: userId,
        created_at: context.now,
        changed_at: context.now,
      })
      .execute();
    context.note({ subject: { type: 'trainingClass', id } });
    return done({ classId: id });
  },
});

/** 保存开班申请表（附件2） */
export const saveClassApplication = command({
  name: 'class.save-application',
  path: '/classes/:classId/application',
  title: '保存开班申请表',
  by: institutionRoles,
  cites: ['2021.3.1', '2021.A2'],
  input: z.object({ classId, version, application: applicationForm }),
  async handle(input, context) {
    const record = await takeForEditing(context, input.classId, input.version);
    if (isRefused(record)) return record;
    await saveApplication(context, record, input.application);
    return finishEditing(context, record);
  },
});

/** 保存教学计划（附件3） */
export const saveClassPlan = command({
  name: 'class.save-plan',
  path: '/classes/:classId/plan',
  title: '保存教学计划',
  by: institutionRoles,
  cites: ['2021.3.2', '2021.A3'],
  input: z.object({ classId, version, lessons: z.array(lessonForm).max(1000, '课次不超过 1000 次') }),
  async handle(input, context) {
    const record = await takeForEditing(context, input.classId, input.version);
    if (isRefused(record)) return record;
    await savePlan(context, record, input.lessons);
    return finishEditing(context, record);
  },
});

/** 保存备案花名册（附件4） */
export const saveClassRoster = command({
  name: 'class.save-roster',
  path: '/classes/:classId/roster',
  title: '保存备案花名册',
  by: institutionRoles,
  cites: ['2021.3.3', '2021.A4'],
  input: z.object({
    classId,
    version,
    rows: z.array(rosterRowForm).max(mostRosterRows, `花名册不超过 ${mostRosterRows} 行`),
  }),
  async handle(input, context) {
    const record = await takeForEditing(context, input.classId, input.version);
    if (isRefused(record)) return record;
    if (new Set(input.rows.map((row) => row.id)).size < input.rows.length)
      return refused('花名册的行编号有重复，请刷新页面。', 'invalid');
    const rows = input.rows.map(({ id, cells, source, damaged }) => ({
      id,
      cells,
      ...(source ? { source } : {}),
      ...(damaged ? { damaged } : {}),
    }));
    await saveRoster(context, record, rows);
    return finishEditing(context, record);
  },
});

/** 保存就业岗位（附件5） */
export const saveClassPosts = command({
  name: 'class.save-posts',
  path: '/classes/:classId/posts',
  title: '保存就业岗位',
  by: institutionRoles,
  cites: ['2021.3.4', '2021.A5'],
  input: z.object({ classId, version, posts: z.array(postForm).max(2000, '岗位不超过 2000 行') }),
  async handle(input, context) {
    const record = await takeForEditing(context, input.classId, input.version);
    if (isRefused(record)) return record;
    await savePosts(context, record, input.posts);
    return finishEditing(context, record);
  },
});

/** 空白花名册模板，带下拉与文本格式 */
export const downloadRosterTemplate = query({
  name: 'roster.template',
  path: '/roster-template',
  title: '下载花名册模板',
  by: institutionRoles,
  cites: ['2021.A4'],
  input: z.object({}),
  async handle() {
    return done({
      download: true as const,
      mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      fileName: '就业技能培训学员备案花名册.xlsx',
      body: await rosterTemplate(60),
    });
  },
});
