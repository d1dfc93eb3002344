-- Scopes. The application sets them at the start of every transaction; without them nothing is visible.
create function scope_reach() returns text stable language sql as
  $$ select nullif(current_setting('mingxun.reach', true), '') $$;
create function scope_region() returns text stable language sql as
  $$ select nullif(current_setting('mingxun.region', true), '') $$;
create function scope_institution() returns uuid stable language sql as
  $$ select nullif(current_setting('mingxun.institution', true), '')::uuid $$;
create function scope_user() returns uuid stable language sql as
  $$ select nullif(current_setting('mingxun.user', true), '')::uuid $$;

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% 只增不改', tg_table_name using errcode = 'insufficient_privilege';
end $$;

-- Opens a table to rows of the own region or institution, or to the whole city.
create procedure scope_table(table_name regclass, region_column text, institution_column text)
language plpgsql as $$
declare
  seen text := '(select scope_reach()) in (''system'', ''city'')';
begin
  if region_column is not null then
    seen := seen || format(' or ((select scope_reach()) = ''county'' and %I = (select scope_region()))', region_column);
  end if;
  if institution_column is not null then
    seen := seen || format(
      ' or ((select scope_reach()) = ''institution'' and %I = (select scope_institution()))', institution_column);
  end if;
  execute format('alter table %s enable row level security', table_name);
  execute format('create policy own_scope on %s using (%s) with check (%s)', table_name, seen, seen);
end $$;

