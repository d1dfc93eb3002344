import { sql } from 'kysely';
import type { Reading } from '#platform/operation';
import type { Control } from '../../domain/privacy/assessment-facts';

interface Probed {
  readonly plain: number;
  readonly probed: number;
  readonly scoped: number;
  readonly guards: number;
  readonly may_delete: boolean;
  readonly log_size: string | null;
  readonly accounts: number;
  readonly two_factor: number;
  readonly backup_on: string | null;
  readonly backup_sealed: boolean | null;
}

const faceTables = ['enrolment_frames', 'attendance_checks', 'recordings', 'roll_calls', 'check_probes'] as const;
const guards = ['frame_is_kept', 'file_is_kept', 'signature_is_kept', 'picture_is_kept', 'purge_list_stays'] as const;

/** Looks at the database itself for what is on; a safeguard somebody switched off is not claimed. */
export async function controlsOf({ tx }: Pick<Reading, 'tx'>): Promise<Control[]> {
  const { rows } = await sql<Probed>`select
    (select count(*)::int from (select picture_sealed from enrolment_frames limit 500) f
      where substr(f.picture_sealed, 1, 2) = '\\xffd8'::bytea) as plain,
    (select count(*)::int from (select 1 from enrolment_frames limit 500) f) as probed,
    (select count(*)::int from pg_class where relname = any(${[...faceTables]}) and relrowsecurity) as scoped,
    (select count(distinct tgname)::int from pg_trigger where tgname = any(${[...guards]}) and tgenabled <> 'D') as guards,
    has_table_privilege('mingxun_app', 'recordings', 'delete')
      or has_table_privilege('mingxun_app', 'files', 'delete') as may_delete,
    (select max(size) from log_heads) as log_size,
    (select count(*)::int from users where disabled_at is null) as accounts,
    (select count(*)::int from users where disabled_at is null and totp_sealed is not null) as two_factor,
    (select to_char(max(happened_at) at time zone 'Asia/Shanghai', 'YYYY-MM-DD') from log_events
      where action = 'backup.made') as backup_on,
    (select (detail ->> 'isSealed')::boolean from log_events where action = 'backup.made'
      order by happened_at desc limit 1) as backup_sealed`.execute(tx);
  const [found] = rows;
  return found ? told(found) : [];
}

const told = (found: Probed): Control[] => [
  {
    name: '照片、特征逐项密封（SM4-CTR、HMAC-SM3），密钥不在数据库',
    isOn: found.plain === 0,
    shown: `抽看 ${found.probed} 张建档照片，未密封 ${found.plain} 张`,
  },
  {
    name: '按机构、县、市行级隔离',
    isOn: found.scoped === faceTables.length,
    shown: `${faceTables.length} 张表中 ${found.scoped} 张已启用`,
  },
  {
    name: '保管期内任何角色不能删除',
    isOn: found.guards === guards.length && !found.may_delete,
    shown: `数据库触发器 ${found.guards} / ${guards.length} 个在用，业务角色${found.may_delete ? '有' : '没有'}删除权`,
  },
  {
    name: '每次打开留痕，留痕只增不改、可离线核验',
    isOn: found.log_size !== null,
    shown: found.log_size === null ? '还没有编号' : `已编号 ${found.log_size} 条`,
  },
  {
    name: '登录双因素验证',
    isOn: found.accounts > 0 && found.two_factor === found.accounts,
    shown: `${found.accounts} 个在用账户中 ${found.two_factor} 个已绑定动态验证码`,
  },
  {
    name: '备份加密',
    isOn: found.backup_sealed === true,
    shown: found.backup_on
      ? `最近一次 ${found.backup_on}，${found.backup_sealed ? '已加密' : '未加密'}`
      : '还没有做过备份',
  },
];
