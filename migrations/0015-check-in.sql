-- Check-in (2021 四, 附件6 之1): the consent or the equal way without a face, portraits before the first lesson, and marks.
create table attendance_consents (
  region_code text not null,
  class_id uuid not null,
  id uuid not null,
  row_id text not null,
  choice text not null constraint consent_choice_known check (choice in ('face', 'card', 'withdrawn')),
  text_version integer not null constraint consent_text_counts check (text_version > 0),
  recorded_by uuid not null references users,
  recorded_by_name text not null,
  recorded_at timestamptz not null,
  primary key (region_code, class_id, id),
  constraint consent_of_trainee foreign key (region_code, class_id, row_id) references roster_rows
);
comment on table attendance_consents is '人脸单独同意、撤回与改用身份证：按告知书版本，只增不改，以最后一条为准';
create index consents_of_trainee on attendance_consents (region_code, class_id, row_id, recorded_at);
call append_only('attendance_consents');

create table enrolments (
  region_code text not null,
  class_id uuid not null,
  row_id text not null,
  state text not null constraint enrolment_state_known check (state in ('captured', 'confirmed', 'returned', 'erased')),
  version integer not null default 1,
  engine_id text,
  captured_by uuid not null references users,
  captured_by_name text not null,
  captured_at timestamptz not null,
  decided_by uuid references users,
  decided_by_name text,
  decided_at timestamptz,
  reason text not null default '',
  erased_at timestamptz,
  primary key (region_code, class_id, row_id),
  constraint enrolment_of_trainee foreign key (region_code, class_id, row_id) references roster_rows,
  constraint enrolment_confirmed_by_second_person check (decided_by is null or decided_by <> captured_by),
  constraint confirmed_enrolment_has_officer check (state <> 'confirmed' or decided_by is not null),
  constraint returned_enrolment_has_reason check (state <> 'returned' or reason <> ''),
  constraint erased_enrolment_has_time check ((state = 'erased') = (erased_at is not null))
);
comment on table enrolments is '头像建档：采集、人社部门核对、退回、撤回同意后删除';
grant select, insert, update on enrolments to mingxun_app;

create table enrolment_moves (
  from_state text not null,
  to_state text not null,
  primary key (from_state, to_state)
);
comment on table enrolment_moves is '头像建档允许的状态变化，与流程表一致';
grant select on enrolment_moves to mingxun_app;
insert into enrolment_moves (from_state, to_state) values
  ('captured', 'captured'), ('returned', 'captured'), ('erased', 'captured'), ('captured', 'confirmed'),
  ('captured', 'returned'), ('confirmed', 'returned'),
  ('captured', 'erased'), ('confirmed', 'erased'), ('returned', 'erased');
create function refuse_undeclared_enrolment_move() returns trigger language plpgsql security definer as $$
begin
  if tg_op = 'INSERT' then
    if new.state <> 'captured' and scope_reach() is distinct from 'system' then
      raise exception '头像建档须从采集开始' using errcode = 'check_violation', constraint = 'enrolment_starts_captured';
    end if;
  elsif not exists (select from enrolment_moves where from_state = old.state and to_state = new.state) then
    raise exception '头像建档状态不能由 % 变为 %', old.state, new.state
      using errcode = 'check_violation', constraint = 'enrolment_move_declared';
  end if;
  return new;
end $$;
create trigger enrolment_move_declared before insert or update on enrolments
  for each row execute function refuse_undeclared_enrolment_move();

-- Frames and templates lie in rows of their own, sealed with a key of their own, so that a withdrawn consent deletes them.
create table enrolment_frames (
  region_code text not null,
  class_id uuid not null,
  row_id text not null,
  position smallint not null constraint frame_position_small check (position between 0 and 2),
  picture_sealed bytea not null,
  picture_digest bytea not null constraint frame_digest_length check (length(picture_digest) = 32),
  remarks text[] not null default '{}',
  engine_id text,
  template_sealed bytea,
  primary key (region_code, class_id, row_id, position),
  constraint frame_of_enrolment foreign key (region_code, class_id, row_id) references enrolments,
  constraint template_names_engine check ((template_sealed is null) or engine_id is not null)
);
comment on table enrolment_frames is '建档照片与人脸模板：逐项密封，撤回同意即删除';
grant select, insert, delete on enrolment_frames to mingxun_app;

-- The code by which the devices at the door know a trainee of the class.
create table device_people (
  region_code text not null,
  class_id uuid not null,
  row_id text not null,
  person_code text not null constraint person_code_form check (person_code ~ '^[A-Za-z0-9_-]{1,64}$'),
  primary key (region_code, class_id, row_id),
  constraint person_code_once unique (region_code, class_id, person_code),
  constraint device_person_of_trainee foreign key (region_code, class_id, row_id) references roster_rows
);
comment on table device_people is '学员在考勤设备里的人员编号';
grant select, insert, update, delete on device_people to mingxun_app;

