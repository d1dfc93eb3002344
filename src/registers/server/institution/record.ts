import { z } from 'zod';
import { hasPersonalNumber } from '#platform/log/personal-data';
import { tell } from '#platform/messages';
import { type Context, missing, type Refused, refused } from '#platform/operation';
import { noteKept } from '../register-history';

/** Words kept in the open: they name people, never their numbers. */
export const openWords = (longest: number) =>
  z
    .string('请填写')
    .trim()
    .max(longest, `不超过 ${longest} 个字`)
    .refine((words) => !/\p{Cc}/u.test(words), '有不能保存的控制字符，请删去')
    .refine((words) => !hasPersonalNumber(words), '请不要写完整的证件号、电话或账号，写姓名或后四位即可');

export const neededWords = (what: string, longest: number) =>
  openWords(longest).refine((words) => words.length >= 2, `请填写${what}`);

export const institutionId = z.uuid('编号不正确');
export const version = z.number('版本应为数字').int('版本应为整数').min(1).max(1_000_000);
/** The document a decision rests on: its name and number. */
export const documentWords = openWords(200).refine((words) => words.length >= 4, '请写明文件名称和文号');

/** The institution of a command, locked until its change is done; undefined out of sight. */
export const lockInstitution = ({ tx }: Pick<Context, 'tx'>, id: string) =>
  tx.selectFrom('institutions').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
export type InstitutionRow = NonNullable<Awaited<ReturnType<typeof lockInstitution>>>;

/** The account subsidies are paid to, as it is shown; undefined until a first one is confirmed. */
export const accountOf = (
  row: Pick<InstitutionRow, 'bank_name' | 'bank_account_name' | 'bank_account_tail'>,
): { readonly bank: string; readonly holder: string; readonly tail: string } | undefined =>
  row.bank_name && row.bank_account_name && row.bank_account_tail
    ? { bank: row.bank_name, holder: row.bank_account_name, tail: row.bank_account_tail }
    : undefined;

export const missingInstitution = (): Refused => missing('这家机构');

export const stale = (what: string): Refused =>
  refused(`${what}在您打开之后已有人改过，没有保存。您填的内容还在，请关闭后重新打开，对照最新内容再填。`, 'conflict');

/** Notes a change of the institution or of what belongs to it, under the institution. */
export const noteInstitution = (
  context: Pick<Context, 'note'>,
  row: Pick<InstitutionRow, 'id' | 'region_code'>,
  detail: Parameters<typeof noteKept>[2],
): void =>
  noteKept(context, { type: 'institution', id: row.id, regionCode: row.region_code, institutionId: row.id }, detail);

/** Tells the institution or its county; the text names the institution, never a person’s numbers. */
export const tellOf = (
  { tx, now }: Pick<Context, 'tx' | 'now'>,
  row: Pick<InstitutionRow, 'id' | 'region_code'>,
  audience: 'institution' | 'county',
  text: string,
) =>
  tell(tx, now, {
    regionCode: row.region_code,
    institutionId: row.id,
    audiences: [audience],
    subject: { type: 'institution', id: row.id },
    text,
  });
