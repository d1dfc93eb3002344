-- What is owed to people whose faces are stored (个人信息保护法第五十五、五十六条; 人脸识别技术应用安全管理办法): the
-- impact assessment, how many there are, and a purge that takes with it all that a class has left.

create table impact_assessments (
  id uuid primary key,
  number integer not null constraint assessment_number_once unique constraint assessment_number_positive check (number > 0),
  state text not null constraint assessment_state_known check (state in ('drafted', 'confirmed', 'returned', 'withdrawn')),
  version integer not null default 1,
  sections jsonb not null constraint assessment_has_sections check (jsonb_array_length(sections) > 0),
  basis jsonb not null constraint assessment_has_basis check (jsonb_array_length(basis) > 0),
  assessors text not null constraint assessment_names_assessors check (assessors <> ''),
  opinion text not null constraint assessment_has_opinion check (opinion <> ''),
  residual_risks text not null constraint assessment_names_risks check (residual_risks <> ''),
  assessed_on date not null,
  drafted_by uuid not null references users,
  drafted_by_name text not null,
  drafted_at timestamptz not null,
  decided_by uuid references users,
  decided_by_name text,
  decided_at timestamptz,
  reason text not null default '',
  document_hash text references files,
  constraint assessment_decided_whole check (num_nonnulls(decided_by, decided_by_name, decided_at)
    = case when state = 'drafted' then 0 else 3 end),
  constraint assessment_by_two_persons check (state not in ('confirmed', 'returned') or decided_by <> drafted_by),
  constraint confirmed_assessment_has_document check ((state = 'confirmed') = (document_hash is not null)),
  constraint returned_assessment_has_reason check (state <> 'returned' or reason <> '')
);
comment on table impact_assessments is '个人信息保护影响评估：各版内容不改，确认的一版存成文件，长期保存';
comment on column impact_assessments.sections is '起草时由系统实际情况生成的各节';
comment on column impact_assessments.basis is '起草时的设置逐项：与现行的不同即须重新评估';
create unique index one_assessment_drafted on impact_assessments ((true)) where state = 'drafted';
grant select, insert, update on impact_assessments to mingxun_app;
alter table impact_assessments enable row level security;
create policy bureau_and_administrators on impact_assessments
  using ((select scope_reach()) in ('system', 'city', 'accounts', 'audit'));

create table impact_assessment_moves (
  from_state text not null,
  to_state text not null,
  primary key (from_state, to_state)
);
comment on table impact_assessment_moves is '影响评估允许的状态变化，与流程表一致';
grant select on impact_assessment_moves to mingxun_app;
insert into impact_assessment_moves (from_state, to_state) values
  ('drafted', 'confirmed'), ('drafted', 'returned'), ('drafted', 'withdrawn');
create function refuse_undeclared_assessment_move() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  moved text[] := array['state', 'version', 'decided_by', 'decided_by_name', 'decided_at', 'reason', 'document_hash'];
begin
  if tg_op = 'INSERT' then
    if new.state <> 'drafted' then
      raise exception '影响评估须从起草开始' using errcode = 'check_violation', constraint = 'assessment_starts_drafted';
    end if;
    return new;
  end if;
  if (to_jsonb(new) - moved) <> (to_jsonb(old) - moved)
    or not exists (select from impact_assessment_moves where from_state = old.state and to_state = new.state) then
    raise exception '影响评估不能由 % 变为 %', old.state, new.state
      using errcode = 'check_violation', constraint = 'assessment_move_declared';
  end if;
  return new;
end $$;
create trigger assessment_move_declared before insert or update on impact_assessments
  for each row execute function refuse_undeclared_assessment_move();
create trigger rows_are_kept before delete on impact_assessments for each row execute function refuse_change();
create trigger never_emptied before truncate on impact_assessments for each statement execute function refuse_change();