create table attendance_stations (
  region_code text not null,
  class_id uuid not null,
  id uuid not null constraint station_id_once unique,
  kind text not null constraint station_kind_known check (kind in ('kiosk', 'screen')),
  venue_id uuid not null references venues,
  token_hash bytea not null constraint station_token_once unique,
  opened_by uuid not null references users,
  opened_by_name text not null,
  opened_at timestamptz not null,
  ends_at timestamptz not null,
  closed_at timestamptz,
  last_seen_at timestamptz,
  primary key (region_code, class_id, id),
  constraint station_of_class foreign key (region_code, class_id) references training_classes,
  constraint station_ends_after_opening check (ends_at > opened_at)
);
comment on table attendance_stations is '签到台与教室签到码屏：由机构人员为一个班、一间教室打开，到时自动关闭';
create index stations_of_class on attendance_stations (region_code, class_id, opened_at);
grant select, insert, update on attendance_stations to mingxun_app;

create table attendance_challenges (
  region_code text not null,
  class_id uuid not null,
  id uuid not null,
  station_id uuid not null,
  asks text not null constraint challenge_known check (asks in ('left', 'right')),
  issued_at timestamptz not null,
  used_at timestamptz,
  primary key (region_code, class_id, id),
  constraint challenge_of_station foreign key (region_code, class_id, station_id) references attendance_stations
);
comment on table attendance_challenges is '签到随机动作：服务器出题，限时、只用一次';
grant select, insert, update on attendance_challenges to mingxun_app;

create table attendance_codes (
  region_code text not null,
  class_id uuid not null,
  id uuid not null,
  row_id text not null,
  witness_id uuid not null references users,
  witness_name text not null,
  issued_at timestamptz not null,
  ends_at timestamptz not null,
  used_at timestamptz,
  primary key (region_code, class_id, id),
  constraint code_of_trainee foreign key (region_code, class_id, row_id) references roster_rows,
  constraint code_ends_after_issue check (ends_at > issued_at)
);
comment on table attendance_codes is '身份证签到的一次性码：见证人当面发给本人，限时、只用一次；码本身不存';
create index codes_of_trainee on attendance_codes (region_code, class_id, row_id) where used_at is null;
grant select, insert, update on attendance_codes to mingxun_app;

create table attendance_checks (
  region_code text not null,
  class_id uuid not null,
  id uuid not null,
  row_id text,
  teacher_id uuid references teachers,
  lesson_id uuid,
  direction text not null constraint check_direction_known check (direction in ('in', 'out', 'seen')),
  at timestamptz not null,
  received_at timestamptz not null,
  taken_at timestamptz,
  source text not null constraint check_source_known check (source in ('kiosk', 'phone')),
  station_id uuid not null,
  way text not null constraint check_way_known check (way in ('face', 'card')),
  verdict text not null constraint check_verdict_known check (verdict in ('accepted', 'doubted', 'refused')),
  remarks text[] not null default '{}',
  score real,
  liveness real,
  engine_id text,
  witness_id uuid references users,
  witness_name text,
  code_id uuid,
  code_step bigint,
  challenge_id uuid,
  metres integer,
  picture_hashes text[] not null default '{}',
  command_id uuid not null,
  primary key (region_code, class_id, id),
  constraint check_in_done_once unique (region_code, class_id, command_id),
  constraint check_of_trainee foreign key (region_code, class_id, row_id) references roster_rows,
  constraint check_of_station foreign key (region_code, class_id, station_id) references attendance_stations,
  constraint counted_check_is_of_one check (verdict = 'refused' or num_nonnulls(row_id, teacher_id) = 1),
  constraint counted_check_has_lesson check (verdict = 'refused' or lesson_id is not null),
  constraint counted_card_has_witness check (way <> 'card' or verdict = 'refused' or witness_id is not null)
);
comment on table attendance_checks is '签到、签退记录：签到台与手机的每一次，被拒的也在内，只增不改';
comment on column attendance_checks.at is '计时的时刻：服务器收到的时间；离线的为设备所记时间';
comment on column attendance_checks.taken_at is '离线时设备所记的时间，原样';
comment on column attendance_checks.code_step is '手机所用的教室签到码的序号';
comment on column attendance_checks.metres is '手机离教室的距离（米）；位置本身不存';
create index checks_by_time on attendance_checks (region_code, class_id, at);
create index checks_waiting on attendance_checks (region_code, received_at) where verdict <> 'accepted';
call append_only('attendance_checks');

do $$
declare
  part text;
begin
  foreach part in array array['attendance_consents', 'enrolments', 'enrolment_frames', 'device_people',
    'attendance_stations', 'attendance_challenges', 'attendance_codes', 'attendance_checks'] loop
    execute format('alter table %I enable row level security', part);
    execute format('create policy with_its_class on %I using (
      (select scope_reach()) = ''system''
      or exists (select from training_classes held where held.region_code = %I.region_code and held.id = %I.class_id))',
      part, part, part);
  end loop;
end $$;
