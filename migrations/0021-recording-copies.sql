-- 一式两份、妥善保管三年 (2021 四, 附件6 之5): proof that both copies exist, holds, and what is purged when its time is over.

-- What a later stage asks of the county and the city; it stands in their work queue until it is settled.
create table waiting_tasks (
  region_code text not null references regions,
  institution_id uuid references institutions,
  id uuid primary key,
  key text not null,
  audience text not null constraint task_audience_known check (audience in ('county', 'city', 'both')),
  address text not null constraint task_address_is_a_page check (address ~ '^/[a-z0-9/?=&-]{1,200}$'),
  what text not null constraint task_says_what check (what <> ''),
  about text not null,
  raised_at timestamptz not null,
  settled_at timestamptz
);
comment on table waiting_tasks is '后续环节交办县、市的事项：办结前列在待办里';
comment on column waiting_tasks.key is '同一件事只列一次';
create unique index waiting_task_once on waiting_tasks (region_code, key) where settled_at is null;
grant select, insert, update (settled_at, what) on waiting_tasks to mingxun_app;
call scope_table('waiting_tasks', 'region_code', null);

create table copy_challenges (
  region_code text not null references regions,
  institution_id uuid not null references institutions,
  id uuid primary key,
  holder text not null constraint copy_holder_known check (holder in ('bureau', 'institution')),
  state text not null constraint copy_challenge_state_known check (state in ('asked', 'proved', 'failed')),
  asked_on date not null,
  asked_at timestamptz not null,
  due_on date not null constraint copy_due_not_before_asked check (due_on >= asked_on),
  archive_blocks bigint not null constraint copy_archive_not_empty check (archive_blocks > 0),
  block_count integer not null constraint copy_challenge_asks check (block_count > 0),
  nonce bytea not null constraint copy_nonce_length check (length(nonce) = 32),
  answered_by uuid references users,
  answered_by_name text,
  answered_at timestamptz,
  closed_at timestamptz,
  constraint closed_copy_challenge_has_time check ((state = 'asked') = (closed_at is null)),
  constraint copy_challenge_once_a_day unique (institution_id, holder, asked_on)
);
comment on table copy_challenges is '存证抽查：每天从保管期内的全部录像随机抽取数据块，人社部门与机构各自证明自己的一份仍在';
comment on column copy_challenges.archive_blocks is '从多少块中抽取';
comment on column copy_challenges.nonce is '随机数：答案是它与数据块相连的 SHA-256，登记的摘要答不出来';
create index copy_challenges_of_institution on copy_challenges (institution_id, asked_on);
create index copy_challenges_open on copy_challenges (due_on) where state = 'asked';
grant select, insert, update (state, answered_by, answered_by_name, answered_at, closed_at) on copy_challenges to mingxun_app;
call scope_table('copy_challenges', 'region_code', 'institution_id');

create table copy_challenge_moves (
  from_state text not null,
  to_state text not null,
  primary key (from_state, to_state)
);
comment on table copy_challenge_moves is '存证抽查允许的状态变化，与流程表一致';
grant select on copy_challenge_moves to mingxun_app;
insert into copy_challenge_moves (from_state, to_state) values ('asked', 'proved'), ('asked', 'failed');
create function refuse_copy_challenge_move() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  if old.state <> 'asked' or (new.state <> old.state
    and not exists (select from copy_challenge_moves where from_state = old.state and to_state = new.state)) then
    raise exception '存证抽查不能由 % 变为 %', old.state, new.state
      using errcode = 'check_violation', constraint = 'copy_challenge_move_declared';
  end if;
  return new;
end $$;
create trigger copy_challenge_move_declared before update on copy_challenges
  for each row execute function refuse_copy_challenge_move();

