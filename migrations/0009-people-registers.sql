-- Teachers, employers and trainees are kept: who came and left, what was proved, and which records are one person.

-- Teachers: never deleted; who leaves keeps the row and the last day, whom the county stops the day and the reason.
alter table teachers
  add column version integer not null default 1,
  add column joined_on date,
  add column left_on date,
  add column leave_reason text not null default '',
  add column stopped_on date,
  add column stop_reason text not null default '',
  add column employment text constraint teacher_employment_known check (employment in ('own', 'elsewhere')),
  add column employer_name text not null default '',
  add column employer_code text not null default '',
  add constraint teacher_leaves_after_joining check (left_on >= joined_on),
  add constraint teacher_leave_has_reason check ((left_on is null) = (leave_reason = '')),
  add constraint teacher_stop_has_reason check ((stopped_on is null) = (stop_reason = '')),
  add constraint teacher_elsewhere_has_employer
    check ((employment is not distinct from 'elsewhere') = (employer_name <> ''));
comment on column teachers.employment is '主要用人单位是本机构还是别的单位；从前登记的没有填写';
comment on column teachers.left_on is '离任日：本机构任教的最后一天';

-- A teacher entered before certificates were kept has the one qualification of the own row, and none here.
create table teacher_qualifications (
  region_code text not null references regions,
  institution_id uuid not null references institutions,
  teacher_id uuid not null references teachers,
  position smallint not null constraint qualification_position_small check (position between 0 and 19),
  occupation_code text not null references occupations,
  level smallint not null constraint qualification_level_known check (level between 1 and 5),
  title text not null constraint qualification_has_title check (title <> ''),
  certificate_number text not null,
  issued_by text not null,
  valid_until date,
  primary key (teacher_id, position)
);
comment on table teacher_qualifications is '教师的各项任职资格：职业、等级、证书、发证机构、有效期';
grant select, insert, delete on teacher_qualifications to mingxun_app;
call scope_table('teacher_qualifications', 'region_code', 'institution_id');

-- A teacher whose main employer is another brings that employer's consent (民办教育促进法实施条例第三十四条).
create table teacher_consents (
  region_code text not null references regions,
  institution_id uuid not null references institutions,
  teacher_id uuid not null references teachers,
  id uuid primary key,
  employer_name text not null constraint consent_names_employer check (employer_name <> ''),
  valid_until date,
  file_name text not null,
  page_count integer not null constraint consent_has_pages check (page_count between 1 and 50),
  thumbnail_hash text not null references files,
  added_by uuid not null references users,
  added_at timestamptz not null,
  removed_by uuid references users,
  removed_at timestamptz,
  constraint consent_removed_by_somebody check ((removed_at is null) = (removed_by is null))
);
comment on table teacher_consents is '教师主要用人单位的同意文件';
create index teacher_consents_of_teacher on teacher_consents (teacher_id);
grant select, insert, update on teacher_consents to mingxun_app;
call scope_table('teacher_consents', 'region_code', 'institution_id');

create table teacher_consent_pages (
  region_code text not null references regions,
  institution_id uuid not null references institutions,
  consent_id uuid not null references teacher_consents,
  page integer not null constraint consent_page_counts check (page between 1 and 50),
  file_hash text not null references files,
  primary key (consent_id, page)
);
comment on table teacher_consent_pages is '同意文件的各页';
grant select, insert on teacher_consent_pages to mingxun_app;
call scope_table('teacher_consent_pages', 'region_code', 'institution_id');

