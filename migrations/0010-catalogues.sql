-- The two catalogues change by editions only: published by the city with a document, entered by one person and
-- confirmed by another, never reaching back.
create table catalogue_editions (
  id uuid primary key,
  catalogue text not null constraint catalogue_known check (catalogue in ('occupation', 'institution')),
  document text not null,
  document_number text not null,
  issued_on date not null,
  from_day date not null,
  until_day date,
  content jsonb not null,
  added_by uuid not null references users,
  added_at timestamptz not null,
  confirmed_by uuid references users,
  confirmed_at timestamptz,
  withdrawn_by uuid references users,
  withdrawn_at timestamptz,
  withdrawal_reason text not null default '',
  constraint edition_ends_after_start check (until_day >= from_day),
  constraint edition_confirmed_by_second check (confirmed_by <> added_by),
  constraint edition_confirmed_whole check ((confirmed_by is null) = (confirmed_at is null)),
  constraint edition_withdrawn_whole check ((withdrawn_by is null) = (withdrawn_at is null)),
  constraint edition_settled_once check (confirmed_at is null or withdrawn_at is null)
);
comment on table catalogue_editions is '职业目录与定点机构目录的各版：一人录入，一人确认';
create unique index one_waiting_edition on catalogue_editions (catalogue)
  where confirmed_at is null and withdrawn_at is null;
create unique index edition_day_once on catalogue_editions (catalogue, from_day) where confirmed_at is not null;
grant select, insert, update on catalogue_editions to mingxun_app;
alter table catalogue_editions enable row level security;
-- What waits for its second person is the city’s own.
create policy editions_read on catalogue_editions for select using (
  (select scope_reach()) in ('system', 'city') or ((select scope_reach()) is not null and confirmed_at is not null));
create policy editions_written on catalogue_editions for insert with check ((select scope_reach()) in ('system', 'city'));
create policy editions_settled on catalogue_editions for update using ((select scope_reach()) in ('system', 'city'));

-- A published edition is never rewritten, nor one sent back taken up again.
create function refuse_edition_rewriting() returns trigger language plpgsql as $$
begin
  if old.confirmed_at is not null or old.withdrawn_at is not null
    or (old.id, old.catalogue, old.document, old.document_number, old.issued_on, old.from_day, old.until_day,
        old.content, old.added_by, old.added_at)
      is distinct from (new.id, new.catalogue, new.document, new.document_number, new.issued_on, new.from_day,
        new.until_day, new.content, new.added_by, new.added_at) then
    raise exception '目录的一版只能确认或退回一次，不能改写' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger edition_never_rewritten before update on catalogue_editions
  for each row execute function refuse_edition_rewriting();

-- Occupations: each line says which edition brought it and which ended it; lines from before have none.
alter table occupation_levels
  add column edition_id uuid references catalogue_editions,
  add column ended_by uuid references catalogue_editions,
  add constraint level_ends_after_start check (valid_until >= valid_from);
create unique index one_open_level on occupation_levels (occupation_code, level) where valid_until is null;
create index occupation_levels_by_place on occupation_levels (occupation_code, level desc, valid_from);

create function refuse_catalogue_rewriting() returns trigger language plpgsql as $$
begin
  if old.valid_until is not null
    or (old.occupation_code, old.level, old.required_hours, old.valid_from, old.edition_id)
      is distinct from (new.occupation_code, new.level, new.required_hours, new.valid_from, new.edition_id) then
    raise exception '目录各行只能停用，不能改写' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger catalogue_never_rewritten before update on occupation_levels
  for each row execute function refuse_catalogue_rewriting();

-- Institutions an edition lists, called as they were on its day; published, so everyone may read it.
create table edition_institutions (
  edition_id uuid not null references catalogue_editions,
  institution_id uuid not null references institutions,
  region_code text not null references regions,
  name text not null,
  pinyin text not null,
  initials text not null,
  primary key (edition_id, institution_id)
);
comment on table edition_institutions is '定点机构目录：某一版列入的机构，只增不改';
create index edition_institutions_of_institution on edition_institutions (institution_id);
create index edition_institutions_by_place on edition_institutions (edition_id, region_code, pinyin, institution_id);
call append_only('edition_institutions');
alter table edition_institutions enable row level security;
create policy listed_read on edition_institutions for select using ((select scope_reach()) is not null);
create policy listed_written on edition_institutions for insert with check ((select scope_reach()) in ('system', 'city'));

-- How often a rule struck, counted in the transaction of each filing and return.
create table rule_strikes (
  region_code text not null references regions,
  institution_id uuid not null references institutions,
  month date not null constraint strike_month_is_first check (extract(day from month) = 1),
  rule text not null,
  kind text not null constraint strike_kind_known check (kind in ('warned', 'stopped', 'returned')),
  times integer not null constraint strike_times_positive check (times > 0),
  places integer not null constraint strike_places_positive check (places > 0),
  primary key (region_code, institution_id, month, rule, kind)
);
comment on table rule_strikes is '各规则按月命中：申报时提醒、申报被拦、退回时引用；次数与处数';
create index rule_strikes_by_rule on rule_strikes (rule, month);
grant select, insert, update on rule_strikes to mingxun_app;
call scope_table('rule_strikes', 'region_code', 'institution_id');

-- What earlier filings and changes found is counted once, here.
insert into rule_strikes (region_code, institution_id, month, rule, kind, times, places)
select held.region_code, held.institution_id,
  date_trunc('month', filed.filed_at at time zone 'Asia/Shanghai')::date, found.rule, 'warned',
  count(distinct (filed.class_id, filed.part, filed.number))::int, count(*)::int
from (
  select region_code, class_id, number, filed_at, findings, class_id as part from filings
  union all select region_code, class_id, number, filed_at, findings, change_id from change_filings
) filed
join training_classes held on held.region_code = filed.region_code and held.id = filed.class_id
cross join lateral (select value ->> 'rule' as rule from jsonb_array_elements(filed.findings)) found
where found.rule is not null
group by 1, 2, 3, 4;

-- Which rule a point of a return rests on, where it rests on one.
alter table return_points add column rule text constraint return_rule_form check (rule ~ '^[a-z]+[.][a-z-]{1,80}$');
comment on column return_points.rule is '退回原因所依据的规则；凭人工判断的没有';