create table copy_challenge_blocks (
  region_code text not null,
  institution_id uuid not null,
  class_id uuid not null,
  challenge_id uuid not null references copy_challenges,
  number integer not null constraint copy_block_number_counts check (number >= 0),
  recording_id uuid not null references recordings,
  block integer not null constraint copy_block_not_negative check (block >= 0),
  result text constraint copy_result_known check (result in ('proved', 'missing', 'altered', 'wrong', 'spared')),
  judged_at timestamptz,
  primary key (challenge_id, number),
  constraint copy_block_once unique (challenge_id, recording_id, block),
  constraint judged_block_has_time check ((result is null) = (judged_at is null))
);
comment on table copy_challenge_blocks is '存证抽查抽到的数据块与结果';
comment on column copy_challenge_blocks.result is 'proved 相符；missing 没有；altered 内容已变；wrong 答错；spared 人社部门一方缺失，不作判断';
create index copy_blocks_of_class on copy_challenge_blocks (class_id, judged_at);
grant select, insert, update (result, judged_at) on copy_challenge_blocks to mingxun_app;
call scope_table('copy_challenge_blocks', 'region_code', 'institution_id');
create function refuse_judged_block() returns trigger language plpgsql as $$
begin
  if old.result in ('proved', 'spared') then
    raise exception '已证明的数据块不再改' using errcode = 'check_violation', constraint = 'proved_block_stays';
  end if;
  return new;
end $$;
create trigger proved_block_stays before update on copy_challenge_blocks
  for each row execute function refuse_judged_block();

create table copy_findings (
  region_code text not null references regions,
  institution_id uuid not null references institutions,
  class_id uuid not null,
  id uuid primary key,
  holder text not null constraint finding_holder_known check (holder in ('bureau', 'institution')),
  recording_id uuid not null references recordings,
  challenge_id uuid not null references copy_challenges,
  kind text not null constraint copy_finding_known check (kind in ('missing', 'altered', 'wrong', 'unanswered')),
  block_count integer not null constraint finding_counts_blocks check (block_count > 0),
  found_at timestamptz not null,
  settled_by uuid references users,
  settled_by_name text,
  settled_at timestamptz,
  note text not null default '',
  constraint copy_finding_of_class foreign key (region_code, class_id) references training_classes,
  constraint settled_finding_has_note check (num_nonnulls(settled_by, settled_by_name, settled_at) in (0, 3)
    and ((settled_at is null) = (note = '')))
);
comment on table copy_findings is '存证问题：一份录像在哪一方没有或不符，由县、市处理';
create unique index copy_finding_open_once on copy_findings (recording_id, holder) where settled_at is null;
create index copy_findings_of_class on copy_findings (class_id, found_at);
create index copy_findings_open on copy_findings (institution_id, holder) where settled_at is null;
grant select, insert, update (settled_by, settled_by_name, settled_at, note) on copy_findings to mingxun_app;
call scope_table('copy_findings', 'region_code', 'institution_id');

-- 保全
create table evidence_holds (
  region_code text not null references regions,
  institution_id uuid not null references institutions,
  class_id uuid not null,
  id uuid primary key,
  bench text not null constraint hold_bench_known check (bench in ('county', 'city', 'discipline')),
  state text not null constraint hold_state_known check (state in ('placed', 'liftAsked', 'lifted')),
  version integer not null default 1,
  reason text not null constraint hold_has_reason check (reason <> ''),
  document text not null constraint hold_has_document check (document <> ''),
  from_on date not null,
  placed_by uuid not null references users,
  placed_by_name text not null,
  placed_at timestamptz not null,
  lift_reason text,
  lift_asked_by uuid references users,
  lift_asked_by_name text,
  lift_asked_at timestamptz,
  lifted_by uuid references users,
  lifted_by_name text,
  lifted_at timestamptz,
  constraint hold_of_class foreign key (region_code, class_id) references training_classes,
  constraint hold_lift_asked_whole check (num_nonnulls(lift_reason, lift_asked_by, lift_asked_by_name, lift_asked_at)
    = case when state = 'placed' then 0 else 4 end),
  constraint hold_lifted_whole check (num_nonnulls(lifted_by, lifted_by_name, lifted_at)
    = case when state = 'lifted' then 3 else 0 end),
  constraint hold_lifted_by_second_person check (lifted_by is null or lifted_by <> lift_asked_by)
);
comment on table evidence_holds is '保全：一人即时设定，一人申请、另一人确认才解除；在案期间什么也不能清除';
create index holds_of_class on evidence_holds (class_id, placed_at);
grant select, insert, update on evidence_holds to mingxun_app;
call scope_table('evidence_holds', 'region_code', null);

