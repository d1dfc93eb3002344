-- Attendance devices (2021 四, 附件6): who they are, what they sent, what it means, and what somebody has to look at.
-- Scope ‘ingest’ is the narrow actor of the device doors: it knows devices and their events, and no business record.
create table devices (
  region_code text not null references regions,
  institution_id uuid not null references institutions,
  id uuid primary key,
  venue_id uuid not null references venues,
  vendor text not null constraint device_vendor_known check (vendor in ('json', 'zkteco', 'hikvision')),
  model text not null,
  serial text not null constraint device_serial_form check (serial ~ '^[A-Za-z0-9._:-]{3,64}$'),
  responsible_name text not null constraint device_has_keeper check (responsible_name <> ''),
  state text not null constraint device_state_known check (state in ('registered', 'active', 'suspended', 'revoked')),
  version integer not null default 1,
  key_kind text not null constraint device_key_kind_known check (key_kind in ('hmac', 'ed25519', 'path')),
  key_version integer not null default 1,
  key_sealed bytea,
  public_key bytea,
  path_hash bytea constraint device_path_once unique,
  key_issued_at timestamptz not null,
  series integer not null default 1,
  epoch integer not null default 0,
  keeps_pictures boolean not null default false,
  last_seen_at timestamptz,
  last_heartbeat_at timestamptz,
  registered_by uuid not null references users,
  registered_at timestamptz not null,
  confirmed_by uuid references users,
  confirmed_at timestamptz,
  constraint device_has_its_key check (
    (key_kind = 'hmac' and key_sealed is not null) or (key_kind = 'ed25519' and public_key is not null)
    or (key_kind = 'path' and path_hash is not null)),
  constraint device_confirmed_by_second_person check (confirmed_by is null or confirmed_by <> registered_by),
  constraint used_device_is_confirmed check (state in ('registered', 'revoked') or confirmed_at is not null)
);
comment on table devices is '考勤设备：登记、密钥、状态';
comment on column devices.series is '流水号的轮次：设备恢复出厂后从头计数时加一';
comment on column devices.epoch is '连接轮次：只有最新一次连接有效';
create unique index device_serial_once on devices (vendor, serial) where state <> 'revoked';
create index devices_of_institution on devices (region_code, institution_id);
create index devices_of_venue on devices (venue_id);
grant select, insert, update on devices to mingxun_app;
call scope_table('devices', 'region_code', 'institution_id');
create policy ingest_reads on devices for select using ((select scope_reach()) = 'ingest');
create policy ingest_sees on devices for update using ((select scope_reach()) = 'ingest' and state = 'active');

create table device_moves (
  from_state text not null,
  to_state text not null,
  primary key (from_state, to_state)
);
comment on table device_moves is '考勤设备允许的状态变化，与流程表一致';
grant select on device_moves to mingxun_app;
insert into device_moves (from_state, to_state) values
  ('registered', 'active'), ('active', 'suspended'), ('suspended', 'active'),
  ('registered', 'revoked'), ('active', 'revoked'), ('suspended', 'revoked');

create function check_device_move() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.state <> 'registered' and scope_reach() is distinct from 'system' then
      raise exception '设备从登记开始' using errcode = 'check_violation', constraint = 'device_move_declared';
    end if;
    return new;
  end if;
  if scope_reach() = 'ingest' and (to_jsonb(new) - array['last_seen_at', 'last_heartbeat_at', 'epoch'])
      <> (to_jsonb(old) - array['last_seen_at', 'last_heartbeat_at', 'epoch']) then
    raise exception '设备接入口只能记下何时联系过' using errcode = 'insufficient_privilege';
  end if;
  if new.state <> old.state
    and not exists (select from device_moves where from_state = old.state and to_state = new.state) then
    raise exception '设备状态不能由 % 变为 %', old.state, new.state
      using errcode = 'check_violation', constraint = 'device_move_declared';
  end if;
  return new;
end $$;
create trigger device_move_declared before insert or update on devices
  for each row execute function check_device_move();

-- What was received, byte for byte but for pictures and templates, sealed. The digest is of all that came.
-- No foreign keys: rows are written only for a device the same transaction has read, and there are very many.
create table device_payloads (
  region_code text not null,
  device_id uuid not null,
  digest bytea not null constraint payload_digest_length check (length(digest) = 32),
  institution_id uuid not null,
  transport text not null constraint payload_transport_known check (transport in (
    'json', 'attlog', 'operlog', 'zkOther', 'isapiJson', 'isapiXml', 'isapiMultipart')),
  body_sealed bytea not null,
  size integer not null,
  withheld_bytes integer not null default 0,
  event_count integer not null,
  unread_count integer not null,
  received_at timestamptz not null,
  primary key (region_code, device_id, digest)
);
comment on table device_payloads is '设备送来的原始内容：密封存放，只增不改';
comment on column device_payloads.withheld_bytes is '照片、特征模板等没有同意不得存放的字节数，只留摘要';
call append_only('device_payloads');
call scope_table('device_payloads', 'region_code', 'institution_id');
create policy ingest_writes on device_payloads for insert with check ((select scope_reach()) = 'ingest');
create policy ingest_reads on device_payloads for select using ((select scope_reach()) = 'ingest');

