-- The register of institutions is kept: history, account waiting for confirmation, designations that end, rooms that close.

-- Subjects whose history the people who keep the registers may read; a later register replaces this function.
create function register_subjects() returns text[] language sql immutable as
  $$ select array['institution', 'teacher', 'employer', 'occupation'] $$;
comment on function register_subjects is '台账变更历史所及的对象类别';

-- What was done, and nothing refused or looked at: those stay with the discipline group and the audit administrator.
create policy register_history_read on log_events for select using (
  outcome = 'done' and subject_type = any ((select register_subjects())::text[])
  and (((select scope_reach()) = 'county' and region_code = (select scope_region()))
    or ((select scope_reach()) = 'institution' and institution_id = (select scope_institution()))));

-- What an institution is, who speaks for it and who licensed it (2024 二（一）1 机构证照); unknown until somebody enters it.
alter table institutions
  add column version integer not null default 1,
  add column kind text constraint institution_kind_known
    check (kind in ('trainingSchool', 'technicalSchool', 'enterprise')),
  add column legal_representative text,
  add column contact_name text,
  add column contact_email text,
  add column licence_issuer text;

-- Acts of the bureaus on an institution and its designations: one person proposes, the signatory of the bureau confirms.
create table institution_decisions (
  region_code text not null references regions,
  institution_id uuid not null references institutions,
  id uuid primary key,
  act text not null constraint decision_act_known check (act in (
    'grant', 'endDesignation', 'suspendDesignation', 'liftDesignation', 'revokeDesignation',
    'suspend', 'restore', 'revoke')),
  bureau text not null constraint decision_bureau_known check (bureau in ('county', 'city')),
  designation_id uuid,
  occupation_code text references occupations,
  level smallint constraint decided_level_known check (level between 1 and 5),
  from_on date not null,
  until_on date constraint decision_ends_after_start check (until_on >= from_on),
  granting_bureau text,
  document text not null constraint decision_names_document check (document <> ''),
  reason text not null,
  state text not null constraint decision_state_known check (state in ('waiting', 'confirmed', 'refused', 'withdrawn')),
  proposed_by uuid not null references users,
  proposed_by_name text not null,
  proposed_at timestamptz not null,
  decided_by uuid references users,
  decided_by_name text,
  decided_at timestamptz,
  opinion text,
  constraint decision_by_second_person check (state not in ('confirmed', 'refused') or decided_by <> proposed_by),
  constraint decided_decision_has_day check ((state = 'waiting') = (decided_at is null)),
  constraint grant_says_what check (act <> 'grant'
    or (occupation_code is not null and level is not null and until_on is not null and granting_bureau is not null)),
  constraint measure_names_designation check ((act like '%Designation') = (designation_id is not null))
);
comment on table institution_decisions is '对机构与定点资格的决定：一人提出，本局负责人确认';
create index decisions_of_institution on institution_decisions (institution_id, proposed_at);
create unique index one_waiting_measure on institution_decisions
  (institution_id, (coalesce(designation_id, institution_id))) where state = 'waiting' and act <> 'grant';
grant select, insert, update on institution_decisions to mingxun_app;
alter table institution_decisions enable row level security;
create policy decisions_read on institution_decisions for select using (
  (select scope_reach()) in ('system', 'city')
  or ((select scope_reach()) = 'county' and region_code = (select scope_region()))
  or ((select scope_reach()) = 'institution' and institution_id = (select scope_institution())));
create policy decisions_proposed on institution_decisions for insert with check (
  (select scope_reach()) in ('system', 'city')
  or ((select scope_reach()) = 'county' and region_code = (select scope_region())));
create policy decisions_decided on institution_decisions for update using (
  (select scope_reach()) in ('system', 'city')
  or ((select scope_reach()) = 'county' and region_code = (select scope_region())));

create function refuse_decided() returns trigger language plpgsql as $$
begin
  if old.state <> 'waiting' then
    raise exception '已经办结的事项不能再改'
      using errcode = 'check_violation', constraint = 'settled_stays';
  end if;
  return new;
end $$;
create trigger settled_stays before update on institution_decisions
  for each row execute function refuse_decided();

-- A designation is never edited: it ends, is suspended, lifted or revoked, each by its decision.
alter table designations
  add column id uuid not null default gen_random_uuid() constraint designation_id_once unique,
  add column granting_bureau text,
  add column document text,
  add column ended_on date,
  add column revoked_on date;
comment on column designations.ended_on is '自该日起终止';
comment on column designations.revoked_on is '自该日起取消';

