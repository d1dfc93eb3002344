-- 存疑与核查 (2021 四): how doubtful attendance looks and who looked at it; faces under two identities; doubtful
-- check-ins settled by the bureau. Nothing here moves money: consequences are drawn by the case of impersonation alone.
alter table attendance_checks add column picture_digests text[] not null default '{}';
comment on column attendance_checks.picture_digests is '照片的摘要，与照片同序：同一张照片用了两次看得出来';
create index checks_of_lesson on attendance_checks (region_code, class_id, lesson_id);

create table truth_scores (
  region_code text not null references regions,
  institution_id uuid not null references institutions,
  class_id uuid primary key,
  doubt integer not null constraint truth_score_percent check (doubt between 0 and 100),
  is_for_review boolean not null,
  reasons jsonb not null,
  lessons jsonb not null,
  inputs jsonb not null,
  computed_at timestamptz not null,
  constraint truth_score_of_class foreign key (region_code, class_id) references training_classes
);
comment on table truth_scores is '考勤真实度：只决定先看哪个班，不是证据，也不动补贴；机构看不到';
comment on column truth_scores.inputs is '算分所依据的记录：公式版本、课次、人数、签到数与最后收到的时间';
create index truth_scores_of_county on truth_scores (region_code, doubt);
grant select, insert, update on truth_scores to mingxun_app;
call scope_table('truth_scores', 'region_code', null);

create table truth_score_days (
  region_code text not null references regions,
  class_id uuid not null references truth_scores,
  day date not null,
  doubt integer not null constraint day_score_percent check (doubt between 0 and 100),
  primary key (class_id, day)
);
comment on table truth_score_days is '考勤真实度逐日走势';
grant select, insert, update on truth_score_days to mingxun_app;
call scope_table('truth_score_days', 'region_code', null);

create table truth_reviews (
  region_code text not null references regions,
  institution_id uuid not null references institutions,
  class_id uuid not null references truth_scores,
  id uuid primary key,
  state text not null constraint truth_review_state_known check (
    state in ('waiting', 'substantiated', 'explained', 'sentOnSite')),
  version integer not null default 1,
  opened_at timestamptz not null,
  opened_doubt integer not null,
  reasons text[] not null,
  closed_doubt integer,
  closed_by uuid references users,
  closed_by_name text,
  closed_at timestamptz,
  finding text not null default '',
  constraint truth_review_closed_whole check ((state = 'waiting') = (closed_at is null)
    and num_nonnulls(closed_by, closed_by_name, closed_at, closed_doubt) in (0, 4)
    and (state = 'waiting' or finding <> ''))
);
comment on table truth_reviews is '存疑班级的核查：到了分数排队，由人社部门写明结论办结';
comment on column truth_reviews.reasons is '排队时的各项理由';
create unique index truth_review_one_open on truth_reviews (class_id) where state = 'waiting';
create index truth_reviews_of_class on truth_reviews (class_id, opened_at);
grant select, insert, update on truth_reviews to mingxun_app;
call scope_table('truth_reviews', 'region_code', null);

create table face_pairs (
  id uuid primary key,
  kind text not null constraint face_pair_kind_known check (kind in ('enrolment', 'probe')),
  region_code text not null references regions,
  class_id uuid not null,
  row_id text not null,
  person_index bytea not null,
  other_region_code text not null references regions,
  other_class_id uuid not null,
  other_row_id text not null,
  other_person_index bytea not null,
  check_id uuid,
  other_check_id uuid,
  engine_id text not null,
  score real not null,
  threshold real not null,
  found_at timestamptz not null,
  state text not null constraint face_pair_state_known check (state in ('waiting', 'same', 'different', 'unclear')),
  version integer not null default 1,
  follow text constraint face_pair_follow_known check (follow in ('reported', 'merge')),
  reason text not null default '',
  decided_by uuid references users,
  decided_by_name text,
  decided_at timestamptz,
  constraint face_pair_ordered check (person_index < other_person_index),
  constraint face_pair_asked_once unique (person_index, other_person_index),
  constraint face_pair_first foreign key (region_code, class_id, row_id) references roster_rows,
  constraint face_pair_second foreign key (other_region_code, other_class_id, other_row_id) references roster_rows,
  constraint face_pair_decided_whole check ((state = 'waiting') = (decided_at is null)
    and num_nonnulls(decided_by, decided_by_name, decided_at) in (0, 3) and (state = 'waiting' or reason <> '')
    and ((state = 'same') = (follow is not null)))
);
comment on table face_pairs is '两个身份、一张脸的疑问：由人看照片决定，从不自动处理；同两人只问一次';
create index face_pairs_of_county on face_pairs (region_code, state, score);
grant select, insert, update on face_pairs to mingxun_app;
alter table face_pairs enable row level security;
create policy both_in_sight on face_pairs using ((select scope_reach()) in ('system', 'city')
  or ((select scope_reach()) = 'county' and region_code = (select scope_region())
    and other_region_code = (select scope_region())));

create table face_comparisons (
  region_code text not null,
  class_id uuid not null,
  row_id text not null,
  version integer not null,
  engine_id text not null,
  compared_at timestamptz not null,
  primary key (region_code, class_id, row_id),
  constraint comparison_of_enrolment foreign key (region_code, class_id, row_id) references enrolments
);
comment on table face_comparisons is '哪些建档头像已与全部头像比对过';
grant select, insert, update on face_comparisons to mingxun_app;
alter table face_comparisons enable row level security;
create policy comparisons_by_the_product on face_comparisons using ((select scope_reach()) = 'system');

