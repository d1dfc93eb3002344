-- What devices send is chained: each delivery binds the one before it, its own bytes and every row kept of it, so that a
-- hole or a replaced row is found (2021 四, 8.1.4.7). Rows of before have no place in the chain.
alter table device_payloads
  add column is_packed boolean not null default false,
  add column nonce text,
  add column chain_number bigint constraint chain_number_positive check (chain_number > 0),
  add column chain_rows bytea,
  add column chain_link bytea,
  add constraint chain_link_whole check (
    (chain_number is null) = (chain_link is null) and (chain_number is null) = (chain_rows is null)),
  alter column body_sealed set storage external;
comment on column device_payloads.is_packed is '原文压缩后再密封';
comment on column device_payloads.nonce is '签名请求的随机数：同一请求重放时认得出';
comment on column device_payloads.chain_number is '该设备第几次送达；一环扣一环';
comment on column device_payloads.chain_rows is '这次送达存下的全部记录的摘要';
comment on column device_payloads.chain_link is '本环：上一环、原文摘要、记录摘要、收到时间的摘要';
create unique index device_chain_once on device_payloads (device_id, chain_number) where chain_number is not null;

create table device_nonces (
  region_code text not null,
  institution_id uuid not null,
  device_id uuid not null,
  nonce text not null,
  used_at timestamptz not null,
  primary key (device_id, nonce)
);
comment on table device_nonces is '心跳、连接和补传请求用过的随机数；过了签名时限即清除';
create index device_nonces_used on device_nonces (used_at);
grant select, insert, delete on device_nonces to mingxun_app;
call scope_table('device_nonces', 'region_code', 'institution_id');
create policy ingest_writes on device_nonces for insert with check ((select scope_reach()) = 'ingest');
create policy ingest_reads on device_nonces for select using ((select scope_reach()) = 'ingest');

alter table device_alarms drop constraint alarm_kind_known;
alter table device_alarms add constraint alarm_kind_known check (kind in (
  'rewritten', 'tamper', 'peopleChanged', 'recordsWiped', 'twoPlaces', 'forged', 'clockAhead', 'gap', 'offline',
  'chainBroken'));

-- Where a device stood and who kept it before (附件6 之1): what it saw then stays with the room it stood in then.
create table device_former_places (
  region_code text not null,
  institution_id uuid not null,
  device_id uuid not null references devices,
  until timestamptz not null,
  venue_id uuid not null references venues,
  responsible_name text not null,
  reason text not null constraint place_left_for_reason check (reason <> ''),
  changed_by uuid not null references users,
  changed_by_name text not null,
  primary key (device_id, until)
);
comment on table device_former_places is '考勤设备换过的教室与专人：只增不改';
comment on column device_former_places.until is '到此时为止在这个教室、由这位专人负责';
call append_only('device_former_places');
call scope_table('device_former_places', 'region_code', 'institution_id');

-- Teachers sign in and out for the lessons they teach, by the same ways (2021 四, 2024 一（三）).
alter table attendance_codes
  alter column row_id drop not null,
  add column teacher_id uuid references teachers,
  add constraint code_is_of_one check (num_nonnulls(row_id, teacher_id) = 1);
create index codes_of_teacher on attendance_codes (region_code, class_id, teacher_id) where used_at is null;
create index checks_of_teachers on attendance_checks (region_code, class_id, at) where teacher_id is not null;
