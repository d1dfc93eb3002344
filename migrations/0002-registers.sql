create table occupations (
  code text primary key constraint occupation_code_form check (code ~ '^[0-9]-[0-9]{2}-[0-9]{2}-[0-9]{2}$'),
  name text not null,
  pinyin text not null,
  initials text not null
);
comment on table occupations is '职业（工种）目录';
grant select, insert, update on occupations to mingxun_app;
alter table occupations enable row level security;
create policy occupations_read on occupations for select using (scope_reach() is not null);
create policy occupations_written on occupations for insert with check ((select scope_reach()) in ('system', 'city'));
create policy occupations_changed on occupations for update using ((select scope_reach()) in ('system', 'city'));

create table occupation_levels (
  occupation_code text not null references occupations,
  level smallint not null constraint level_known check (level between 1 and 5),
  required_hours smallint not null constraint hours_positive check (required_hours > 0),
  valid_from date not null,
  valid_until date,
  primary key (occupation_code, level, valid_from)
);
comment on table occupation_levels is '目录内的等级与规定课时，按日期';
grant select, insert, update on occupation_levels to mingxun_app;
alter table occupation_levels enable row level security;
create policy levels_read on occupation_levels for select using (scope_reach() is not null);
create policy levels_written on occupation_levels for insert with check ((select scope_reach()) in ('system', 'city'));
create policy levels_changed on occupation_levels for update using ((select scope_reach()) in ('system', 'city'));

create table designations (
  region_code text not null references regions,
  institution_id uuid not null references institutions,
  occupation_code text not null references occupations,
  level smallint not null constraint designated_level_known check (level between 1 and 5),
  valid_from date not null,
  valid_until date not null constraint designation_ends_after_start check (valid_until >= valid_from),
  primary key (institution_id, occupation_code, level, valid_from)
);
comment on table designations is '定点资格：机构可开的职业与等级，有效期';
grant select, insert, update on designations to mingxun_app;
call scope_table('designations', 'region_code', 'institution_id');

create table venues (
  region_code text not null references regions,
  institution_id uuid not null references institutions,
  id uuid primary key,
  name text not null,
  kind text not null constraint venue_kind_known check (kind in ('theory', 'practice', 'both')),
  address text not null,
  capacity integer not null constraint capacity_positive check (capacity > 0),
  constraint venue_name_once unique (institution_id, name)
);
comment on table venues is '培训场地与教室';
grant select, insert, update on venues to mingxun_app;
call scope_table('venues', 'region_code', 'institution_id');

create table teachers (
  region_code text not null references regions,
  institution_id uuid not null references institutions,
  id uuid primary key,
  name text not null,
  pinyin text not null,
  initials text not null,
  id_sealed bytea not null,
  id_index bytea not null,
  phone_sealed bytea not null,
  occupation_code text not null references occupations,
  level smallint not null constraint teacher_level_known check (level between 1 and 5),
  qualification text not null,
  constraint teacher_once_in_institution unique (institution_id, id_index)
);
comment on table teachers is '授课教师：资格、职业、等级';
grant select, insert, update on teachers to mingxun_app;
call scope_table('teachers', 'region_code', 'institution_id');

create table people (
  id uuid primary key,
  person_index bytea not null constraint person_once unique,
  id_sealed bytea not null,
  tail_index bytea not null,
  name text not null,
  pinyin text not null,
  initials text not null,
  name_pairs text[] not null,
  sex text not null constraint sex_known check (sex in ('男', '女')),
  birth date not null,
  first_seen_at timestamptz not null
);
comment on table people is '学员：一人一档，跨班期';
create index people_by_initials on people (initials text_pattern_ops);
create index people_by_pinyin on people (pinyin text_pattern_ops);
create index people_by_name on people (name text_pattern_ops);
create index people_by_tail on people (tail_index);
create index people_by_pairs on people using gin (name_pairs);
grant select, insert, update on people to mingxun_app;