create table hold_moves (
  from_state text not null,
  to_state text not null,
  primary key (from_state, to_state)
);
comment on table hold_moves is '保全允许的状态变化，与流程表一致';
grant select on hold_moves to mingxun_app;
insert into hold_moves (from_state, to_state) values ('placed', 'liftAsked'), ('liftAsked', 'placed'), ('liftAsked', 'lifted');
create function refuse_undeclared_hold_move() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  moved text[] := array['state', 'version', 'lift_reason', 'lift_asked_by', 'lift_asked_by_name', 'lift_asked_at',
    'lifted_by', 'lifted_by_name', 'lifted_at'];
begin
  if tg_op = 'INSERT' then
    if new.state <> 'placed' then
      raise exception '保全须从设定开始' using errcode = 'check_violation', constraint = 'hold_starts_placed';
    end if;
    return new;
  end if;
  if (to_jsonb(new) - moved) <> (to_jsonb(old) - moved)
    or (new.state = 'lifted' and new.lift_asked_by is distinct from old.lift_asked_by)
    or not exists (select from hold_moves where from_state = old.state and to_state = new.state) then
    raise exception '保全不能由 % 变为 %', old.state, new.state
      using errcode = 'check_violation', constraint = 'hold_move_declared';
  end if;
  return new;
end $$;
create trigger hold_move_declared before insert or update on evidence_holds
  for each row execute function refuse_undeclared_hold_move();

create table hold_events (
  region_code text not null,
  class_id uuid not null,
  hold_id uuid not null references evidence_holds,
  number integer not null constraint hold_event_number_positive check (number > 0),
  action text not null constraint hold_action_known check (action in ('place', 'askLift', 'keep', 'lift')),
  text text not null,
  actor_id uuid not null references users,
  actor_name text not null,
  happened_at timestamptz not null,
  primary key (hold_id, number)
);
comment on table hold_events is '保全的经过，只增不改';
call append_only('hold_events');
call scope_table('hold_events', 'region_code', null);

-- 到期清除
create table evidence_purges (
  region_code text not null references regions,
  institution_id uuid not null references institutions,
  class_id uuid not null,
  id uuid primary key,
  state text not null constraint purge_state_known check (state in ('proposed', 'started', 'witnessed', 'done', 'withdrawn')),
  version integer not null default 1,
  ended_on date not null,
  kept_until date not null constraint purge_after_class check (kept_until > ended_on),
  proposed_at timestamptz not null,
  started_by uuid references users,
  started_by_name text,
  started_at timestamptz,
  witnessed_by uuid references users,
  witnessed_by_name text,
  witnessed_at timestamptz,
  withdrawn_by uuid references users,
  withdrawn_by_name text,
  withdrawn_at timestamptz,
  withdraw_reason text not null default '',
  item_count integer,
  item_bytes bigint,
  items_digest bytea constraint purge_digest_length check (length(items_digest) = 32),
  finished_at timestamptz,
  certificate_hash text references files,
  constraint purge_of_class foreign key (region_code, class_id) references training_classes,
  constraint purge_started_whole check (num_nonnulls(started_by, started_by_name, started_at, item_count, item_bytes,
    items_digest) in (0, 6)),
  constraint purge_witnessed_whole check (num_nonnulls(witnessed_by, witnessed_by_name, witnessed_at)
    = case when state in ('witnessed', 'done') then 3 else 0 end),
  constraint purge_by_two_persons check (witnessed_by is null or witnessed_by <> started_by),
  constraint purge_done_has_certificate check ((state = 'done') = (certificate_hash is not null)
    and (state = 'done') = (finished_at is not null)),
  constraint purge_withdrawn_whole check ((state = 'withdrawn') = (withdraw_reason <> ''))
);
comment on table evidence_purges is '到期清除：列清单、监督、清除、销毁凭证；销毁凭证永久保存';
create unique index purge_one_of_class on evidence_purges (class_id) where state <> 'withdrawn';
grant select, insert, update on evidence_purges to mingxun_app;
call scope_table('evidence_purges', 'region_code', 'institution_id');