create table designation_suspensions (
  region_code text not null references regions,
  institution_id uuid not null references institutions,
  designation_id uuid not null references designations (id),
  id uuid primary key,
  from_on date not null,
  until_on date constraint suspension_ends_after_start check (until_on >= from_on),
  lifted_on date,
  document text not null,
  reason text not null
);
comment on table designation_suspensions is '定点资格的中止：自、至（空为至恢复），恢复日';
create index suspensions_of_designation on designation_suspensions (designation_id, from_on);
grant select, insert, update on designation_suspensions to mingxun_app;
alter table designation_suspensions enable row level security;
create policy suspensions_read on designation_suspensions for select using (
  (select scope_reach()) in ('system', 'city')
  or ((select scope_reach()) = 'county' and region_code = (select scope_region()))
  or ((select scope_reach()) = 'institution' and institution_id = (select scope_institution())));
create policy suspensions_made on designation_suspensions for insert with check (
  (select scope_reach()) in ('system', 'city')
  or ((select scope_reach()) = 'county' and region_code = (select scope_region())));
create policy suspensions_lifted on designation_suspensions for update using (
  (select scope_reach()) in ('system', 'city')
  or ((select scope_reach()) = 'county' and region_code = (select scope_region())));

-- The account stated by the principal; the old one stays in force until an officer of the county confirms the new one.
create table account_statements (
  region_code text not null references regions,
  institution_id uuid not null references institutions,
  id uuid primary key,
  holder text not null,
  bank_name text not null,
  account_sealed bytea not null,
  account_index bytea not null,
  account_tail text not null constraint stated_tail_form check (account_tail ~ '^[0-9]{4}$'),
  reason text not null,
  state text not null constraint statement_state_known check (state in ('waiting', 'confirmed', 'refused', 'withdrawn')),
  stated_by uuid not null references users,
  stated_by_name text not null,
  stated_at timestamptz not null,
  decided_by uuid references users,
  decided_by_name text,
  decided_at timestamptz,
  opinion text,
  constraint account_confirmed_by_second check (state not in ('confirmed', 'refused') or decided_by <> stated_by),
  constraint decided_statement_has_day check ((state = 'waiting') = (decided_at is null))
);
comment on table account_statements is '对公账户变更：机构负责人申报，县（市、区）确认后生效';
create index statements_of_institution on account_statements (institution_id, stated_at);
create unique index one_waiting_account on account_statements (institution_id) where state = 'waiting';
grant select, insert, update on account_statements to mingxun_app;
call scope_table('account_statements', 'region_code', 'institution_id');
create trigger settled_stays before update on account_statements
  for each row execute function refuse_decided();

-- Rooms are closed from a day, never deleted; what an institution enters waits for the county to look at it.
alter table venues
  add column version integer not null default 1,
  add column floor_area numeric(8, 1) constraint floor_area_positive check (floor_area > 0),
  add column longitude numeric(9, 6),
  add column latitude numeric(8, 6),
  add column closed_on date,
  add column close_reason text,
  add column awaits_check boolean not null default false,
  add constraint venue_place_whole check ((longitude is null) = (latitude is null)),
  add constraint venue_lies_in_jiaozuo
    check (longitude between 112.55 and 113.66 and latitude between 34.78 and 35.52);
comment on column venues.longitude is '经度，WGS-84';
comment on column venues.latitude is '纬度，WGS-84';
comment on column venues.closed_on is '自该日起停用';

create table venue_equipment (
  region_code text not null references regions,
  institution_id uuid not null references institutions,
  venue_id uuid not null references venues,
  position integer not null,
  name text not null constraint equipment_named check (name <> ''),
  model text not null,
  count integer not null constraint equipment_counted check (count between 1 and 9999),
  occupation_code text references occupations,
  primary key (venue_id, position)
);
comment on table venue_equipment is '场地内的设备：名称、型号、数量、用于哪个职业';
grant select, insert, update, delete on venue_equipment to mingxun_app;
call scope_table('venue_equipment', 'region_code', 'institution_id');

-- At least one staffing agency an institution co-operates with (2021 五).
create table agency_agreements (
  region_code text not null references regions,
  institution_id uuid not null references institutions,
  id uuid primary key,
  agency text not null,
  credit_code text not null,
  signed_on date not null,
  valid_until date not null constraint agreement_ends_after_start check (valid_until >= signed_on),
  ended_on date,
  constraint agreement_once unique (institution_id, credit_code, signed_on)
);
comment on table agency_agreements is '与人力资源公司的合作协议';
grant select, insert, update on agency_agreements to mingxun_app;
call scope_table('agency_agreements', 'region_code', 'institution_id');
