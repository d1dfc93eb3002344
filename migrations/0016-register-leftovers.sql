-- Name and unified social credit code of an institution change as everything else about it: proposed, confirmed by a second.
alter table institutions
  add column former_name text,
  drop constraint account_holder_is_institution,
  add constraint account_holder_is_institution check (bank_account_name in (name, coalesce(former_name, name)));
comment on column institutions.former_name is '原名称：更名后，对公账户在申报新账户前仍用此名';

alter table institution_decisions
  add column new_name text,
  add column new_credit_code text,
  add column former_name text,
  add column former_credit_code text,
  drop constraint decision_act_known,
  add constraint decision_act_known check (act in (
    'grant', 'endDesignation', 'suspendDesignation', 'liftDesignation', 'revokeDesignation',
    'suspend', 'restore', 'revoke', 'changeIdentity')),
  add constraint identity_says_what check ((act = 'changeIdentity')
    = (new_name is not null and new_credit_code is not null and former_name is not null and former_credit_code is not null)),
  add constraint new_credit_code_form check (new_credit_code ~ '^[0-9A-HJ-NPQRTUWXY]{18}$');
comment on column institution_decisions.former_name is '提出变更时的机构全称';

-- A change of name stands in the way of no measure, and no measure in its way; each is one at a time.
drop index one_waiting_measure;
create unique index one_waiting_measure on institution_decisions
  (institution_id, (coalesce(designation_id, institution_id)))
  where state = 'waiting' and act not in ('grant', 'changeIdentity');
create unique index one_waiting_identity on institution_decisions (institution_id)
  where state = 'waiting' and act = 'changeIdentity';
-- What waits for a second person stands in the queue of whoever decides it.
create index decisions_waiting on institution_decisions (bureau, proposed_at) where state = 'waiting';
create index statements_waiting on account_statements (stated_at) where state = 'waiting';
create index merges_waiting on person_merges (requested_at) where state = 'requested';

-- How an officer named the columns of a list of a provincial system, so that nobody of the county names them again.
create table registration_mappings (
  region_code text not null references regions,
  shape_digest bytea not null constraint registration_shape_digest_length check (octet_length(shape_digest) = 32),
  columns jsonb not null constraint registration_columns_named check (jsonb_typeof(columns) = 'object'),
  saved_by uuid not null references users,
  saved_by_name text not null,
  saved_at timestamptz not null,
  primary key (region_code, shape_digest)
);
comment on table registration_mappings is '系统录入名单的列对应：按表头记住，全县共用';
grant select, insert, update, delete on registration_mappings to mingxun_app;
call scope_table('registration_mappings', 'region_code', null);
