-- Rows of a roster are never taken out of an approved class: who leaves keeps its row and the day it left.
alter table roster_rows
  add column joined_on date,
  add column withdrawn_on date,
  add column joined_by uuid,
  add column withdrawn_by uuid,
  add constraint trainee_leaves_after_joining check (withdrawn_on >= joined_on);
create index roster_rows_leaving on roster_rows (region_code, class_id) where withdrawn_on is not null;

create table class_changes (
  region_code text not null,
  class_id uuid not null,
  id uuid not null,
  number integer not null,
  state text not null,
  version integer not null default 1,
  kinds text[] not null default '{}' constraint change_kinds_known
    check (kinds <@ array['time', 'place', 'teacher', 'plan', 'withdrawal', 'substitution']),
  base_version integer not null,
  content_sealed bytea not null,
  reason text not null default '',
  effective_on date,
  filing_count integer not null default 0,
  filed_by uuid references users,
  filed_at timestamptz,
  filed_on date,
  due_on date,
  verified_by uuid references users,
  verified_at timestamptz,
  verifier_opinion text,
  decided_by uuid references users,
  decided_at timestamptz,
  opinion text,
  created_by uuid not null references users,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (region_code, class_id, id),
  constraint change_of_class foreign key (region_code, class_id) references training_classes,
  constraint change_number_once unique (region_code, class_id, number),
  constraint filed_change_is_whole check (
    state in ('drafted', 'withdrawn')
    or (filed_by is not null and filed_on is not null and due_on is not null and effective_on is not null
        and reason <> '' and kinds <> '{}')),
  constraint change_decided_by_second_person check (decided_by is null or decided_by <> verified_by),
  constraint change_reaches_ahead check (state <> 'approved' or effective_on > filed_on)
);
comment on table class_changes is '批准后的变更申请：时间、地点、教师、计划、学员退出与替换';
create unique index one_open_change on class_changes (region_code, class_id)
  where state in ('drafted', 'filed', 'returned', 'verified');
create index class_changes_by_state on class_changes (region_code, state, due_on);
grant select, insert, update on class_changes to mingxun_app;

create table change_moves (
  from_state text not null,
  to_state text not null,
  primary key (from_state, to_state)
);
comment on table change_moves is '变更申请允许的状态变化，与流程表一致';
grant select on change_moves to mingxun_app;
insert into change_moves (from_state, to_state) values
  ('drafted', 'filed'), ('returned', 'filed'), ('filed', 'verified'), ('filed', 'returned'), ('verified', 'returned'),
  ('verified', 'approved'), ('verified', 'refused'), ('drafted', 'withdrawn'), ('returned', 'withdrawn'),
  ('filed', 'withdrawn');
create function refuse_undeclared_change_move() returns trigger language plpgsql security definer as $$
begin
  if tg_op = 'INSERT' then
    if new.state <> 'drafted' then
      raise exception '变更申请须从起草开始' using errcode = 'check_violation', constraint = 'change_starts_drafted';
    end if;
  elsif old.state <> new.state
    and not exists (select from change_moves where from_state = old.state and to_state = new.state) then
    raise exception '不允许的状态变化：% → %', old.state, new.state
      using errcode = 'check_violation', constraint = 'change_move_declared';
  end if;
  return new;
end $$;
create trigger change_move_declared before insert or update on class_changes
  for each row execute function refuse_undeclared_change_move();

create table change_filings (
  region_code text not null,
  class_id uuid not null,
  change_id uuid not null,
  number integer not null,
  filed_at timestamptz not null,
  filed_by uuid not null references users,
  statement text not null,
  snapshot_sealed bytea not null,
  digest bytea not null,
  findings jsonb not null,
  figures jsonb not null,
  primary key (region_code, class_id, change_id, number),
  constraint change_filing_of_change foreign key (region_code, class_id, change_id) references class_changes
);
comment on table change_filings is '历次变更申请：内容、依据与检查结果，只增不改';
call append_only('change_filings');

create table plan_versions (
  region_code text not null,
  class_id uuid not null,
  version integer not null constraint plan_version_counts check (version > 0),
  from_day date not null,
  lessons jsonb not null,
  change_id uuid,
  added_at timestamptz not null,
  primary key (region_code, class_id, version),
  constraint plan_version_of_class foreign key (region_code, class_id) references training_classes,
  constraint plan_version_of_change foreign key (region_code, class_id, change_id) references class_changes,
  constraint later_version_has_change check ((version = 1) = (change_id is null))
);
comment on table plan_versions is '教学计划的各版：某日的课程表以当日生效的最高一版为准，只增不改';
call append_only('plan_versions');

insert into plan_versions (region_code, class_id, version, from_day, lessons, added_at)
select held.region_code, held.id, 1, held.starts_on, coalesce(plan.lessons, '[]'), held.decided_at
from training_classes held
left join lateral (
  select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', id, 'taughtOn', taught_on, 'startsMinute', starts_minute,
    'endsMinute', ends_minute, 'lessonHours', lesson_hours, 'kind', kind, 'content', content,
    'teacherId', teacher_id, 'venueId', venue_id)) order by position) as lessons
  from lessons where lessons.region_code = held.region_code and lessons.class_id = held.id
) plan on true
where held.state = 'approved';

-- A change being drafted is its institution’s own; the bureaus see it from its first filing on.
alter table class_changes enable row level security;
create policy with_its_class on class_changes using (
  (select scope_reach()) = 'system'
  or ((filed_on is not null or (select scope_reach()) = 'institution')
      and exists (select from training_classes held
        where held.region_code = class_changes.region_code and held.id = class_changes.class_id)));
do $$
declare
  part text;
begin
  foreach part in array array['change_filings', 'plan_versions'] loop
    execute format('alter table %I enable row level security', part);
    execute format('create policy with_its_class on %I using (
      (select scope_reach()) = ''system''
      or exists (select from training_classes held where held.region_code = %I.region_code and held.id = %I.class_id))',
      part, part, part);
  end loop;
end $$;