-- Employers: one for each unified social credit code, whichever class or county first named it.
create table employers (
  credit_code text primary key constraint credit_code_form check (credit_code ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
  name text not null constraint employer_has_name check (name <> ''),
  pinyin text not null,
  initials text not null,
  -- The county of the code, where it is one of ours; an employer from elsewhere has none.
  seat_region text references regions,
  address text not null,
  contact text not null,
  phone_sealed bytea,
  version integer not null default 1,
  first_seen_at timestamptz not null,
  entered_by uuid references users,
  last_filed_on date not null
);
comment on table employers is '用人单位：一码一档，由申报的岗位带入';
create index employers_by_pinyin on employers (pinyin text_pattern_ops, credit_code);
create index employers_by_name on employers (name text_pattern_ops);
create index job_posts_by_employer on job_posts (credit_code);
grant select, insert, update on employers to mingxun_app;
alter table employers enable row level security;
-- Bureaus see all of them; an institution those its own classes name.
create policy employers_read on employers for select using (
  (select scope_reach()) in ('system', 'city', 'county')
  or exists (select from job_posts named where named.credit_code = employers.credit_code));
create policy employers_entered on employers for insert with check ((select scope_reach()) = 'system');
-- A county keeps those seated there and those its classes name.
create policy employers_kept on employers for update using (
  (select scope_reach()) in ('system', 'city')
  or ((select scope_reach()) = 'county' and (seat_region = (select scope_region())
    or exists (select from job_posts named where named.credit_code = employers.credit_code))));

create table employer_standings (
  credit_code text not null references employers,
  id uuid primary key,
  kind text not null constraint employer_standing_known check (kind in ('deregistered', 'revoked', 'abnormal')),
  from_day date not null,
  source text not null constraint standing_has_source check (source <> ''),
  entered_by uuid not null references users,
  entered_at timestamptz not null,
  lifted_on date constraint standing_lifted_after_start check (lifted_on >= from_day),
  lifted_source text not null default '',
  lifted_by uuid references users,
  constraint standing_lifted_whole check ((lifted_on is null) = (lifted_by is null)),
  constraint standing_lift_has_source check ((lifted_on is null) = (lifted_source = ''))
);
comment on table employer_standings is '用人单位的注销、吊销与经营异常：何时起、依据什么、何时解除';
create unique index one_open_standing on employer_standings (credit_code) where lifted_on is null;
grant select, insert, update on employer_standings to mingxun_app;
alter table employer_standings enable row level security;
create policy standings_read on employer_standings for select using (
  exists (select from employers held where held.credit_code = employer_standings.credit_code));
create policy standings_entered on employer_standings for insert
  with check ((select scope_reach()) in ('system', 'city', 'county'));
create policy standings_lifted on employer_standings for update using (
  (select scope_reach()) in ('system', 'city', 'county'));

-- Employers named in classes filed so far; telephones stay sealed with their posts.
insert into employers (credit_code, name, pinyin, initials, seat_region, address, contact, first_seen_at, entered_by,
  last_filed_on)
select distinct on (upper(named.credit_code)) upper(named.credit_code), named.employer, '', '',
  (select code from regions where code = substring(named.credit_code from 3 for 6)), named.address, named.contact,
  first_value(held.filed_at) over (partition by upper(named.credit_code) order by held.filed_at),
  held.filed_by, held.filed_on
from job_posts named
join training_classes held on held.region_code = named.region_code and held.id = named.class_id
where held.filed_at is not null and named.employer <> '' and upper(named.credit_code) ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'
order by upper(named.credit_code), held.filed_at desc, named.position;

-- Trainees: two records of one person become one, by two people, with the reason; nothing sealed is rewritten.
create table person_merges (
  region_code text not null references regions,
  id uuid primary key,
  kind text not null constraint merge_kind_known check (kind in ('merge', 'split')),
  state text not null constraint merge_state_known check (state in ('requested', 'confirmed', 'refused', 'withdrawn')),
  kept_id uuid not null references people,
  merged_id uuid not null references people,
  reason text not null constraint merge_has_reason check (reason <> ''),
  evidence text not null constraint merge_has_evidence check (evidence <> ''),
  requested_by uuid not null references users,
  requested_by_name text not null,
  requested_at timestamptz not null,
  settled_by uuid references users,
  settled_by_name text,
  settled_at timestamptz,
  settlement text not null default '',
  constraint merge_of_two check (kept_id <> merged_id),
  constraint merge_settled_whole check ((state = 'requested') = (settled_at is null)
    and (settled_at is null) = (settled_by is null)),
  constraint merge_confirmed_by_second_person check (state <> 'confirmed' or settled_by <> requested_by)
);
comment on table person_merges is '学员并档与拆档的申请、确认与理由';
create unique index one_open_merge on person_merges (least(kept_id, merged_id), greatest(kept_id, merged_id))
  where state = 'requested';
create index person_merges_of_kept on person_merges (kept_id);
create index person_merges_of_merged on person_merges (merged_id);
grant select, insert, update on person_merges to mingxun_app;
call scope_table('person_merges', 'region_code', null);

create function refuse_merge_rewriting() returns trigger language plpgsql as $$
begin
  if old.state <> 'requested'
    or (old.id, old.region_code, old.kind, old.kept_id, old.merged_id, old.reason, old.evidence, old.requested_by,
        old.requested_at)
      is distinct from (new.id, new.region_code, new.kind, new.kept_id, new.merged_id, new.reason, new.evidence,
        new.requested_by, new.requested_at) then
    raise exception '并档申请只能办结一次，不能改写' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger merge_never_rewritten before update on person_merges
  for each row execute function refuse_merge_rewriting();

-- Which record stands for which; a record that stands for others stands for itself, so that one look is enough.
create table merged_people (
  person_id uuid primary key references people,
  person_index bytea not null constraint merged_index_once unique references people (person_index),
  merged_into uuid not null references people,
  merge_id uuid not null references person_merges,
  constraint merged_into_another check (person_id <> merged_into)
);
comment on table merged_people is '已并入他档的学员：原档不动，查到哪一档都归到保留的一档';
create index merged_people_by_survivor on merged_people (merged_into);
grant select, insert, delete on merged_people to mingxun_app;
create function refuse_chained_merge() returns trigger language plpgsql security definer as $$
begin
  if exists (select from merged_people where person_id = new.merged_into or merged_into = new.person_id) then
    raise exception '一档只能并入一个自己没有并出的档' using errcode = 'check_violation', constraint = 'merge_is_flat';
  end if;
  return new;
end $$;
create trigger merge_is_flat before insert on merged_people for each row execute function refuse_chained_merge();
alter table merged_people enable row level security;
-- Whoever sees a class of the merged record is led to the one that stands for it.
create policy merged_people_seen on merged_people for select using (
  (select scope_reach()) in ('system', 'city')
  or exists (select from roster_rows enrolled where enrolled.id_index = merged_people.person_index));
create policy merged_people_entered on merged_people for insert with check ((select scope_reach()) = 'system');
create policy merged_people_parted on merged_people for delete using ((select scope_reach()) = 'system');

drop policy people_of_own_classes on people;
create policy people_of_own_classes on people using (
  (select scope_reach()) = 'system'
  or exists (select from roster_rows enrolled where enrolled.id_index = people.person_index)
  or exists (select from merged_people joined where joined.merged_into = people.id));

-- Merges of trainees are told to the county that asked for them.
create or replace function register_subjects() returns text[] language sql immutable as
  $$ select array['institution', 'teacher', 'employer', 'trainee', 'occupation'] $$;

-- Every number one person is known by: the own, the one that stands for it, and those that stand behind it.
create function same_person(person bytea) returns setof bytea stable language sql rows 1 as $$
  select person
  union
  select stands.person_index from merged_people joined join people stands on stands.id = joined.merged_into
    where joined.person_index = person
  union
  select behind.person_index from merged_people behind where behind.merged_into in (
    select joined.merged_into from merged_people joined where joined.person_index = person
    union all
    select own.id from people own where own.person_index = person)
$$;
comment on function same_person is '同一学员的全部证号摘要：本档、保留的一档和并入的各档';

-- The number that stands for a person; time is booked under it, so that nobody is in two places by two numbers.
create function standing_person(person bytea) returns bytea stable language sql as $$
  select coalesce((select stands.person_index from merged_people joined join people stands on stands.id = joined.merged_into
    where joined.person_index = person), person)
$$;
comment on function standing_person is '并档后代表这名学员的证号摘要';
