-- 人脸识别考勤 (2021 四): pictures of check-ins and roll calls shown a second time, what is owed to people whose faces are
-- stored put before the security administrator, and a key of each station under which it signs what it takes offline.

-- The security administrator’s reach shows accounts and no business rows; tasks meant for that desk are the exception.
alter table waiting_tasks drop constraint task_audience_known;
alter table waiting_tasks add constraint task_audience_known
  check (audience in ('county', 'city', 'both', 'security'));
create policy tasks_of_security on waiting_tasks for select
  using ((select scope_reach()) = 'accounts' and audience = 'security');

create table picture_sketches (
  region_code text not null,
  institution_id uuid not null references institutions,
  class_id uuid not null,
  source text not null constraint sketched_source_known check (source in ('check', 'rollCall')),
  item_id uuid not null,
  venue_id uuid,
  taken_at timestamptz not null,
  sketch bytea not null constraint picture_sketch_length check (length(sketch) = 32),
  compared_at timestamptz,
  primary key (source, item_id),
  constraint picture_sketch_of_class foreign key (region_code, class_id) references training_classes
);
comment on table picture_sketches is '签到、点名照片的感知摘要（256 位明暗），同一张另存仍认得出；不含人脸特征；0032 以前收下的没有';
comment on column picture_sketches.compared_at is '与全市其他照片比对过的时间';
create index picture_sketches_by_time on picture_sketches (taken_at desc);
create index picture_sketches_waiting on picture_sketches (taken_at) where compared_at is null;
grant select, insert, update (compared_at) on picture_sketches to mingxun_app;
call scope_table('picture_sketches', 'region_code', 'institution_id');

create table picture_likenesses (
  region_code text not null,
  institution_id uuid not null references institutions,
  class_id uuid not null,
  source text not null,
  item_id uuid not null,
  other_source text not null,
  other_item_id uuid not null,
  other_class_id uuid not null,
  other_region_code text not null references regions,
  other_words text not null constraint likeness_says_what_it_is_like check (other_words <> ''),
  bits integer not null constraint likeness_bits_known check (bits between 0 and 256),
  found_at timestamptz not null,
  verdict text constraint likeness_verdict_known check (verdict in ('reused', 'explained')),
  review_note text,
  reviewed_by_name text,
  reviewed_at timestamptz,
  primary key (item_id, other_item_id),
  constraint picture_like_another check (item_id <> other_item_id),
  constraint likeness_reviewed_whole check (num_nulls(verdict, review_note, reviewed_by_name, reviewed_at) in (0, 4)),
  constraint likeness_item_sketched foreign key (source, item_id) references picture_sketches,
  constraint likeness_other_sketched foreign key (other_source, other_item_id) references picture_sketches,
  constraint likeness_of_class foreign key (region_code, class_id) references training_classes
);
comment on table picture_likenesses is '签到、点名照片与另一天或另一间教室的哪一张几乎相同：由人对看认定，不自动处理';
comment on column picture_likenesses.bits is '两张照片的感知摘要有几位不同，0 为一样';
create index picture_likenesses_of_class on picture_likenesses (region_code, class_id);
grant select, insert, update (verdict, review_note, reviewed_by_name, reviewed_at) on picture_likenesses to mingxun_app;
call scope_table('picture_likenesses', 'region_code', null);
create function refuse_second_likeness_review() returns trigger language plpgsql as $$
begin
  if old.verdict is not null then
    raise exception '相像的照片已经认定，不能再改'
      using errcode = 'check_violation', constraint = 'likeness_reviewed_once';
  end if;
  return new;
end $$;
create trigger reviewed_once before update on picture_likenesses
  for each row execute function refuse_second_likeness_review();

alter table attendance_stations add column signing_key bytea
  constraint station_key_length check (length(signing_key) between 60 and 200);
comment on column attendance_stations.signing_key is '签到台自己生成的签名公钥：断网时记下的签到用它签名，拿走令牌也改不了';
create function refuse_other_station_key() returns trigger language plpgsql as $$
begin
  if old.signing_key is not null and new.signing_key is distinct from old.signing_key then
    raise exception '签到台的签名公钥不能更换'
      using errcode = 'check_violation', constraint = 'station_key_stays';
  end if;
  return new;
end $$;
create trigger station_key_stays before update of signing_key on attendance_stations
  for each row execute function refuse_other_station_key();
