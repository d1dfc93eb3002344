-- 一式两份的修复 (2021 四, 附件6 之5): damage found in one copy is mended from the other; and what browsers play of formats they cannot read.

-- A challenge over mended blocks may be put on any day; the daily draw stays one a day.
alter table copy_challenges add column purpose text not null default 'draw'
  constraint copy_purpose_known check (purpose in ('draw', 'repair'));
comment on column copy_challenges.purpose is 'draw 每日随机抽查；repair 修复之后对修复的数据块重新抽查';
alter table copy_challenges drop constraint copy_challenge_once_a_day;
create unique index copy_challenge_once_a_day on copy_challenges (institution_id, holder, asked_on) where purpose = 'draw';

-- A finding is closed by the proof of what was mended, or by an officer who answers for it that nothing can be mended.
alter table copy_findings add column closing text constraint finding_closing_known check (closing in ('proved', 'lost'));
comment on column copy_findings.closing is 'proved 修复后重新抽查相符，系统办结；lost 无法修复，由经办人写明理由办结；空为以前办结的';
alter table copy_findings drop constraint settled_finding_has_note;
alter table copy_findings add constraint settled_finding_has_note check (num_nonnulls(settled_by_name, settled_at) in (0, 2)
  and ((settled_at is null) = (note = '')) and (closing is null or settled_at is not null)
  and ((settled_by is null) = (settled_at is null or closing is not distinct from 'proved')));
grant update (closing) on copy_findings to mingxun_app;

create table copy_repairs (
  region_code text not null references regions,
  institution_id uuid not null references institutions,
  class_id uuid not null,
  id uuid primary key,
  holder text not null constraint repair_holder_known check (holder in ('bureau', 'institution')),
  recording_id uuid not null references recordings,
  finding_id uuid not null references copy_findings,
  state text not null constraint repair_state_known check (state in ('checking', 'asked', 'filled', 'proved', 'dropped')),
  opened_at timestamptz not null,
  checked_at timestamptz,
  filled_at timestamptz,
  filled_by_name text,
  challenge_id uuid references copy_challenges,
  closed_at timestamptz,
  constraint copy_repair_once unique (finding_id),
  constraint repair_of_class foreign key (region_code, class_id) references training_classes,
  constraint closed_repair_has_time check ((state in ('proved', 'dropped')) = (closed_at is not null)),
  constraint proved_repair_was_challenged check (state <> 'proved' or challenge_id is not null)
);
comment on table copy_repairs is '副本修复：一份录像在一方的损坏，由另一方补上，重新抽查相符才办结';
create index copy_repairs_open on copy_repairs (institution_id, holder) where closed_at is null;
create index copy_repairs_of_class on copy_repairs (class_id);
grant select, insert, update (state, checked_at, filled_at, filled_by_name, challenge_id, closed_at) on copy_repairs to mingxun_app;
call scope_table('copy_repairs', 'region_code', 'institution_id');

create table copy_repair_moves (
  from_state text not null,
  to_state text not null,
  primary key (from_state, to_state)
);
comment on table copy_repair_moves is '副本修复允许的状态变化，与流程表一致';
grant select on copy_repair_moves to mingxun_app;
insert into copy_repair_moves (from_state, to_state) values ('checking', 'asked'), ('checking', 'filled'),
  ('asked', 'filled'), ('filled', 'proved'), ('filled', 'checking'), ('filled', 'asked'), ('checking', 'dropped'),
  ('asked', 'dropped'), ('filled', 'dropped');
create function refuse_copy_repair_move() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  if new.state <> old.state
    and not exists (select from copy_repair_moves where from_state = old.state and to_state = new.state) then
    raise exception '副本修复不能由 % 变为 %', old.state, new.state
      using errcode = 'check_violation', constraint = 'copy_repair_move_declared';
  end if;
  if new.state = 'proved' and not exists (select from copy_challenges c where c.id = new.challenge_id
      and c.purpose = 'repair' and c.state = 'proved' and c.holder = new.holder
      and not exists (select from copy_challenge_blocks b where b.challenge_id = c.id
        and (b.recording_id <> new.recording_id or b.result is distinct from 'proved'))) then
    raise exception '修复的数据块还没有重新抽查相符' using errcode = 'check_violation', constraint = 'repair_is_proved';
  end if;
  return new;
end $$;
create trigger copy_repair_move_declared before update on copy_repairs
  for each row execute function refuse_copy_repair_move();

create table copy_repair_blocks (
  region_code text not null,
  institution_id uuid not null,
  repair_id uuid not null references copy_repairs,
  block integer not null constraint repair_block_not_negative check (block >= 0),
  arrived_at timestamptz,
  primary key (repair_id, block)
);
comment on table copy_repair_blocks is '副本修复中损坏的数据块';
comment on column copy_repair_blocks.arrived_at is '摘要核对相符并写入磁盘的时刻（人社部门一份），或机构取回的时刻（机构一份）';
grant select, insert, update (arrived_at) on copy_repair_blocks to mingxun_app;
call scope_table('copy_repair_blocks', 'region_code', 'institution_id');

do $$
declare
  part text;
begin
  foreach part in array array['copy_repairs', 'copy_repair_blocks'] loop
    execute format('create trigger rows_are_kept before delete on %I for each row execute function refuse_change()', part);
    execute format('create trigger never_emptied before truncate on %I for each statement execute function refuse_change()',
      part);
  end loop;
end $$;

-- 浏览器播放件: what a browser can play of a recording it cannot read. The original stays the evidence.
create table recording_previews (
  region_code text not null,
  institution_id uuid not null,
  recording_id uuid primary key references recordings,
  state text not null constraint preview_state_known check (state in ('waiting', 'made', 'failed', 'gone')),
  kind text constraint preview_kind_known check (kind in ('copied', 'converted')),
  byte_length bigint constraint preview_not_empty check (byte_length > 0),
  duration_ms bigint constraint preview_lasts check (duration_ms > 0),
  why text not null default '',
  changed_at timestamptz not null,
  constraint made_preview_is_whole check ((state = 'made') = (kind is not null) and (state = 'made') = (byte_length is not null)),
  constraint failed_preview_says_why check ((state = 'failed') = (why <> ''))
);
comment on table recording_previews is '浏览器播放件：浏览器读不了的录像另做一份，可随时删去重做；原件才是佐证材料';
comment on column recording_previews.state is 'waiting 待做；made 已做；failed 做不成；gone 久未用，已清除，可再做';
comment on column recording_previews.kind is 'copied 画面原样改装；converted 转换成低码率';
grant select, insert, update on recording_previews to mingxun_app;
call scope_table('recording_previews', 'region_code', 'institution_id');

-- 重复使用的画面由县核实：每一处留下认定和理由。
alter table recording_matches
  add column verdict text constraint match_verdict_known check (verdict in ('reused', 'explained')),
  add column review_note text not null default '',
  add column reviewed_by_name text,
  add column reviewed_at timestamptz,
  add constraint reviewed_match_is_whole check (num_nonnulls(verdict, reviewed_by_name, reviewed_at) in (0, 3)
    and ((verdict is null) = (review_note = '')));
comment on column recording_matches.verdict is 'reused 确为重复使用；explained 有正当原因（如误传两次）；空为待核实';