create table stored_face_crossings (
  id bigint generated always as identity primary key,
  level text not null constraint stored_face_level_known check (level in ('calm', 'notice', 'warning', 'filing')),
  people integer not null constraint stored_people_not_negative check (people >= 0),
  crossed_on date not null,
  crossed_at timestamptz not null
);
comment on table stored_face_crossings is '现存人脸信息的人数越过或退回各档的日子，只增不改';
call append_only('stored_face_crossings');
alter table stored_face_crossings enable row level security;
create policy bureau_and_administrators on stored_face_crossings
  using ((select scope_reach()) in ('system', 'city', 'accounts', 'audit'));

create table face_filings (
  id uuid primary key,
  number text not null constraint face_filing_number_once unique constraint face_filing_has_number check (number <> ''),
  filed_on date not null,
  document text not null constraint face_filing_has_document check (document <> ''),
  people integer not null constraint filed_people_not_negative check (people >= 0),
  recorded_by uuid not null references users,
  recorded_by_name text not null,
  recorded_at timestamptz not null
);
comment on table face_filings is '人脸识别技术应用备案：向省级网信部门办理的，只增不改';
comment on column face_filings.people is '登记时现存人脸信息的人数';
call append_only('face_filings');
alter table face_filings enable row level security;
create policy bureau_and_administrators on face_filings
  using ((select scope_reach()) in ('system', 'city', 'accounts', 'audit'));

-- 到期清除: also the pictures of spot roll calls, evidence of cases, papers of leaves and corrections, pictures of devices.
alter table purge_items drop constraint purge_kind_known, drop constraint purge_source_known,
  add constraint purge_kind_known check (kind in ('recording', 'checkInPicture', 'rollCallPicture', 'caseEvidence',
    'absencePaper', 'devicePicture')),
  add constraint purge_source_known check (source in ('recording', 'recordingPicture', 'check', 'frame', 'rollCall',
    'casePage', 'paperPage', 'device'));
create index device_events_with_picture on device_events (institution_id, received_at) where picture_hash is not null;

-- What a row names stays named when the file is gone, so that the certificate can be held against it.
create function refuse_unstored_file() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  named text := to_jsonb(new) ->> tg_argv[0];
begin
  if named is not null and not exists (select from files where hash = named) then
    raise exception '文件没有入库' using errcode = 'foreign_key_violation', constraint = 'file_is_stored';
  end if;
  return new;
end $$;
alter table roll_calls drop constraint roll_calls_picture_hash_fkey;
alter table impersonation_evidence_pages drop constraint impersonation_evidence_pages_file_hash_fkey;
create trigger file_is_stored before insert or update of picture_hash on roll_calls
  for each row execute function refuse_unstored_file('picture_hash');
create trigger file_is_stored before insert on impersonation_evidence_pages
  for each row execute function refuse_unstored_file('file_hash');

-- Any page may ask whether a file was destroyed when its time was over, and under which certificate.
create function destroyed_under(of_hash text) returns uuid stable language sql security definer
  set search_path = public, pg_temp as $$
  select purge_id from purge_items where hash = of_hash and removed_at is not null limit 1 $$;
revoke execute on function destroyed_under from public;
grant execute on function destroyed_under to mingxun_app;

create or replace function purge_item(of_purge uuid, item_number integer) returns void language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  item purge_items;
begin
  select * into strict item from purge_items where purge_id = of_purge and number = item_number for update;
  if item.removed_at is not null then return; end if;
  if not evidence_may_go(item.class_id) then
    raise exception '保管期未满或在保全中，任何人不能清除'
      using errcode = 'insufficient_privilege', constraint = 'evidence_is_kept';
  end if;
  if item.source = 'recording' then
    delete from recording_signatures where recording_id = item.item_id::uuid;
  elsif item.source = 'frame' then
    delete from enrolment_frames where region_code = item.region_code and class_id = item.class_id
      and row_id || '/' || position = item.item_id;
  else
    if item.source = 'recordingPicture' then
      delete from recording_pictures where file_hash = item.hash;
    end if;
    delete from files where hash = item.hash;
  end if;
  update purge_items set removed_at = now() where purge_id = of_purge and number = item_number;
end $$;