create table purge_moves (
  from_state text not null,
  to_state text not null,
  primary key (from_state, to_state)
);
comment on table purge_moves is '到期清除允许的状态变化，与流程表一致';
grant select on purge_moves to mingxun_app;
insert into purge_moves (from_state, to_state) values ('proposed', 'started'), ('started', 'witnessed'),
  ('proposed', 'withdrawn'), ('started', 'withdrawn'), ('witnessed', 'done');

create table purge_items (
  region_code text not null,
  institution_id uuid not null,
  class_id uuid not null,
  purge_id uuid not null references evidence_purges,
  number integer not null constraint purge_item_number_positive check (number > 0),
  kind text not null constraint purge_kind_known check (kind in ('recording', 'checkInPicture')),
  source text not null constraint purge_source_known check (source in ('recording', 'recordingPicture', 'check', 'frame')),
  item_id text not null,
  byte_length bigint not null constraint purge_item_not_empty check (byte_length > 0),
  hash text not null constraint purge_item_hash_form check (hash ~ '^[0-9a-f]{64}$'),
  removed_at timestamptz,
  primary key (purge_id, number),
  constraint purge_item_once unique (purge_id, source, item_id)
);
comment on table purge_items is '销毁凭证逐项：什么、多少字节、摘要；先列明后清除，永久保存';
create index purge_items_by_hash on purge_items (hash);
create index purge_items_of_recording on purge_items (item_id) where source = 'recording';
grant select, insert on purge_items to mingxun_app;
call scope_table('purge_items', 'region_code', 'institution_id');

create table template_erasures (
  region_code text not null,
  institution_id uuid not null,
  class_id uuid primary key,
  trainee_count integer not null constraint erasure_counts_trainees check (trainee_count > 0),
  template_count integer not null constraint erasure_counts_templates check (template_count > 0),
  erased_at timestamptz not null,
  constraint erasure_of_class foreign key (region_code, class_id) references training_classes
);
comment on table template_erasures is '人脸特征的清除：培训结束次日自动进行，只增不改';
call append_only('template_erasures');
call scope_table('template_erasures', 'region_code', 'institution_id');

-- The clock of the database decides, whatever day the program takes it to be.
create function evidence_today() returns date stable language sql as
  $$ select (now() at time zone 'Asia/Shanghai')::date $$;

-- The last day of a class: as approved, or the day of its last check-in or recording if that is later. Those are only
-- ever added to, so that no change of the class brings its end forward.
create function evidence_last_day(of_class uuid) returns date stable language sql security definer
  set search_path = public, pg_temp as $$
  select greatest(c.ends_on,
    (select (max(k.at) at time zone 'Asia/Shanghai')::date from attendance_checks k
      where k.region_code = c.region_code and k.class_id = c.id),
    (select max(least(coalesce(r.ends_at, r.starts_at), r.received_at) at time zone 'Asia/Shanghai')::date
      from recordings r where r.region_code = c.region_code and r.class_id = c.id and r.received_at is not null))
  from training_classes c where c.id = of_class $$;

-- Three years at least (2021 四), longer where the bureau has confirmed a longer figure.
create function evidence_kept_until(of_class uuid) returns date stable language sql security definer
  set search_path = public, pg_temp as $$
  select (last_day + make_interval(years => greatest(3, coalesce((select f.value::int from figure_lines f
    where f.figure = 'evidenceYears' and f.confirmed_at is not null and f.effective_from <= last_day
    order by f.effective_from desc limit 1), 3))))::date
  from (select evidence_last_day(of_class) as last_day) found $$;

-- Whether somebody has placed a hold; all that the institution is told.
create function evidence_hold_placed(of_class uuid) returns boolean stable language sql security definer
  set search_path = public, pg_temp as $$
  select exists (select from evidence_holds h where h.class_id = of_class and h.state <> 'lifted') $$;

