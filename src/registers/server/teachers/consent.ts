import { createHash } from 'node:crypto';
import { z } from 'zod';
import { acceptDocument } from '#platform/files/intake';
import { openSealed, storeSealed } from '#platform/files/sealed-file';
import { newId } from '#platform/identifiers';
import { command, done, missing, query, refused } from '#platform/operation';
import { plainDay, readers } from '../forms';
import { keptRemark } from '../text-forms';
import { teacherId, version } from './forms';
import { findTeacher, holdTeacher, isRefused, noteTeacher, noTeacher, takeTeacher, updateTeacher } from './store';

const institutionRoles = ['institutionClerk', 'institutionPrincipal'] as const;
const consentId = z.uuid('编号不正确');
/** A letter with a seal; what is longer is no consent. */
const mostPages = 10;
const mostBytes = 15_000_000;

const keptName = (name: string): string =>
  Array.from(name.normalize('NFC').replace(/[\p{Cc}\p{Cf}]/gu, ''))
    .slice(-120)
    .join('')
    .replace(/\d{15,}[Xx]?/g, '〔号码〕') || '同意文件';

/** 上传主要用人单位的同意文件（民办教育促进法实施条例第三十四条） */
export const addConsent = command({
  name: 'teacher.add-consent',
  path: '/teachers/:teacherId/consents',
  title: '上传教师主要用人单位的同意文件',
  by: institutionRoles,
  cites: ['2024.1.2'],
  input: z.object({
    teacherId,
    validUntil: plainDay.optional(),
  }),
  uploadLimit: mostBytes,
  async handle(input, context) {
    const seen = await findTeacher(context, input.teacherId);
    if (!seen) return noTeacher;
    if (seen.employment !== 'elsewhere') {
      return refused('这位教师的主要用人单位没有登记为其他单位，不需要同意文件；请先修改主要用人单位。', 'conflict');
    }
    if (!context.upload) return refused('没有收到文件，请重新选择。', 'invalid');
    if (input.validUntil && input.validUntil < context.today) {
      return refused(`有效期 ${input.validUntil} 已过，请上传仍然有效的同意文件。`, 'invalid');
    }
    const document = await acceptDocument(context.upload.bytes, { maxPages: mostPages, maxBytes: mostBytes });
    if (!document.accepted) return refused(document.message, 'invalid');
    const row = await holdTeacher(context, input.teacherId);
    if (row?.employment !== 'elsewhere' || !(await updateTeacher(context, row, {}))) {
      return refused('主要用人单位刚被改过，请刷新后再传。', 'conflict');
    }
    const owner = { region_code: row.region_code, institution_id: row.institution_id };
    const id = newId();
    await context.tx
      .insertInto('teacher_consents')
      .values({
        ...owner,
        teacher_id: row.id,
        id,
        employer_name: row.employer_name,
        valid_until: input.validUntil ?? null,
        file_name: keptName(context.upload.name),
        page_count: document.pages.length,
        thumbnail_hash: await storeSealed(context, 'teacherConsent', `${id}/thumbnail`, document.thumbnail),
        added_by: context.actor.userId,
        added_at: context.now,
      })
      .execute();
    for (const [at, page] of document.pages.entries()) {
      const file_hash = await storeSealed(context, 'teacherConsent', `${id}/${at + 1}`, page.bytes);
      const values = { ...owner, consent_id: id, page: at + 1, file_hash };
      await context.tx.insertInto('teacher_consent_pages').values(values).execute();
    }
    const digest = createHash('sha256').update(context.upload.bytes).digest('hex').slice(0, 12);
    noteTeacher(context, row, {
      同意文件: [null, `${row.employer_name}，${document.pages.length} 页`],
      有效期至: input.validUntil ?? '未写明',
      文件摘要: digest,
    });
    return done({ consentId: id, version: row.version + 1 });
  },
});

/** 撤下同意文件：单位收回同意，或传错了文件；原件仍存档 */
export const removeConsent = command({
  name: 'teacher.remove-consent',
  path: '/teachers/:teacherId/consents/:consentId/remove',
  title: '撤下教师主要用人单位的同意文件',
  by: institutionRoles,
  cites: ['2024.1.2'],
  input: z.object({ teacherId, consentId, version, reason: keptRemark(200, '请写明撤下的原因') }),
  async handle(input, context) {
    const row = await takeTeacher(context, input.teacherId, input.version);
    if (isRefused(row)) return row;
    const removed = await context.tx
      .updateTable('teacher_consents')
      .set({ removed_by: context.actor.userId, removed_at: context.now })
      .where('id', '=', input.consentId)
      .where('teacher_id', '=', row.id)
      .where('removed_at', 'is', null)
      .returning('employer_name')
      .executeTakeFirst();
    if (!removed) return missing('这份同意文件');
    if (!(await updateTeacher(context, row, {}))) return refused('档案刚被别人改过，请刷新后再办。', 'conflict');
    noteTeacher(context, row, { 同意文件: [removed.employer_name, null], 撤下原因: input.reason });
    return done({ version: row.version + 1 });
  },
});

/** 查看同意文件的一页；每次查看都留痕 */
export const showConsent = query({
  name: 'teacher.consent',
  path: '/teachers/:teacherId/consents/:consentId/image',
  title: '查看教师主要用人单位的同意文件',
  by: readers,
  cites: ['2024.1.2'],
  input: z.object({
    teacherId,
    consentId,
    size: z.enum(['thumbnail', 'whole'], '大小只有 thumbnail 与 whole 两种').default('whole'),
    page: z.coerce.number('页码应为数字').int('页码应为整数').min(1, '页码从 1 开始').max(50, '没有这一页').default(1),
  }),
  isLogged: true,
  async handle({ teacherId: id, consentId: consent, size, page }, context) {
    const found = await context.tx
      .selectFrom('teacher_consents')
      .innerJoin('teacher_consent_pages as pages', 'pages.consent_id', 'teacher_consents.id')
      .innerJoin('teachers', 'teachers.id', 'teacher_consents.teacher_id')
      .select([
        'teachers.name',
        'teachers.region_code',
        'teachers.institution_id',
        'thumbnail_hash',
        'pages.file_hash as page_hash',
      ])
      .where('teacher_consents.id', '=', consent)
      .where('teacher_consents.teacher_id', '=', id)
      .where('pages.page', '=', page)
      .executeTakeFirst();
    if (!found) return missing('这份同意文件');
    context.note({
      subject: { type: 'teacherConsent', id: consent },
      regionCode: found.region_code,
      institutionId: found.institution_id,
      detail: { size, page },
    });
    return done({
      download: true as const,
      inline: true,
      mediaType: 'image/jpeg',
      fileName: `${found.name}-单位同意文件-${page}.jpg`,
      body:
        size === 'thumbnail'
          ? await openSealed(context.services, 'teacherConsent', `${consent}/thumbnail`, found.thumbnail_hash)
          : await openSealed(context.services, 'teacherConsent', `${consent}/${page}`, found.page_hash),
    });
  },
});