create table device_events (
  region_code text not null,
  device_id uuid not null,
  series integer not null,
  sequence bigint not null constraint sequence_not_negative check (sequence >= 0),
  told_key text not null,
  institution_id uuid not null,
  kind text not null constraint event_kind_known check (kind in (
    'checkIn', 'heartbeat', 'peopleChanged', 'tamper', 'recordsWiped', 'unknown')),
  person_code text not null,
  person_index bytea,
  told_time text not null,
  happened_at timestamptz,
  received_at timestamptz not null,
  offset_ms integer,
  method text not null,
  verdict text not null,
  direction text not null,
  detail text not null,
  flags text[] not null,
  picture_hash text,
  payload_digest bytea not null,
  content_digest bytea not null,
  primary key (region_code, device_id, series, sequence, told_key),
  constraint event_has_one_key check ((sequence > 0) = (told_key = ''))
);
comment on table device_events is '设备事件：同一设备同一流水号只存一次，只增不改';
comment on column device_events.person_code is '设备里的人员编号；是证号的只留遮盖后的样子';
comment on column device_events.told_time is '设备报的时间，原样';
comment on column device_events.happened_at is '按设备所报时间读出的时刻；没有时区的按北京时间';
comment on column device_events.offset_ms is '收到时间减设备时间（毫秒），仅实时事件';
create index device_events_received on device_events (device_id, received_at);
create index device_events_happened on device_events (device_id, happened_at) where kind = 'checkIn';
call append_only('device_events');
call scope_table('device_events', 'region_code', 'institution_id');
create policy ingest_writes on device_events for insert with check ((select scope_reach()) = 'ingest');
create policy ingest_reads on device_events for select using ((select scope_reach()) = 'ingest');

create table device_alarms (
  region_code text not null references regions,
  institution_id uuid not null references institutions,
  id uuid primary key,
  device_id uuid not null references devices,
  kind text not null constraint alarm_kind_known check (kind in (
    'rewritten', 'tamper', 'peopleChanged', 'recordsWiped', 'twoPlaces', 'forged', 'clockAhead', 'gap', 'offline')),
  alarm_key text not null,
  detail jsonb not null,
  payload_digest bytea,
  raised_at timestamptz not null,
  settled_at timestamptz,
  settled_by uuid references users,
  settled_by_name text,
  reason text,
  constraint alarm_raised_once unique (device_id, kind, alarm_key),
  constraint settled_alarm_has_reason check (
    (settled_at is null) = (settled_by is null) and (settled_at is null) = (reason is null) and reason <> '')
);
comment on table device_alarms is '设备告警：同一事由一次，由人查明后写明理由办结';
create index device_alarms_open on device_alarms (region_code, raised_at) where settled_at is null;
create index device_alarms_of_device on device_alarms (device_id, raised_at);
grant select, insert, update on device_alarms to mingxun_app;
call scope_table('device_alarms', 'region_code', 'institution_id');
create policy ingest_writes on device_alarms for insert with check ((select scope_reach()) = 'ingest');
create policy ingest_reads on device_alarms for select using ((select scope_reach()) = 'ingest');

create function refuse_alarm_change() returns trigger language plpgsql as $$
begin
  if old.settled_at is not null or (to_jsonb(new) - array['settled_at', 'settled_by', 'settled_by_name', 'reason'])
      <> (to_jsonb(old) - array['settled_at', 'settled_by', 'settled_by_name', 'reason']) then
    raise exception '告警只能办结一次，内容不能改'
      using errcode = 'check_violation', constraint = 'alarm_settled_once';
  end if;
  return new;
end $$;
create trigger alarm_settled_once before update on device_alarms
  for each row execute function refuse_alarm_change();

create table device_checklists (
  region_code text not null references regions,
  institution_id uuid not null references institutions,
  device_id uuid not null references devices,
  number integer not null constraint checklist_number_positive check (number > 0),
  state text not null constraint checklist_state_known check (state in ('drafted', 'offered', 'signed')),
  version integer not null default 1,
  venue_id uuid not null references venues,
  content jsonb not null,
  findings jsonb not null default '[]',
  offered_by uuid references users,
  offered_by_name text,
  offered_at timestamptz,
  signed_by uuid references users,
  signed_by_name text,
  signed_at timestamptz,
  returned_reason text,
  changed_at timestamptz not null,
  primary key (device_id, number),
  constraint checklist_signed_by_both check (
    state <> 'signed' or (offered_by is not null and signed_by is not null and offered_by <> signed_by))
);
comment on table device_checklists is '附件6检查表：教室、考勤设备、视频设备，机构与人社部门双方签字';
create unique index one_open_checklist on device_checklists (device_id) where state <> 'signed';
grant select, insert, update on device_checklists to mingxun_app;
call scope_table('device_checklists', 'region_code', 'institution_id');

create function refuse_signed_checklist() returns trigger language plpgsql as $$
begin
  if old.state = 'signed' then
    raise exception '双方签字的检查表不能再改，请新填一份'
      using errcode = 'check_violation', constraint = 'signed_checklist_stays';
  end if;
  return new;
end $$;
create trigger signed_checklist_stays before update on device_checklists
  for each row execute function refuse_signed_checklist();