-- 保全, or a case of impersonation that is not over; a decision holds until it can no longer be appealed.
create function evidence_held(of_class uuid) returns boolean stable language sql security definer
  set search_path = public, pg_temp as $$
  select evidence_hold_placed(of_class)
    or exists (select from impersonation_cases i where i.class_id = of_class and (i.suspected > 0 or i.has_open_appeal
      or i.stage in ('alerted', 'frozen', 'notified', 'heard', 'appealed', 'suspended')
      or (i.stage = 'voided' and i.changed_at > now() - interval '61 days'))) $$;

create function evidence_may_go(of_class uuid) returns boolean stable language sql security definer
  set search_path = public, pg_temp as $$
  select coalesce(evidence_kept_until(of_class) < evidence_today(), false) and not evidence_held(of_class)
    and exists (select from evidence_purges p where p.class_id = of_class and p.state = 'witnessed') $$;
revoke execute on function evidence_last_day, evidence_kept_until, evidence_hold_placed, evidence_held, evidence_may_go from public;
grant execute on function evidence_last_day, evidence_kept_until, evidence_hold_placed, evidence_held, evidence_may_go
  to mingxun_app;

create function refuse_undeclared_purge_move() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  moved text[] := array['state', 'version', 'started_by', 'started_by_name', 'started_at', 'item_count', 'item_bytes',
    'items_digest', 'witnessed_by', 'witnessed_by_name', 'witnessed_at', 'withdrawn_by', 'withdrawn_by_name',
    'withdrawn_at', 'withdraw_reason', 'finished_at', 'certificate_hash'];
begin
  if tg_op = 'INSERT' then
    if new.state <> 'proposed' then
      raise exception '到期清除须从提出开始' using errcode = 'check_violation', constraint = 'purge_starts_proposed';
    end if;
    return new;
  end if;
  if (to_jsonb(new) - moved) <> (to_jsonb(old) - moved)
    or (old.started_at is not null and (new.started_by, new.item_count, new.items_digest)
      is distinct from (old.started_by, old.item_count, old.items_digest))
    or not exists (select from purge_moves where from_state = old.state and to_state = new.state) then
    raise exception '到期清除不能由 % 变为 %', old.state, new.state
      using errcode = 'check_violation', constraint = 'purge_move_declared';
  end if;
  if new.state = 'witnessed' and (evidence_kept_until(new.class_id) >= evidence_today() or evidence_held(new.class_id)) then
    raise exception '保管期未满或在保全中，不能清除'
      using errcode = 'insufficient_privilege', constraint = 'evidence_is_kept';
  end if;
  if new.state = 'done' and exists (select from purge_items i where i.purge_id = new.id and i.removed_at is null) then
    raise exception '清单上还有没有清除的' using errcode = 'check_violation', constraint = 'purge_is_finished';
  end if;
  return new;
end $$;
create trigger purge_move_declared before insert or update on evidence_purges
  for each row execute function refuse_undeclared_purge_move();

create function refuse_listing_late() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    if not exists (select from evidence_purges p where p.id = new.purge_id and p.class_id = new.class_id
        and p.state = 'proposed') or new.removed_at is not null then
      raise exception '清单在列出之后不能再加' using errcode = 'check_violation', constraint = 'purge_list_closed';
    end if;
  elsif old.removed_at is not null or (to_jsonb(new) - 'removed_at') <> (to_jsonb(old) - 'removed_at')
    or not evidence_may_go(new.class_id) then
    raise exception '销毁凭证不能改' using errcode = 'insufficient_privilege', constraint = 'purge_list_stays';
  end if;
  return new;
end $$;
create trigger purge_list_stays before insert or update on purge_items
  for each row execute function refuse_listing_late();

-- Nobody removes any of it before its time, the owner of the tables included.
create function refuse_early_file() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  if not exists (select from purge_items i where i.hash = old.hash and i.removed_at is null and evidence_may_go(i.class_id)) then
    raise exception '文件不在到期清除的清单上，任何人不能删除'
      using errcode = 'insufficient_privilege', constraint = 'evidence_is_kept';
  end if;
  return old;
