create table training_classes (
  region_code text not null references regions,
  id uuid not null constraint class_id_once unique,
  institution_id uuid not null references institutions,
  state text not null,
  version integer not null default 1,
  occupation_code text references occupations,
  level smallint constraint class_level_known check (level between 1 and 5),
  starts_on date,
  ends_on date,
  final_exam_on date,
  skills_assessment_on date,
  class_mode text constraint class_mode_known check (class_mode in ('daytime', 'evening', 'holiday', 'other')),
  theory_venue_id uuid references venues,
  practice_venue_id uuid references venues,
  class_lead_name text not null default '',
  class_lead_phone_sealed bytea,
  course_summary text not null default '',
  filing_number text constraint filing_number_once unique,
  filing_count integer not null default 0,
  filed_at timestamptz,
  filed_on date,
  filed_by uuid references users,
  due_on date,
  verified_by uuid references users,
  verified_at timestamptz,
  decided_by uuid references users,
  decided_at timestamptz,
  decision_opinion text,
  class_year integer,
  class_number integer,
  trainee_count integer not null default 0,
  blocking_count integer not null default 0,
  warning_count integer not null default 0,
  created_by uuid not null references users,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (region_code, id),
  constraint class_number_once unique (region_code, class_year, class_number),
  constraint class_ends_after_start check (state in ('drafted', 'returned', 'withdrawn') or ends_on >= starts_on),
  constraint exam_not_before_start check (state in ('drafted', 'returned', 'withdrawn') or final_exam_on >= starts_on),
  constraint assessment_not_before_exam
    check (state in ('drafted', 'returned', 'withdrawn') or skills_assessment_on >= final_exam_on),
  constraint filed_class_is_whole check (
    state in ('drafted', 'withdrawn')
    or (occupation_code is not null and level is not null and starts_on is not null and ends_on is not null
        and filed_at is not null and filed_on is not null and due_on is not null and filing_number is not null)),
  constraint approved_class_has_number check ((state = 'approved') = (class_number is not null)),
  constraint decided_by_second_person check (decided_by is null or decided_by <> verified_by)
);
comment on table training_classes is '培训班（期）：从起草到批准';
create index classes_by_state on training_classes (region_code, state, due_on);
create index classes_of_institution on training_classes (institution_id, changed_at);
grant select, insert, update on training_classes to mingxun_app;
alter table training_classes enable row level security;
-- A draft is its institution’s own; the bureaus see a class from its first filing on.
create policy own_scope on training_classes using (
  (select scope_reach()) = 'system'
  or ((select scope_reach()) = 'city' and filing_number is not null)
  or ((select scope_reach()) = 'county' and region_code = (select scope_region()) and filing_number is not null)
  or ((select scope_reach()) = 'institution' and institution_id = (select scope_institution())));

create table class_moves (
  from_state text not null,
  to_state text not null,
  primary key (from_state, to_state)
);
comment on table class_moves is '允许的状态变化，与流程表一致';
grant select on class_moves to mingxun_app;
insert into class_moves (from_state, to_state) values
  ('drafted', 'filed'), ('returned', 'filed'), ('filed', 'verified'), ('filed', 'returned'), ('verified', 'returned'),
  ('verified', 'approved'), ('verified', 'refused'), ('drafted', 'withdrawn'), ('returned', 'withdrawn'),
  ('filed', 'withdrawn');
create function refuse_undeclared_class_move() returns trigger language plpgsql security definer as $$
begin
  if tg_op = 'INSERT' then
    if new.state <> 'drafted' then
      raise exception '培训班须从起草开始' using errcode = 'check_violation', constraint = 'class_starts_drafted';
    end if;
  elsif old.state <> new.state
    and not exists (select from class_moves where from_state = old.state and to_state = new.state) then
    raise exception '不允许的状态变化：% → %', old.state, new.state
      using errcode = 'check_violation', constraint = 'class_move_declared';
  end if;
  return new;
end $$;
create trigger class_move_declared before insert or update on training_classes
  for each row execute function refuse_undeclared_class_move();