-- Lets a table grow and nothing else.
create procedure append_only(table_name regclass) language plpgsql as $$
begin
  execute format('grant select, insert on %s to mingxun_app', table_name);
  execute format('create trigger append_only before update or delete or truncate on %s
    for each statement execute function refuse_change()', table_name);
end $$;

create table regions (
  code text primary key constraint region_code_form check (code ~ '^4108[0-9]{2}$'),
  name text not null unique,
  short_name text not null,
  filing_prefix text unique
);
comment on table regions is '市本级与十一个县（市、区）';
grant select on regions to mingxun_app;
insert into regions (code, name, short_name, filing_prefix) values
  ('410800', '焦作市', '焦作', null),
  ('410802', '解放区', '解放', 'JF'), ('410803', '中站区', '中站', 'ZZ'), ('410804', '马村区', '马村', 'MC'),
  ('410811', '山阳区', '山阳', 'SY'), ('410821', '修武县', '修武', 'XW'), ('410822', '博爱县', '博爱', 'BA'),
  ('410823', '武陟县', '武陟', 'WZ'), ('410825', '温县', '温县', 'WX'),
  ('410871', '城乡一体化示范区', '示范区', 'SF'), ('410882', '沁阳市', '沁阳', 'QY'), ('410883', '孟州市', '孟州', 'MZ');

create table settings (
  name text primary key,
  value jsonb not null
);
comment on table settings is '本库的标识与演示标记';
grant select on settings to mingxun_app;

-- Institutions come first: accounts belong to them.
create table institutions (
  id uuid primary key,
  region_code text not null references regions,
  name text not null constraint institution_name_once unique,
  pinyin text not null,
  initials text not null,
  credit_code text not null constraint institution_credit_code_once unique,
  licence_number text not null,
  licence_until date not null,
  address text not null,
  principal_name text not null,
  phone_sealed bytea not null,
  bank_name text not null,
  bank_account_name text not null,
  bank_account_sealed bytea not null,
  bank_account_index bytea not null,
  bank_account_tail text not null constraint account_tail_form check (bank_account_tail ~ '^[0-9]{4}$'),
  suspended_on date,
  revoked_on date,
  constraint account_holder_is_institution check (bank_account_name = name)
);
comment on table institutions is '定点培训机构';
grant select, insert, update on institutions to mingxun_app;
call scope_table('institutions', 'region_code', 'id');

create table users (
  id uuid primary key,
  username text not null constraint username_once unique,
  display_name text not null,
  role text not null constraint role_known check (role in (
    'institutionClerk', 'institutionPrincipal', 'countyOfficer', 'countySignatory', 'cityOfficer', 'citySignatory',
    'disciplineOfficer', 'financeOfficer', 'inspector', 'trainee', 'device',
    'systemAdministrator', 'securityAdministrator', 'auditAdministrator')),
  region_code text references regions,
  institution_id uuid references institutions,
  password_hash text not null,
  password_changed_at timestamptz not null,
  former_hashes text[] not null default '{}',
  totp_sealed bytea,
  totp_last_step bigint,
  is_demo boolean not null default false,
  disabled_at timestamptz,
  created_at timestamptz not null,
  constraint institution_account_has_institution
    check ((role in ('institutionClerk', 'institutionPrincipal')) = (institution_id is not null)),
  constraint county_account_has_region
    check (role not in ('countyOfficer', 'countySignatory') or region_code is not null)
);
comment on table users is '账户：一人一号，角色与管辖范围';
grant select, insert, update on users to mingxun_app;
alter table users enable row level security;
create policy accounts_scope on users using (
  (select scope_reach()) in ('system', 'accounts')
  or id = (select scope_user())
  or ((select scope_reach()) = 'city')
  or ((select scope_reach()) = 'county' and region_code = (select scope_region()))
  or ((select scope_reach()) = 'institution' and institution_id = (select scope_institution()))
) with check ((select scope_reach()) in ('system', 'accounts'));

create table sessions (
  token_hash bytea primary key,
  user_id uuid not null references users,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  ends_at timestamptz not null,
  ended_at timestamptz,
  second_factor_at timestamptz,
  source text not null,
  agent text not null
);
comment on table sessions is '登录会话：只存令牌摘要';
create index sessions_of_user on sessions (user_id) where ended_at is null;
grant select, insert, update, delete on sessions to mingxun_app;
alter table sessions enable row level security;
create policy own_sessions on sessions using (
  (select scope_reach()) in ('system', 'accounts') or user_id = (select scope_user()));

create table sign_in_failures (
  id bigint generated always as identity primary key,
  subject text not null,
  failed_at timestamptz not null
);
comment on table sign_in_failures is '登录失败计数：按账户与来源';
create index sign_in_failures_of_subject on sign_in_failures (subject, failed_at);
grant select, insert, delete on sign_in_failures to mingxun_app;
alter table sign_in_failures enable row level security;
create policy system_only on sign_in_failures using ((select scope_reach()) = 'system');

create table commands (
  id uuid primary key,
  name text not null,
  actor_id uuid references users,
  input_digest bytea not null,
  outcome jsonb,
  done_at timestamptz not null
);
comment on table commands is '已办命令：同一命令编号只办一次';
grant select, insert, update on commands to mingxun_app;
alter table commands enable row level security;
create policy own_commands on commands using (
  (select scope_reach()) = 'system' or actor_id is null or actor_id = (select scope_user()));

-- The log: a leaf is written with the change it records and numbered afterwards.
create table log_events (
  id uuid primary key,
  happened_at timestamptz not null,
  actor_id uuid,
  actor_name text not null,
  role text not null,
  action text not null,
  outcome text not null constraint log_outcome_known check (outcome in ('done', 'refused', 'denied', 'shown')),
  subject_type text,
  subject_id text,
  region_code text,
  institution_id uuid,
  command_id uuid,
  detail jsonb not null,
  leaf_hash bytea not null constraint leaf_hash_length check (length(leaf_hash) = 32)
);
comment on table log_events is '留痕：只增不改，每条一片叶';
create index log_events_of_subject on log_events (subject_type, subject_id, happened_at);
create index log_events_of_actor on log_events (actor_id, happened_at);
create index log_events_by_time on log_events (happened_at, id);
call append_only('log_events');
alter table log_events enable row level security;
create policy log_written_by_all on log_events for insert with check (scope_reach() is not null);
create policy log_read on log_events for select using ((select scope_reach()) in ('system', 'city', 'audit'));

create table log_waiting (event_id uuid primary key);
comment on table log_waiting is '待编号的留痕';
grant select, insert, delete on log_waiting to mingxun_app;
alter table log_waiting enable row level security;
create policy waiting_written_by_all on log_waiting for insert with check (scope_reach() is not null);
create policy waiting_system on log_waiting for all using ((select scope_reach()) = 'system');

create table log_positions (
  position bigint primary key constraint position_not_negative check (position >= 0),
  event_id uuid not null constraint event_numbered_once unique,
  leaf_hash bytea not null
);
comment on table log_positions is '留痕编号：RFC 6962 叶序';
call append_only('log_positions');
alter table log_positions enable row level security;
create policy positions_written on log_positions for insert with check ((select scope_reach()) = 'system');
create policy positions_read on log_positions for select using ((select scope_reach()) in ('system', 'city', 'audit'));

create table log_heads (
  size bigint primary key constraint head_not_empty check (size > 0),
  root bytea not null constraint root_length check (length(root) = 32),
  frontier bytea not null,
  made_at timestamptz not null
);
comment on table log_heads is '树头：每批编号之后的根';
call append_only('log_heads');
alter table log_heads enable row level security;
create policy heads_written on log_heads for insert with check ((select scope_reach()) = 'system');
create policy heads_read on log_heads for select using ((select scope_reach()) in ('system', 'city', 'audit'));

create table files (
  hash text primary key constraint file_hash_form check (hash ~ '^[0-9a-f]{64}$'),
  media_type text not null,
  size bigint not null constraint file_not_empty check (size > 0),
  stored_at timestamptz not null
);
comment on table files is '文件：按内容摘要存放';
grant select, insert on files to mingxun_app;
alter table files enable row level security;
create policy files_known on files using (scope_reach() is not null);

create table figure_lines (
  id uuid primary key,
  figure text not null,
  effective_from date not null,
  value numeric not null,
  document text not null,
  note text not null default '',
  added_by uuid not null references users,
  added_at timestamptz not null,
  confirmed_by uuid references users,
  confirmed_at timestamptz,
  constraint figure_line_once unique (figure, effective_from),
  constraint figure_confirmed_by_second check (confirmed_by is null or confirmed_by <> added_by)
);
comment on table figure_lines is '标准与限额的后续行：一人录入，一人确认';
grant select, insert, update on figure_lines to mingxun_app;
alter table figure_lines enable row level security;
create policy figures_read on figure_lines for select using (scope_reach() is not null);
create policy figures_written on figure_lines for insert with check ((select scope_reach()) in ('system', 'city'));
create policy figures_confirmed on figure_lines for update using ((select scope_reach()) in ('system', 'city'));

create table calendar_years (
  year integer primary key constraint calendar_year_plausible check (year between 2000 and 2100),
  source text not null,
  off_days date[] not null,
  worked_weekend_days date[] not null,
  entered_by uuid references users,
  entered_at timestamptz not null
);
comment on table calendar_years is '工作日历：国务院办公厅各年放假通知';
grant select, insert, update on calendar_years to mingxun_app;
alter table calendar_years enable row level security;
create policy calendar_read on calendar_years for select using (scope_reach() is not null);
create policy calendar_written on calendar_years for insert with check ((select scope_reach()) in ('system', 'city'));
create policy calendar_changed on calendar_years for update using ((select scope_reach()) in ('system', 'city'));

create table messages (
  id uuid primary key,
  region_code text not null references regions,
  institution_id uuid references institutions,
  audience text not null constraint audience_known check (audience in ('institution', 'county', 'city')),
  subject_type text not null,
  subject_id text not null,
  text text not null,
  sent_at timestamptz not null
);
comment on table messages is '消息：发给机构、县（市、区）或市局';
create index messages_by_time on messages (region_code, sent_at);
grant select, insert on messages to mingxun_app;
alter table messages enable row level security;
create policy messages_sent on messages for insert with check (scope_reach() is not null);
create policy messages_read on messages for select using (
  (select scope_reach()) = 'system'
  or ((select scope_reach()) = 'city' and audience = 'city')
  or ((select scope_reach()) = 'county' and audience = 'county' and region_code = (select scope_region()))
  or ((select scope_reach()) = 'institution' and audience = 'institution'
      and institution_id = (select scope_institution())));

create table message_reads (
  user_id uuid primary key references users,
  read_until timestamptz not null
);
grant select, insert, update on message_reads to mingxun_app;
alter table message_reads enable row level security;
create policy own_reads on message_reads using ((select scope_reach()) = 'system' or user_id = (select scope_user()));
