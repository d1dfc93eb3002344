-- 冒名顶替 (2021 四（三）): what was suspected and found in a class, the procedure, and what it means for the money.
create table impersonation_cases (
  region_code text not null references regions,
  institution_id uuid not null references institutions,
  class_id uuid primary key,
  stage text not null,
  version integer not null constraint case_counts_its_events check (version >= 0),
  suspected integer not null default 0 constraint suspected_not_negative check (suspected >= 0),
  confirmed integer not null default 0 constraint confirmed_not_negative check (confirmed >= 0),
  has_open_appeal boolean not null default false,
  due_on date,
  changed_at timestamptz not null,
  constraint case_of_class foreign key (region_code, class_id) references training_classes
);
comment on table impersonation_cases is '冒名顶替：每期一案，由事件逐项推得；只有它决定补贴能否拨付';
comment on column impersonation_cases.version is '已发生的事件数';
comment on column impersonation_cases.due_on is '告知后陈述申辩的期限，或听证日期';
create index impersonation_cases_of_county on impersonation_cases (region_code, changed_at);
grant select, insert, update on impersonation_cases to mingxun_app;
call scope_table('impersonation_cases', 'region_code', 'institution_id');

create table impersonation_moves (
  from_stage text not null,
  to_stage text not null,
  primary key (from_stage, to_stage)
);
comment on table impersonation_moves is '冒名顶替允许的阶段变化，与流程表一致';
grant select on impersonation_moves to mingxun_app;
insert into impersonation_moves (from_stage, to_stage) values
  ('watching', 'alerted'), ('reversed', 'alerted'), ('alerted', 'watching'),
  ('watching', 'frozen'), ('alerted', 'frozen'), ('reversed', 'frozen'),
  ('frozen', 'notified'), ('notified', 'heard'), ('heard', 'frozen'), ('heard', 'voided'),
  ('voided', 'appealed'), ('appealed', 'suspended'), ('appealed', 'upheld'), ('suspended', 'upheld'),
  ('frozen', 'reversed'), ('notified', 'reversed'), ('heard', 'reversed'), ('appealed', 'reversed'),
  ('suspended', 'reversed');
create function refuse_undeclared_impersonation_move() returns trigger language plpgsql security definer as $$
begin
  if tg_op = 'INSERT' then
    if new.stage <> 'watching' or new.version <> 0 then
      raise exception '冒名顶替案件须从未预警开始'
        using errcode = 'check_violation', constraint = 'impersonation_starts_watching';
    end if;
    return new;
  end if;
  if new.version <> old.version + 1 or (new.region_code, new.institution_id, new.class_id)
      is distinct from (old.region_code, old.institution_id, old.class_id) then
    raise exception '冒名顶替案件须逐项推进' using errcode = 'check_violation', constraint = 'impersonation_step_by_step';
  end if;
  if new.stage <> old.stage
    and not exists (select from impersonation_moves where from_stage = old.stage and to_stage = new.stage) then
    raise exception '冒名顶替案件不能由 % 变为 %', old.stage, new.stage
      using errcode = 'check_violation', constraint = 'impersonation_move_declared';
  end if;
  return new;
end $$;
create trigger impersonation_move_declared before insert or update on impersonation_cases
  for each row execute function refuse_undeclared_impersonation_move();

create table impersonation_events (
  region_code text not null,
  institution_id uuid not null,
  class_id uuid not null references impersonation_cases,
  number integer not null constraint event_number_positive check (number > 0),
  kind text not null,
  content jsonb not null,
  actor_id uuid not null references users,
  actor_role text not null,
  actor_name text not null,
  happened_at timestamptz not null,
  primary key (class_id, number)
);
comment on table impersonation_events is '冒名顶替案件的全部事件，只增不改；案件由它们推得';
call append_only('impersonation_events');
call scope_table('impersonation_events', 'region_code', 'institution_id');

create table impersonation_evidence (
  region_code text not null,
  institution_id uuid not null,
  class_id uuid not null references impersonation_cases,
  id uuid primary key,
  title text not null constraint evidence_has_title check (title <> ''),
  file_digest bytea not null constraint evidence_digest_length check (length(file_digest) = 32),
  page_count integer not null constraint evidence_has_pages check (page_count between 1 and 20),
  added_by uuid not null references users,
  added_by_name text not null,
  added_at timestamptz not null
);
comment on table impersonation_evidence is '冒名顶替的证据：照片、检查记录、听证笔录，密封存放，只增不改';
create index impersonation_evidence_of_class on impersonation_evidence (class_id, added_at);
call append_only('impersonation_evidence');
call scope_table('impersonation_evidence', 'region_code', 'institution_id');

create table impersonation_evidence_pages (
  region_code text not null,
  institution_id uuid not null,
  evidence_id uuid not null references impersonation_evidence,
  page integer not null constraint evidence_page_positive check (page > 0),
  file_hash text not null references files,
  primary key (evidence_id, page)
);
comment on table impersonation_evidence_pages is '证据各页，密封存放';
call append_only('impersonation_evidence_pages');
call scope_table('impersonation_evidence_pages', 'region_code', 'institution_id');
