-- 抽查点名 (2021 四): the picture of an answer is compared with all earlier ones behind the desk, right after the answer was
-- taken; until then nobody can close the call. Pictures are looked up by every second of their words, in memory.
alter table roll_calls
  add column picture_compared_at timestamptz constraint roll_call_compared_answer
    check (picture_compared_at is null or answered_at is not null);
comment on column roll_calls.picture_compared_at is '现场照片与全市以往的点名照片比对过的时间；作答后尚未比对的为空，比对前不能办结';
comment on column roll_calls.picture_words is '现场照片的画面特征，另存、裁边后仍认得出；不含人脸特征；比对时算出';

create or replace function refuse_undeclared_roll_call_move() returns trigger language plpgsql security definer as $$
declare
  opened text[] := array['opened_by_name', 'opened_at'];
  counted text[] := array['head_count', 'findings'];
  read text[] := array['picture_words', 'picture_places'];
  compared text[] := array['picture_words', 'picture_places', 'picture_compared_at', 'findings', 'version'];
  moved text[] := array['state', 'version', 'opened_by_name', 'opened_at', 'answered_by', 'answered_by_name',
    'answered_at', 'picture_hash', 'picture_digest', 'findings', 'reviewed_by', 'reviewed_by_name', 'reviewed_at',
    'review_note'];
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
  if old.answered_at is not null and old.picture_compared_at is null and new.picture_compared_at is not null
    and (old.picture_words is null or (new.picture_words, new.picture_places) = (old.picture_words, old.picture_places))
    and (to_jsonb(new) - compared) = (to_jsonb(old) - compared) then
    return new;
  end if;
  if old.picture_compared_at is not null and old.picture_words is null and new.picture_words is not null
    and (to_jsonb(new) - read) = (to_jsonb(old) - read) then
    return new;
  end if;
  if (to_jsonb(new) - moved) <> (to_jsonb(old) - moved)
    or (old.opened_at is not null and new.opened_at is distinct from old.opened_at)
    or (old.answered_at is not null and (new.answered_at, new.answered_by, new.picture_hash, new.picture_digest,
      new.findings) is distinct from (old.answered_at, old.answered_by, old.picture_hash, old.picture_digest,
      old.findings)) then
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

-- Answers from before were compared while they were taken; 0026 and earlier were not known by words at all.
update roll_calls set picture_compared_at = answered_at where answered_at is not null;
alter table roll_calls add constraint roll_call_compared_before_review
  check (state <> 'reviewed' or answered_at is null or picture_compared_at is not null);
create index roll_calls_not_compared on roll_calls (answered_at)
  where answered_at is not null and picture_compared_at is null;
create index roll_calls_not_read on roll_calls (answered_at)
  where picture_compared_at is not null and picture_words is null;
drop function roll_calls_like;
drop index roll_calls_by_picture;

create table roll_call_pictures (
  number integer generated always as identity primary key,
  region_code text not null references regions,
  class_id uuid not null,
  call_id uuid not null constraint roll_call_picture_known_once unique references roll_calls,
  keys bytea not null constraint roll_call_keys_whole check (length(keys) > 0 and length(keys) % 3 = 0),
  constraint roll_call_picture_of_class foreign key (region_code, class_id) references training_classes
);
comment on table roll_call_pictures is '点名照片查找用的画面特征（每两个取一个），按比对先后编号，只增不改；不含人脸特征';
comment on column roll_call_pictures.number is '比对时逐一取号：进程据此只读没有读过的';
comment on column roll_call_pictures.keys is '画面特征，每个三字节';
call append_only('roll_call_pictures');
call scope_table('roll_call_pictures', null, null);
-- The same half of the words as the product takes: those whose product with 2654435761 leaves the top bit of 32 unset.
insert into roll_call_pictures (region_code, class_id, call_id, keys)
  select region_code, class_id, id, keys from (
    select c.region_code, c.class_id, c.id, c.answered_at, (
      select string_agg(substring(int4send(word) from 2), ''::bytea order by nth)
      from unnest(c.picture_words) with ordinality as shown(word, nth)
      where ((word::bigint * 2654435761) & 4294967295) < 2147483648
    ) as keys
    from roll_calls c where c.picture_words is not null
  ) as known where keys is not null order by answered_at, id;