create table check_probes (
  region_code text not null,
  class_id uuid not null,
  check_id uuid not null,
  row_id text not null,
  engine_id text not null,
  template_sealed bytea not null,
  taken_at timestamptz not null,
  primary key (region_code, class_id, check_id),
  constraint probe_of_check foreign key (region_code, class_id, check_id) references attendance_checks,
  constraint probe_of_trainee foreign key (region_code, class_id, row_id) references roster_rows
);
comment on table check_probes is '刷脸签到的人脸特征，密封：当天比对有没有一人替几人签到，比完即删；撤回同意也即删';
create index check_probes_by_time on check_probes (taken_at);
grant select, insert, delete on check_probes to mingxun_app;
alter table check_probes enable row level security;
create policy with_its_class on check_probes using ((select scope_reach()) = 'system'
  or exists (select from training_classes held where held.region_code = check_probes.region_code
    and held.id = check_probes.class_id));

create table settled_lessons (
  region_code text not null,
  class_id uuid not null,
  lesson_id text not null,
  raised integer not null constraint raised_not_negative check (raised >= 0),
  settled_at timestamptz not null,
  primary key (region_code, class_id, lesson_id),
  constraint settled_lesson_of_class foreign key (region_code, class_id) references training_classes
);
comment on table settled_lessons is '课后已查过人脸不符与活体存疑的课次';
grant select, insert on settled_lessons to mingxun_app;
alter table settled_lessons enable row level security;
create policy settled_by_the_product on settled_lessons using ((select scope_reach()) = 'system');

-- Devices and trainees report without an account of their own.
alter table impersonation_events alter column actor_id drop not null;
alter table impersonation_events add constraint event_by_somebody
  check (actor_id is not null or (actor_role in ('device', 'trainee') and kind = 'report'));
alter table impersonation_evidence alter column added_by drop not null;
alter table impersonation_evidence add column facts jsonb;
comment on column impersonation_evidence.facts is '系统留下的证据所依据的数字：相似度、阈值、引擎、建档照片摘要、签到编号';

create table check_settlements (
  region_code text not null references regions,
  institution_id uuid not null references institutions,
  class_id uuid not null,
  check_key text not null constraint settled_check_named check (length(check_key) between 1 and 300),
  number integer not null constraint settlement_number_positive check (number > 0),
  row_id text not null,
  at timestamptz not null,
  decision text not null constraint settlement_decision_known check (decision in ('counts', 'discounted')),
  basis text not null constraint settlement_basis_known check (
    basis in ('picture', 'recording', 'device', 'paper', 'onSite')),
  reason text not null constraint settlement_has_reason check (reason <> ''),
  settled_by uuid not null references users,
  settled_by_name text not null,
  settled_at timestamptz not null,
  primary key (class_id, check_key, number),
  constraint settlement_of_trainee foreign key (region_code, class_id, row_id) references roster_rows
);
comment on table check_settlements is '待核签到的核定：计入或不计，写明依据和理由；只增不改，以最后一次为准';
call append_only('check_settlements');
call scope_table('check_settlements', 'region_code', 'institution_id');

create table check_explanations (
  region_code text not null references regions,
  institution_id uuid not null references institutions,
  class_id uuid not null,
  check_key text not null,
  id uuid primary key,
  text text not null constraint explanation_has_text check (text <> ''),
  explained_by uuid not null references users,
  explained_by_name text not null,
  explained_at timestamptz not null,
  constraint explanation_of_class foreign key (region_code, class_id) references training_classes
);
comment on table check_explanations is '机构对待核签到的说明，只增不改';
create index explanations_of_class on check_explanations (class_id, check_key);
call append_only('check_explanations');
call scope_table('check_explanations', 'region_code', 'institution_id');

create table doubt_moves (
  subject text not null,
  from_state text not null,
  to_state text not null,
  primary key (subject, from_state, to_state)
);
comment on table doubt_moves is '存疑班级核查与人脸疑问允许的状态变化，与流程表一致';
grant select on doubt_moves to mingxun_app;
insert into doubt_moves (subject, from_state, to_state) values
  ('truth_reviews', 'waiting', 'substantiated'), ('truth_reviews', 'waiting', 'explained'),
  ('truth_reviews', 'waiting', 'sentOnSite'),
  ('face_pairs', 'waiting', 'same'), ('face_pairs', 'waiting', 'different'), ('face_pairs', 'waiting', 'unclear'),
  ('face_pairs', 'unclear', 'same'), ('face_pairs', 'unclear', 'different');
create function refuse_undeclared_doubt_move() returns trigger language plpgsql security definer as $$
declare
  moved text[] := array['state', 'version', 'closed_doubt', 'closed_by', 'closed_by_name', 'closed_at', 'finding',
    'follow', 'reason', 'decided_by', 'decided_by_name', 'decided_at'];
begin
  if tg_op = 'INSERT' then
    if new.state <> 'waiting' then
      raise exception '存疑须从待核查开始' using errcode = 'check_violation', constraint = 'doubt_starts_waiting';
    end if;
    return new;
  end if;
  if (to_jsonb(new) - moved) <> (to_jsonb(old) - moved) or new.version <> old.version + 1
    or not exists (select from doubt_moves m where m.subject = tg_table_name and m.from_state = old.state
      and m.to_state = new.state) then
    raise exception '存疑状态不能由 % 变为 %', old.state, new.state
      using errcode = 'check_violation', constraint = 'doubt_move_declared';
  end if;
  return new;
end $$;
create trigger doubt_move_declared before insert or update on truth_reviews
  for each row execute function refuse_undeclared_doubt_move();
create trigger doubt_move_declared before insert or update on face_pairs
  for each row execute function refuse_undeclared_doubt_move();