end $$;
create trigger file_is_kept before delete on files for each row execute function refuse_early_file();

create function refuse_early_recording_part() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  if not exists (select from recordings r where r.id = old.recording_id and evidence_may_go(r.class_id)) then
    raise exception '保管期未满或在保全中，任何人不能删除'
      using errcode = 'insufficient_privilege', constraint = 'evidence_is_kept';
  end if;
  return old;
end $$;
create trigger signature_is_kept before delete on recording_signatures
  for each row execute function refuse_early_recording_part();
create trigger picture_is_kept before delete on recording_pictures
  for each row execute function refuse_early_recording_part();

-- A frame goes early only for its owner: who withdrew consent, or is being photographed anew. A template goes with the class.
create function refuse_early_frame() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  if tg_op = 'UPDATE' then
    if new.template_sealed is not null or (to_jsonb(new) - 'template_sealed') <> (to_jsonb(old) - 'template_sealed')
      or coalesce(evidence_last_day(old.class_id) >= evidence_today(), true) or evidence_held(old.class_id) then
      raise exception '建档照片不能改，人脸特征在培训结束前或保全中不能清除'
        using errcode = 'insufficient_privilege', constraint = 'evidence_is_kept';
    end if;
    return new;
  end if;
  if not evidence_may_go(old.class_id)
    and exists (select from enrolments e where e.region_code = old.region_code and e.class_id = old.class_id
      and e.row_id = old.row_id and e.state = 'confirmed')
    and 'face' = (select c.choice from attendance_consents c where c.region_code = old.region_code
      and c.class_id = old.class_id and c.row_id = old.row_id order by c.recorded_at desc, c.id desc limit 1) then
    raise exception '已核对的建档照片在保管期内，任何人不能删除'
      using errcode = 'insufficient_privilege', constraint = 'evidence_is_kept';
  end if;
  return old;
end $$;
create trigger frame_is_kept before update or delete on enrolment_frames
  for each row execute function refuse_early_frame();

do $$
declare
  part text;
begin
  foreach part in array array['recordings', 'cameras', 'copy_challenges', 'copy_challenge_blocks', 'copy_findings',
    'evidence_holds', 'evidence_purges', 'purge_items', 'enrolments'] loop
    execute format('create trigger rows_are_kept before delete on %I for each row execute function refuse_change()', part);
  end loop;
  foreach part in array array['files', 'recordings', 'recording_signatures', 'recording_pictures', 'enrolment_frames',
    'evidence_holds', 'evidence_purges', 'purge_items'] loop
    execute format('create trigger never_emptied before truncate on %I for each statement execute function refuse_change()',
      part);
  end loop;
end $$;

-- The only way anything of the list is taken out of the tables: item by item, under the purge that lists it.
create function purge_item(of_purge uuid, item_number integer) returns void language plpgsql security definer
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
  elsif item.source = 'recordingPicture' then
    delete from recording_pictures where file_hash = item.hash;
    delete from files where hash = item.hash;
  elsif item.source = 'check' then
    delete from files where hash = item.hash;
  else
    delete from enrolment_frames where region_code = item.region_code and class_id = item.class_id
      and row_id || '/' || position = item.item_id;
  end if;
  update purge_items set removed_at = now() where purge_id = of_purge and number = item_number;
end $$;

-- Takes the templates of a class that is over out of its frames; gives how many trainees and templates.
create function erase_templates(of_class uuid) returns table (trainees integer, templates integer)
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  return query with gone as (
    update enrolment_frames f set template_sealed = null
    from training_classes c where c.id = of_class and f.region_code = c.region_code and f.class_id = c.id
      and f.template_sealed is not null
    returning f.row_id)
  select count(distinct row_id)::int, count(*)::int from gone;
end $$;
revoke execute on function purge_item, erase_templates from public;
grant execute on function purge_item, erase_templates to mingxun_app;
