-- 请假 and 补签 (2021 四（一）): what was asked for, by whom it was decided, and the papers handed in with it.
create table attendance_leaves (
  region_code text not null,
  class_id uuid not null,
  id uuid not null,
  row_id text not null,
  kind text not null constraint leave_kind_known check (kind in ('personal', 'sick')),
  from_at timestamptz not null,
  to_at timestamptz not null,
  reason text not null constraint leave_has_reason check (reason <> ''),
  state text not null constraint leave_state_known check (state in (
    'requested', 'approved', 'refused', 'withdrawn', 'annulled')),
  version integer not null default 1,
  requested_by uuid not null references users,
  requested_by_name text not null,
  requested_at timestamptz not null,
  decided_by uuid references users,
  decided_by_name text,
  decided_at timestamptz,
  decision_reason text not null default '',
  primary key (region_code, class_id, id),
  constraint leave_of_trainee foreign key (region_code, class_id, row_id) references roster_rows,
  constraint leave_ends_after_start check (to_at > from_at),
  constraint leave_decided_by_second_person check (state not in ('approved', 'refused') or decided_by <> requested_by),
  constraint refused_leave_has_reason check (state not in ('refused', 'annulled') or decision_reason <> '')
);
comment on table attendance_leaves is '请假：机构经办人登记，负责人审批，县级可撤销';
create index leaves_of_trainee on attendance_leaves (region_code, class_id, row_id);
grant select, insert, update on attendance_leaves to mingxun_app;

create table attendance_corrections (
  region_code text not null,
  class_id uuid not null,
  id uuid not null,
  row_id text not null,
  lesson_id text not null,
  direction text not null constraint correction_direction_known check (direction in ('in', 'out')),
  at timestamptz not null,
  reason text not null constraint correction_has_reason check (reason <> ''),
  state text not null constraint correction_state_known check (state in (
    'requested', 'endorsed', 'approved', 'refused', 'withdrawn', 'annulled')),
  version integer not null default 1,
  requested_by uuid not null references users,
  requested_by_name text not null,
  requested_at timestamptz not null,
  endorsed_by uuid references users,
  endorsed_by_name text,
  endorsed_at timestamptz,
  decided_by uuid references users,
  decided_by_name text,
  decided_at timestamptz,
  decision_reason text not null default '',
  primary key (region_code, class_id, id),
  constraint correction_of_trainee foreign key (region_code, class_id, row_id) references roster_rows,
  constraint correction_endorsed_by_second_person check (endorsed_by is null or endorsed_by <> requested_by),
  constraint granted_correction_passed_all check (
    state <> 'approved' or (endorsed_by is not null and decided_by is not null and decided_by <> requested_by
      and decided_by <> endorsed_by)),
  constraint refused_correction_has_reason check (state not in ('refused', 'annulled') or decision_reason <> '')
);
comment on table attendance_corrections is '补签：机构提出并确认，县级审批，批准后计入学时';
create index corrections_of_trainee on attendance_corrections (region_code, class_id, row_id);
create index corrections_waiting on attendance_corrections (region_code, requested_at)
  where state in ('requested', 'endorsed');
grant select, insert, update on attendance_corrections to mingxun_app;

create table absence_moves (
  subject text not null,
  from_state text not null,
  to_state text not null,
  primary key (subject, from_state, to_state)
);
comment on table absence_moves is '请假与补签允许的状态变化，与流程表一致';
grant select on absence_moves to mingxun_app;
insert into absence_moves (subject, from_state, to_state) values
  ('leave', 'requested', 'approved'), ('leave', 'requested', 'refused'), ('leave', 'requested', 'withdrawn'),
  ('leave', 'approved', 'withdrawn'), ('leave', 'approved', 'annulled'),
  ('correction', 'requested', 'endorsed'), ('correction', 'endorsed', 'approved'),
  ('correction', 'requested', 'refused'), ('correction', 'endorsed', 'refused'),
  ('correction', 'requested', 'withdrawn'), ('correction', 'endorsed', 'withdrawn'),
  ('correction', 'approved', 'annulled');
create function refuse_undeclared_absence_move() returns trigger language plpgsql security definer as $$
declare
  decided text[] := array['state', 'version', 'endorsed_by', 'endorsed_by_name', 'endorsed_at', 'decided_by',
    'decided_by_name', 'decided_at', 'decision_reason'];
begin
  if tg_op = 'INSERT' then
    if new.state <> 'requested' and scope_reach() is distinct from 'system' then
      raise exception '须从提出开始' using errcode = 'check_violation', constraint = 'absence_starts_requested';
    end if;
    return new;
  end if;
  if (to_jsonb(new) - decided) <> (to_jsonb(old) - decided) then
    raise exception '提出的内容不能改，请撤回后重新提出'
      using errcode = 'check_violation', constraint = 'absence_content_stays';
  end if;
  if not exists (select from absence_moves
      where subject = tg_argv[0] and from_state = old.state and to_state = new.state) then
    raise exception '状态不能由 % 变为 %', old.state, new.state
      using errcode = 'check_violation', constraint = 'absence_move_declared';
  end if;
  return new;
end $$;
create trigger absence_move_declared before insert or update on attendance_leaves
  for each row execute function refuse_undeclared_absence_move('leave');
create trigger absence_move_declared before insert or update on attendance_corrections
  for each row execute function refuse_undeclared_absence_move('correction');

create table absence_papers (
  region_code text not null,
  class_id uuid not null,
  id uuid not null constraint absence_paper_id_once unique,
  subject_id uuid,
  kind text not null constraint absence_paper_kind_known check (kind in (
    'sickNote', 'recordingClip', 'roomPhoto', 'witnessStatement', 'deviceFault')),
  title text not null constraint absence_paper_has_title check (title <> ''),
  page_count integer not null constraint absence_paper_has_pages check (page_count between 1 and 10),
  file_hashes text[] not null,
  added_by uuid not null references users,
  added_by_name text not null,
  added_at timestamptz not null,
  primary key (region_code, class_id, id),
  constraint paper_of_class foreign key (region_code, class_id) references training_classes,
  constraint paper_has_each_page check (cardinality(file_hashes) = page_count)
);
comment on table absence_papers is '请假、补签的证明：逐页密封存放';
comment on column absence_papers.subject_id is '所附的请假或补签；空的还没有附上';
create index absence_papers_of_subject on absence_papers (region_code, class_id, subject_id);
grant select, insert, update (subject_id) on absence_papers to mingxun_app;
create function refuse_paper_moved() returns trigger language plpgsql as $$
begin
  if old.subject_id is not null then
    raise exception '证明已经附在另一份申请上' using errcode = 'check_violation', constraint = 'absence_paper_used_once';
  end if;
  return new;
end $$;
create trigger absence_paper_used_once before update on absence_papers
  for each row execute function refuse_paper_moved();

do $$
declare
  part text;
begin
  foreach part in array array['attendance_leaves', 'attendance_corrections', 'absence_papers'] loop
    execute format('alter table %I enable row level security', part);
    execute format('create policy with_its_class on %I using (
      (select scope_reach()) = ''system''
      or exists (select from training_classes held where held.region_code = %I.region_code and held.id = %I.class_id))',
      part, part, part);
  end loop;
end $$;
