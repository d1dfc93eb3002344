-- Signals of truth (2021 四): a picture of a spot roll call known again in another save or cut, heads counted in it, and
-- what a telephone leaves of itself at a check-in, so that one telephone for many and one place for all can be seen.
alter table roll_calls
  add column picture_words integer[],
  add column picture_places integer[] constraint roll_call_words_have_places
    check (cardinality(picture_places) is not distinct from cardinality(picture_words)),
  add column head_count integer constraint roll_call_heads_known check (head_count >= 0),
  add column findings jsonb not null default '[]';
comment on column roll_calls.picture_words is '现场照片的画面特征，另存、裁边后仍认得出；不含人脸特征；0026 以前收下的没有';
comment on column roll_calls.picture_places is '各处画面特征在照片里的位置，与特征同序：横向乘 4096 加纵向';
comment on column roll_calls.head_count is '现场照片里数到的人脸；没有数过的为空';
comment on column roll_calls.findings is '作答时和数人后规则所说，存下不重算；只给人社部门看';
create index roll_calls_by_picture on roll_calls using gin (picture_words) with (fastupdate = off)
  where picture_words is not null;

create function roll_calls_like(asked integer[], mirrored integer[], at_least integer)
  returns table (region_code text, class_id uuid, call_id uuid, called_at timestamptz, words integer[], places integer[])
  language sql stable security definer set search_path = public, pg_temp rows 5 as $$
    select shown.region_code, shown.class_id, shown.id, shown.called_at, shown.picture_words, shown.picture_places
    from roll_calls shown, lateral (
      select count(*) filter (where known.side = 0) as straight, count(*) filter (where known.side = 1) as turned
      from unnest(shown.picture_words) as own(word)
      join (select unnest(asked) as word, 0 as side union all select unnest(mirrored), 1) as known using (word)
    ) as likeness
    where (select scope_reach()) = 'system' and shown.picture_words is not null
      and shown.picture_words && (asked || mirrored) and greatest(likeness.straight, likeness.turned) >= at_least
    order by greatest(likeness.straight, likeness.turned) desc, shown.id limit 40
  $$;
comment on function roll_calls_like is '画面特征有多处相同的抽查点名照片，位置是否对得上另行核对：只答复系统内部的全市核对';

create table roll_call_likenesses (
  region_code text not null,
  institution_id uuid not null,
  class_id uuid not null,
  call_id uuid not null references roll_calls,
  other_call_id uuid not null references roll_calls,
  other_class_id uuid not null,
  other_region_code text not null references regions,
  words text not null,
  shared integer not null constraint roll_call_likeness_of_something check (shared > 0),
  is_mirrored boolean not null,
  primary key (call_id, other_call_id),
  constraint roll_call_like_another check (call_id <> other_call_id),
  constraint roll_call_likeness_of_class foreign key (region_code, class_id) references training_classes
);
comment on table roll_call_likenesses is '抽查点名照片与哪次的照片大半相同，只增不改；由人对看，不自动处理';
call append_only('roll_call_likenesses');
call scope_table('roll_call_likenesses', 'region_code', null);

create or replace function refuse_undeclared_roll_call_move() returns trigger language plpgsql security definer as $$
declare
  opened text[] := array['opened_by_name', 'opened_at'];
  counted text[] := array['head_count', 'findings'];
  moved text[] := array['state', 'version', 'opened_by_name', 'opened_at', 'answered_by', 'answered_by_name',
    'answered_at', 'picture_hash', 'picture_digest', 'picture_words', 'picture_places', 'findings', 'reviewed_by',
    'reviewed_by_name', 'reviewed_at', 'review_note'];
begin
  if tg_op = 'INSERT' then
    if new.state <> 'called' then
      raise exception '抽查点名须从发起开始' using errcode = 'check_violation', constraint = 'roll_call_starts_called';
    end if;
    return new;
  end if;
  if old.answered_at is not null and old.head_count is null and new.head_count is not null
    and (to_jsonb(new) - counted) = (to_jsonb(old) - counted) then
    return new;
  end if;
  if (to_jsonb(new) - moved) <> (to_jsonb(old) - moved)
    or (old.opened_at is not null and new.opened_at is distinct from old.opened_at)
    or (old.answered_at is not null and (new.answered_at, new.answered_by, new.picture_hash, new.picture_digest,
      new.picture_words, new.picture_places, new.findings) is distinct from (old.answered_at, old.answered_by,
      old.picture_hash, old.picture_digest, old.picture_words, old.picture_places, old.findings)) then
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

alter table attendance_checks
  add column accuracy_metres integer constraint check_accuracy_coarse
    check (accuracy_metres in (10, 20, 50, 100, 200, 500, 1000)),
  add column phone_mark bytea constraint check_phone_mark_length check (length(phone_mark) = 16),
  add column place_mark bytea constraint check_place_mark_length check (length(place_mark) = 16);
comment on column attendance_checks.accuracy_metres is '手机定位误差的档次（不超过多少米），不存原值';
comment on column attendance_checks.phone_mark is '手机浏览器自己生成的随机号，按班加密钥取的摘要：只能看出本班内是不是同一部手机';
comment on column attendance_checks.place_mark is '手机位置按班加密钥取的摘要：只能看出本班内是不是一字不差，不存坐标';
