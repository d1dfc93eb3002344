-- 身份证签到的现场照片每日随机抽看：抽取可复算，每张由人认定一次，认定后不能再改 (2021 四；不刷脸的同等方式).

create table photo_draws (
  region_code text not null,
  institution_id uuid not null references institutions,
  class_id uuid not null,
  drawn_for date not null,
  pool_size integer not null constraint photo_pool_not_empty check (pool_size > 0),
  pool_digest bytea not null constraint photo_pool_digest_length check (length(pool_digest) = 32),
  seed bytea not null constraint photo_seed_length check (length(seed) = 32),
  drawn_at timestamptz not null,
  primary key (region_code, class_id, drawn_for),
  constraint photo_draw_of_class foreign key (region_code, class_id) references training_classes
);
comment on table photo_draws is '现场照片抽看：每班每个上课日抽一次，名单摘要与种子存下，谁都可以复算';
comment on column photo_draws.pool_digest is '当日有现场照片的身份证签到，编号排序后的摘要';
call append_only('photo_draws');
call scope_table('photo_draws', 'region_code', null);

create table drawn_photos (
  region_code text not null,
  institution_id uuid not null references institutions,
  class_id uuid not null,
  check_id uuid not null,
  drawn_for date not null,
  verdict text constraint photo_verdict_known check (verdict in ('present', 'unclear', 'other')),
  note text,
  reviewed_by uuid references users,
  reviewed_by_name text,
  reviewed_at timestamptz,
  primary key (region_code, class_id, check_id),
  constraint photo_reviewed_whole check (
    num_nulls(verdict, note, reviewed_by, reviewed_by_name, reviewed_at) in (0, 5)),
  constraint photo_of_draw foreign key (region_code, class_id, drawn_for) references photo_draws,
  constraint photo_of_check foreign key (region_code, class_id, check_id) references attendance_checks
);
comment on table drawn_photos is '抽中的现场照片与认定；不是本人的另登记疑似冒名顶替';
create index drawn_photos_waiting on drawn_photos (region_code, class_id) where verdict is null;
grant select, insert, update (verdict, note, reviewed_by, reviewed_by_name, reviewed_at) on drawn_photos to mingxun_app;
call scope_table('drawn_photos', 'region_code', null);
create function refuse_second_photo_review() returns trigger language plpgsql as $$
begin
  if old.verdict is not null then
    raise exception '抽看的照片已经认定，不能再改'
      using errcode = 'check_violation', constraint = 'photo_reviewed_once';
  end if;
  return new;
end $$;
create trigger reviewed_once before update on drawn_photos
  for each row execute function refuse_second_photo_review();

-- What only officers may do stands in the queue of officers alone.
alter table waiting_tasks drop constraint task_audience_known;
alter table waiting_tasks add constraint task_audience_known check (audience in (
  'county', 'city', 'both', 'countyOfficer', 'cityOfficer', 'countySignatory', 'citySignatory', 'security', 'principal'));
comment on column waiting_tasks.audience is '列在谁的待办里；principal 为该机构负责人，其余带角色名的只列给该角色';
update waiting_tasks set audience = audience || 'Officer'
  where settled_at is null and audience in ('county', 'city')
    and (key like 'doubt/%' or key like 'doubted-checks/%' or key like 'alike-pictures/%' or key like 'reuse/%' or key like 'face-pairs%'
      or key like 'absences/county/%');