create table roster_rows (
  region_code text not null,
  class_id uuid not null,
  id text not null constraint roster_row_id_form check (length(id) between 1 and 64),
  position integer not null,
  name text not null,
  pinyin text not null,
  initials text not null,
  id_sealed bytea not null,
  id_index bytea,
  phone_sealed bytea not null,
  phone_index bytea,
  category text not null,
  cells jsonb not null,
  source jsonb,
  primary key (region_code, class_id, id),
  constraint roster_row_of_class foreign key (region_code, class_id) references training_classes on delete cascade
);
comment on table roster_rows is '备案花名册（附件4）：证号、电话密封存放';
create index roster_rows_by_person on roster_rows (id_index);
grant select, insert, update, delete on roster_rows to mingxun_app;

create table job_posts (
  region_code text not null,
  class_id uuid not null,
  id uuid not null,
  position integer not null,
  employer text not null,
  credit_code text not null,
  address text not null,
  post text not null,
  headcount integer constraint headcount_sane check (headcount between 0 and 100000),
  wage_from_fen bigint constraint wage_not_negative check (wage_from_fen >= 0),
  wage_to_fen bigint,
  contact text not null,
  phone_sealed bytea not null,
  valid_until date,
  primary key (region_code, class_id, id),
  constraint job_post_of_class foreign key (region_code, class_id) references training_classes on delete cascade
);
comment on table job_posts is '就业岗位（附件5）';
grant select, insert, update, delete on job_posts to mingxun_app;

create table lessons (
  region_code text not null,
  class_id uuid not null,
  id uuid not null,
  position integer not null,
  taught_on date not null,
  starts_minute smallint not null constraint lesson_start_in_day check (starts_minute between 0 and 1439),
  ends_minute smallint not null constraint lesson_end_in_day check (ends_minute between 1 and 1440),
  lesson_hours smallint not null constraint lesson_hours_positive check (lesson_hours > 0),
  kind text not null constraint lesson_kind_known check (kind in ('theory', 'practice', 'exam')),
  content text not null,
  teacher_id uuid references teachers,
  venue_id uuid references venues,
  primary key (region_code, class_id, id),
  constraint lesson_ends_after_start check (ends_minute > starts_minute),
  constraint lesson_of_class foreign key (region_code, class_id) references training_classes on delete cascade
);
comment on table lessons is '教学计划（附件3）的课次';
create index lessons_by_teacher on lessons (teacher_id, taught_on);
create index lessons_by_venue on lessons (venue_id, taught_on);
grant select, insert, update, delete on lessons to mingxun_app;

create table filings (
  region_code text not null,
  class_id uuid not null,
  number integer not null,
  filed_at timestamptz not null,
  filed_by uuid not null references users,
  statement text not null,
  snapshot_sealed bytea not null,
  digest bytea not null,
  findings jsonb not null,
  figures jsonb not null,
  primary key (region_code, class_id, number),
  constraint filing_of_class foreign key (region_code, class_id) references training_classes
);
comment on table filings is '历次申报：内容、依据与检查结果，只增不改';
call append_only('filings');

create table class_events (
  region_code text not null,
  class_id uuid not null,
  id uuid not null,
  action text not null,
  actor_id uuid not null references users,
  actor_name text not null,
  role text not null,
  command_id uuid not null,
  filing_number integer not null,
  reason text not null default '',
  findings jsonb not null default '[]',
  happened_at timestamptz not null,
  primary key (region_code, class_id, id),
  constraint class_event_of_class foreign key (region_code, class_id) references training_classes,
  constraint class_event_done_once unique (region_code, class_id, command_id)
);
comment on table class_events is '培训班留痕：只增不改';
call append_only('class_events');

create table check_marks (
  region_code text not null,
  class_id uuid not null,
  filing_number integer not null,
  item text not null constraint check_item_known check (item in (
    'institution', 'eligibility', 'identity', 'socialInsurance', 'earlierSubsidies', 'teachers', 'posts', 'plan')),
  verdict text not null constraint check_verdict_known check (verdict in ('matched', 'mismatched')),
  note text not null,
  marked_by uuid not null references users,
  marked_at timestamptz not null,
  primary key (region_code, class_id, filing_number, item),
  constraint check_mark_of_class foreign key (region_code, class_id) references training_classes
);
comment on table check_marks is '资料核查：经办人对各项的认定';
grant select, insert, update, delete on check_marks to mingxun_app;

