import { createHash } from 'node:crypto';
import { z } from 'zod';
import { dayOf } from '#platform/clock';
import { hasPersonalNumber } from '#platform/log/personal-data';
import { type Context, command, done, query, refused } from '#platform/operation';
import { type ListKind, listKinds } from '../domain/lists/form';
import { longestHeading, type RememberedShape, shapeKey } from '../domain/lists/shape';
import { postColumns } from '../domain/posts/fields';
import { rosterFields } from '../domain/roster/fields';
import { text } from './forms';

const institutionRoles = ['institutionClerk', 'institutionPrincipal'] as const;
const cites = ['2021.A4', '2021.A5'] as const;

/** So many shapes of files an institution keeps for each list; the one saved longest ago gives way. */
const mostShapes = 60;
const mostColumns = 200;

const list = z.enum(listKinds, '请说明是花名册还是岗位表');
const fieldsOf: Readonly<Record<ListKind, readonly string[]>> = { roster: rosterFields, posts: postColumns };

const heading = text(longestHeading + 8).refine(
  (words) => !hasPersonalNumber(words),
  '表头里有证件号或电话，看来选中的不是表头那一行，请重新选择',
);

/** What each heading was named as, '' for a column that is not read. */
const columnsForm = z
  .array(z.strictObject({ heading, field: z.string().max(40) }))
  .min(2, '表头至少两列，才能记住')
  .max(mostColumns, `不超过 ${mostColumns} 列`)
  .transform((columns) => Object.fromEntries(columns.map((column) => [column.heading, column.field])));

const ownList = ({ actor }: Context, kind: ListKind) => ({
  region_code: actor.regionCode ?? '',
  institution_id: actor.institutionId ?? '',
  list: kind,
});

/** 本机构记住的列对应：新近的在前 */
export const listImportMappings = query({
  name: 'import-mapping.list',
  path: '/import-mappings',
  title: '查看导入的列对应',
  by: institutionRoles,
  cites,
  input: z.object({ list }),
  async handle(input, context) {
    const own = ownList(context, input.list);
    const rows = await context.tx
      .selectFrom('import_mappings')
      .select(['columns', 'saved_by_name', 'saved_at'])
      .where('region_code', '=', own.region_code)
      .where('institution_id', '=', own.institution_id)
      .where('list', '=', own.list)
      .orderBy('saved_at', 'desc')
      .execute();
    const shapes = rows.map(
      (row): RememberedShape => ({
        columns: z.record(z.string(), z.string()).parse(row.columns),
        savedBy: row.saved_by_name,
        savedOn: dayOf(row.saved_at),
      }),
    );
    return done({ shapes });
  },
});

async function forgetOldest(context: Context, own: ReturnType<typeof ownList>): Promise<void> {
  const kept = context.tx
    .selectFrom('import_mappings')
    .select('shape_digest')
    .where('region_code', '=', own.region_code)
    .where('institution_id', '=', own.institution_id)
    .where('list', '=', own.list)
    .orderBy('saved_at', 'desc')
    .orderBy('shape_digest')
    .limit(mostShapes);
  await context.tx
    .deleteFrom('import_mappings')
    .where('region_code', '=', own.region_code)
    .where('institution_id', '=', own.institution_id)
    .where('list', '=', own.list)
    .where('shape_digest', 'not in', kept)
    .execute();
}

/** 记住手工指定的列对应：表头相同的文件，全机构下次不用再改 */
export const rememberImportMapping = command({
  name: 'import-mapping.remember',
  path: '/import-mappings',
  title: '记住导入的列对应',
  by: institutionRoles,
  cites,
  input: z.object({ list, columns: columnsForm }),
  async handle(input, context) {
    const own = ownList(context, input.list);
    if (!own.institution_id) return refused('您的账户没有所属机构，请联系安全管理员。', 'forbidden');
    const unknown = Object.values(input.columns).find((field) => field !== '' && !fieldsOf[input.list].includes(field));
    if (unknown !== undefined) return refused('列对应里有认不出的栏目，请刷新页面后重试。', 'invalid');
    const fields = Object.values(input.columns).filter((field) => field !== '');
    if (new Set(fields).size < fields.length) return refused('两列对应了同一栏，请只留一列。', 'invalid');
    const saved = {
      columns: JSON.stringify(input.columns),
      saved_by: context.actor.userId,
      saved_by_name: context.actor.name,
      saved_at: context.now,
    };
    const key = shapeKey(Object.keys(input.columns));
    await context.tx
      .insertInto('import_mappings')
      .values({ ...own, ...saved, shape_digest: createHash('sha256').update(key).digest() })
      .onConflict((conflict) =>
        conflict.columns(['region_code', 'institution_id', 'list', 'shape_digest']).doUpdateSet(saved),
      )
      .execute();
    await forgetOldest(context, own);
    context.note({
      subject: { type: 'importMapping', id: own.institution_id },
      detail: { list: input.list, columns: fields.length },
    });
    return done({ remembered: fields.length });
  },
});
