-- 抽查点名 (2021 四, 2024 二（一）2): the bureau calls a class in session unannounced; the institution answers in time.
create table roll_calls (
  region_code text not null references regions,
  institution_id uuid not null references institutions,
  class_id uuid not null,
  id uuid primary key,
  lesson_id text not null,
  lesson_words text not null,
  called_by uuid not null references users,
  called_by_name text not null,
  called_at timestamptz not null,
  due_at timestamptz not null constraint roll_call_due_after_called check (due_at > called_at),
  state text not null constraint roll_call_state_known check (state in ('called', 'answered', 'expired', 'reviewed')),
  version integer not null default 1,
  opened_by_name text,
  opened_at timestamptz,
  answered_by uuid references users,
  answered_by_name text,
  answered_at timestamptz constraint roll_call_answered_in_time check (answered_at between called_at and due_at),
  picture_hash text references files,
  picture_digest bytea constraint roll_call_digest_length check (length(picture_digest) = 32),
  reviewed_by uuid references users,
  reviewed_by_name text,
  reviewed_at timestamptz,
  review_note text not null default '',
  constraint roll_call_of_class foreign key (region_code, class_id) references training_classes,
  constraint roll_call_answer_whole check (num_nonnulls(answered_by, answered_by_name, answered_at, picture_hash,
    picture_digest) in (0, 5) and (state <> 'answered' or answered_at is not null)
    and (state not in ('called', 'expired') or answered_at is null)),
  constraint roll_call_review_whole check ((state = 'reviewed') = (reviewed_at is not null)
    and (state <> 'reviewed' or review_note <> ''))
);
comment on table roll_calls is '抽查点名：县级、市级发起，机构限时作答，到时未答即逾期，核对后办结';
comment on column roll_calls.picture_digest is '现场照片原件的摘要；全市不得重复使用';
create unique index roll_call_one_open on roll_calls (class_id) where state = 'called';
create unique index roll_call_picture_once on roll_calls (picture_digest) where picture_digest is not null;
create index roll_calls_of_county on roll_calls (region_code, called_at);
create index roll_calls_of_class on roll_calls (class_id, called_at);
grant select, insert, update on roll_calls to mingxun_app;
call scope_table('roll_calls', 'region_code', 'institution_id');

create table roll_call_moves (
  from_state text not null,
  to_state text not null,
  primary key (from_state, to_state)
);
comment on table roll_call_moves is '抽查点名允许的状态变化，与流程表一致';
grant select on roll_call_moves to mingxun_app;
insert into roll_call_moves (from_state, to_state) values
  ('called', 'answered'), ('called', 'expired'), ('answered', 'reviewed'), ('expired', 'reviewed');
create function refuse_undeclared_roll_call_move() returns trigger language plpgsql security definer as $$
declare
  opened text[] := array['opened_by_name', 'opened_at'];
  moved text[] := array['state', 'version', 'opened_by_name', 'opened_at', 'answered_by', 'answered_by_name',
    'answered_at', 'picture_hash', 'picture_digest', 'reviewed_by', 'reviewed_by_name', 'reviewed_at', 'review_note'];
begin
  if tg_op = 'INSERT' then
    if new.state <> 'called' then
      raise exception '抽查点名须从发起开始' using errcode = 'check_violation', constraint = 'roll_call_starts_called';
    end if;
    return new;
  end if;
  if (to_jsonb(new) - moved) <> (to_jsonb(old) - moved)
    or (old.opened_at is not null and new.opened_at is distinct from old.opened_at)
    or (old.answered_at is not null and (new.answered_at, new.answered_by, new.picture_hash, new.picture_digest)
      is distinct from (old.answered_at, old.answered_by, old.picture_hash, old.picture_digest)) then
    raise exception '抽查点名已记下的内容不能改'
      using errcode = 'check_violation', constraint = 'roll_call_content_stays';
  end if;
  if new.state = old.state and old.state = 'called' and (to_jsonb(new) - opened) = (to_jsonb(old) - opened) then
    return new;
  end if;
  if not exists (select from roll_call_moves where from_state = old.state and to_state = new.state) then
    raise exception '抽查点名不能由 % 变为 %', old.state, new.state
      using errcode = 'check_violation', constraint = 'roll_call_move_declared';
  end if;
  return new;
end $$;
create trigger roll_call_move_declared before insert or update on roll_calls
  for each row execute function refuse_undeclared_roll_call_move();

create table roll_call_answers (
  region_code text not null,
  institution_id uuid not null,
  class_id uuid not null,
  call_id uuid not null references roll_calls,
  row_id text not null,
  is_present boolean not null,
  reason text not null default '' constraint roll_call_absence_has_reason check (is_present or reason <> ''),
  checked_in text not null constraint roll_call_checked_in_known check (checked_in in ('here', 'left', 'missing')),
  primary key (call_id, row_id),
  constraint roll_call_answer_of_trainee foreign key (region_code, class_id, row_id) references roster_rows
);
comment on table roll_call_answers is '抽查点名逐人的作答，只增不改';
comment on column roll_call_answers.checked_in is '作答时签到记录所示：到场、已签退、未到';
call append_only('roll_call_answers');
call scope_table('roll_call_answers', 'region_code', 'institution_id');