create table warning_decisions (
  region_code text not null,
  class_id uuid not null,
  filing_number integer not null,
  rule text not null,
  row_id text not null default '',
  field text not null,
  accepted boolean not null,
  reason text not null constraint warning_reason_given check (length(reason) > 0),
  decided_by uuid not null references users,
  decided_at timestamptz not null,
  primary key (region_code, class_id, filing_number, rule, row_id, field),
  constraint warning_decision_of_class foreign key (region_code, class_id) references training_classes
);
comment on table warning_decisions is '对提醒的认定与理由';
grant select, insert, update on warning_decisions to mingxun_app;

create table return_points (
  region_code text not null,
  class_id uuid not null,
  id uuid not null,
  filing_number integer not null,
  part text not null constraint return_part_known check (part in ('application', 'plan', 'roster', 'posts', 'proofs')),
  row_id text,
  field text,
  reason text not null constraint return_reason_given check (length(reason) > 0),
  answer text not null default '',
  answered_at timestamptz,
  primary key (region_code, class_id, id),
  constraint return_point_of_class foreign key (region_code, class_id) references training_classes
);
comment on table return_points is '退回补正的各处原因与机构答复';
grant select, insert, update on return_points to mingxun_app;

create table counters (
  region_code text not null references regions,
  year integer not null,
  kind text not null constraint counter_kind_known check (kind in ('filing', 'class')),
  last integer not null,
  primary key (region_code, year, kind)
);
comment on table counters is '申报编号与期数的流水';
grant select, insert, update on counters to mingxun_app;
alter table counters enable row level security;
create policy counters_scope on counters using (
  (select scope_reach()) in ('system', 'city')
  or region_code = (select scope_region()));

create table person_slots (
  person_index bytea not null,
  day date not null,
  part smallint not null constraint day_part_known check (part between 1 and 3),
  region_code text not null,
  class_id uuid not null,
  primary key (person_index, day, part)
);
comment on table person_slots is '学员时段占用：同一人同一时段只能在一个班；1 上午 2 下午 3 晚上';
create index person_slots_of_class on person_slots (class_id);
grant select, insert, delete on person_slots to mingxun_app;
alter table person_slots enable row level security;
create policy slots_system on person_slots using ((select scope_reach()) = 'system');

create table attachments (
  region_code text not null,
  class_id uuid not null,
  id uuid not null,
  kind text not null constraint attachment_kind_known check (kind in ('portrait', 'proof', 'approval', 'other')),
  row_id text,
  file_hash text not null references files,
  file_name text not null,
  added_by uuid not null references users,
  added_at timestamptz not null,
  removed_at timestamptz,
  primary key (region_code, class_id, id),
  constraint attachment_of_class foreign key (region_code, class_id) references training_classes
);
comment on table attachments is '证明、照片与批准文件';
grant select, insert, update on attachments to mingxun_app;

-- Rows that hang on a class are seen by whoever sees the class.
do $$
declare
  part text;
begin
  foreach part in array array['roster_rows', 'job_posts', 'lessons', 'filings', 'class_events', 'check_marks',
    'warning_decisions', 'return_points', 'attachments'] loop
    execute format('alter table %I enable row level security', part);
    execute format('create policy with_its_class on %I using (
      (select scope_reach()) = ''system''
      or exists (select from training_classes held where held.region_code = %I.region_code and held.id = %I.class_id))',
      part, part, part);
  end loop;
end $$;

alter table people enable row level security;
create policy people_of_own_classes on people using (
  (select scope_reach()) = 'system'
  or exists (select from roster_rows enrolled where enrolled.id_index = people.person_index));
create policy people_entered on people for insert with check ((select scope_reach()) = 'system');
