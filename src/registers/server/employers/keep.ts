import { sql } from 'kysely';
import { z } from 'zod';
import { newId } from '#platform/identifiers';
import { nameKeys } from '#platform/names';
import { type Context, command, done, refused } from '#platform/operation';
import { changedFields } from '../../domain/changed-fields';
import { employerFaultNames, employerFaults } from '../../domain/employer';
import { plainDay } from '../forms';
import { keptRemark, text } from '../text-forms';
import { creditCode, type EmployerRecord, isRefused, noteEmployer, takeEmployer, updateEmployer } from './store';

const keepers = ['countyOfficer', 'cityOfficer'] as const;
const version = z.int('版本号不正确').min(1, '版本号不正确');
const justMoved = refused('这家单位的档案刚被别人改过，请刷新后再办。', 'conflict');

/** 更正用人单位的名称、地址、联系人 */
export const correctEmployer = command({
  name: 'employer.correct',
  path: '/employers/:creditCode/correct',
  title: '更正用人单位登记',
  by: keepers,
  cites: ['2021.3.4'],
  input: z.object({
    creditCode,
    version,
    name: keptRemark(80, '请填写单位全称'),
    address: text(120),
    contact: text(30),
    phone: text(20)
      .refine((value) => /^[\d-]{7,16}$/.test(value), '电话应为数字')
      .optional(),
    reason: keptRemark(200, '请写明更正的依据'),
  }),
  async handle(input, context) {
    const row = await takeEmployer(context, input.creditCode, input.version);
    if (isRefused(row)) return row;
    const { secrets } = context.services;
    const { name, address, contact } = input;
    const former = row.phone_sealed ? secrets.open('phone', row.credit_code, row.phone_sealed) : '';
    const phone = input.phone ?? former;
    const changes = changedFields(
      { name: row.name, address: row.address, contact: row.contact, phone: former },
      { name, address, contact, phone },
      { name: '单位名称', address: '地址', contact: '联系人', phone: { name: '电话', isPersonal: true } },
    );
    if (Object.keys(changes).length === 0) return done({ version: row.version });
    const { pinyin, initials } = nameKeys(name);
    const phone_sealed = phone === '' ? null : secrets.seal('phone', row.credit_code, phone);
    if (!(await updateEmployer(context, row, { name, pinyin, initials, address, contact, phone_sealed }))) {
      return justMoved;
    }
    noteEmployer(context, row, { ...changes, 更正依据: input.reason });
    return done({ version: row.version + 1 });
  },
});

/** Classes under review whose 1:3 this touches: they are judged anew when their officer opens them. */
async function classesInHand({ tx }: Context, { credit_code }: EmployerRecord): Promise<number> {
  const found = await sql<{ classes: number }>`
    select count(distinct held.id)::int as classes from job_posts named
      join training_classes held on held.region_code = named.region_code and held.id = named.class_id
    where named.credit_code = ${credit_code} and held.state in ('filed', 'verified')`.execute(tx);
  return found.rows[0]?.classes ?? 0;
}

/** 标记注销、吊销或经营异常：其岗位不计入 1:3 */
export const markEmployer = command({
  name: 'employer.mark',
  path: '/employers/:creditCode/mark',
  title: '标记用人单位注销、吊销或经营异常',
  by: keepers,
  cites: ['2021.3.4', '2024.1.2'],
  input: z.object({
    creditCode,
    version,
    fault: z.enum(employerFaults, '请选择注销、吊销或经营异常'),
    since: plainDay,
    source: keptRemark(200, '请写明依据，如国家企业信用信息公示系统的查询日期或文书号'),
  }),
  async handle(input, context) {
    const row = await takeEmployer(context, input.creditCode, input.version);
    if (isRefused(row)) return row;
    if (input.since > context.today) return refused('日期在今天之后，请按公示的日期填写。', 'invalid');
    const open = await context.tx
      .selectFrom('employer_standings')
      .select('kind')
      .where('credit_code', '=', row.credit_code)
      .where('lifted_on', 'is', null)
      .executeTakeFirst();
    if (open) return refused('这家单位已有标记，请先解除，再作新的标记。', 'conflict');
    if (!(await updateEmployer(context, row, {}))) return justMoved;
    await context.tx
      .insertInto('employer_standings')
      .values({
        credit_code: row.credit_code,
        id: newId(),
        kind: input.fault,
        from_day: input.since,
        source: input.source,
        entered_by: context.actor.userId,
        entered_at: context.now,
      })
      .execute();
    noteEmployer(context, row, {
      状态: ['正常', employerFaultNames[input.fault]],
      自何日起: input.since,
      依据: input.source,
    });
    return done({ version: row.version + 1, classes: await classesInHand(context, row) });
  },
});

/** 解除标记 */
export const liftEmployer = command({
  name: 'employer.lift',
  path: '/employers/:creditCode/lift',
  title: '解除用人单位的标记',
  by: keepers,
  cites: ['2021.3.4', '2024.1.2'],
  input: z.object({ creditCode, version, liftedOn: plainDay, source: keptRemark(200, '请写明解除的依据') }),
  async handle(input, context) {
    const row = await takeEmployer(context, input.creditCode, input.version);
    if (isRefused(row)) return row;
    const open = await context.tx
      .selectFrom('employer_standings')
      .selectAll()
      .where('credit_code', '=', row.credit_code)
      .where('lifted_on', 'is', null)
      .executeTakeFirst();
    if (!open) return refused('这家单位没有需要解除的标记。', 'conflict');
    if (input.liftedOn < open.from_day) return refused(`解除日早于标记日 ${open.from_day}，请核对。`, 'invalid');
    if (input.liftedOn > context.today) return refused('日期在今天之后，请按公示的日期填写。', 'invalid');
    if (!(await updateEmployer(context, row, {}))) return justMoved;
    await context.tx
      .updateTable('employer_standings')
      .set({ lifted_on: input.liftedOn, lifted_source: input.source, lifted_by: context.actor.userId })
      .where('id', '=', open.id)
      .where('lifted_on', 'is', null)
      .execute();
    const fault = employerFaults.find((each) => each === open.kind);
    noteEmployer(context, row, {
      状态: [fault ? employerFaultNames[fault] : open.kind, '正常'],
      解除日: input.liftedOn,
      依据: input.source,
    });
    return done({ version: row.version + 1 });
  },
});
