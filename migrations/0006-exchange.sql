-- Lists of trainees that go to the registers of other offices, and the answers that come back (2024 一（二）).
create table exchange_batches (
  region_code text not null references regions,
  id uuid not null constraint exchange_batch_id_once unique,
  number text not null constraint exchange_number_form check (number ~ '^EX-[0-9]{4}-[0-9]{4,}$'),
  register text not null constraint exchange_register_known check (register in (
    'employeeInsurance', 'pensionPayment', 'publicPayroll', 'schoolEnrolment', 'deaths', 'povertyRelief',
    'unemployment')),
  state text not null constraint exchange_state_known check (state in ('exported', 'answered', 'closed')),
  class_ids uuid[] not null constraint exchange_names_a_class check (cardinality(class_ids) > 0),
  people_count integer not null constraint exchange_asks_somebody check (people_count > 0),
  answer_count integer not null default 0,
  exported_by uuid not null references users,
  exported_by_name text not null,
  exported_at timestamptz not null,
  answered_at timestamptz,
  closed_at timestamptz,
  primary key (region_code, id),
  constraint exchange_number_once unique (region_code, number),
  constraint answered_batch_has_answer check (state <> 'answered' or (answer_count > 0 and answered_at is not null)),
  constraint closed_batch_has_day check ((state = 'closed') = (closed_at is not null))
);
comment on table exchange_batches is '外部比对批次：向哪个登记簿问了哪些班的学员';
create index exchange_batches_by_time on exchange_batches (region_code, exported_at);
grant select, insert, update on exchange_batches to mingxun_app;
call scope_table('exchange_batches', 'region_code', null);

create function refuse_exchange_step_back() returns trigger language plpgsql as $$
begin
  if new.answer_count < old.answer_count or old.state = 'closed' or (old.state = 'answered' and new.state = 'exported')
    or (new.region_code, new.id, new.number, new.register, new.class_ids, new.people_count, new.exported_by, new.exported_at)
      <> (old.region_code, old.id, old.number, old.register, old.class_ids, old.people_count, old.exported_by, old.exported_at)
  then
    raise exception '比对批次只能向前办，发出的内容不能改'
      using errcode = 'check_violation', constraint = 'exchange_goes_forward';
  end if;
  return new;
end $$;
create trigger exchange_goes_forward before update on exchange_batches
  for each row execute function refuse_exchange_step_back();

create table exchange_people (
  region_code text not null,
  batch_id uuid not null,
  person_index bytea not null,
  position integer not null,
  name text not null,
  id_sealed bytea not null,
  primary key (region_code, batch_id, person_index),
  constraint exchange_person_of_batch foreign key (region_code, batch_id) references exchange_batches
);
comment on table exchange_people is '比对批次发出的名单：只增不改';
call append_only('exchange_people');
call scope_table('exchange_people', 'region_code', null);

create table exchange_imports (
  region_code text not null,
  batch_id uuid not null,
  answer_number integer not null constraint exchange_answer_number_positive check (answer_number > 0),
  file_name text not null,
  file_digest bytea not null,
  answered_on date not null,
  lists_only_hits boolean not null,
  counts jsonb not null,
  imported_by uuid not null references users,
  imported_by_name text not null,
  imported_at timestamptz not null,
  primary key (region_code, batch_id, answer_number),
  constraint exchange_import_of_batch foreign key (region_code, batch_id) references exchange_batches
);
comment on table exchange_imports is '比对结果文件的历次导入与对账：只增不改';
call append_only('exchange_imports');
call scope_table('exchange_imports', 'region_code', null);

create table exchange_answers (
  region_code text not null,
  batch_id uuid not null,
  answer_number integer not null,
  person_index bytea not null,
  answer_sealed bytea not null,
  primary key (region_code, batch_id, answer_number, person_index),
  constraint exchange_answer_of_import
    foreign key (region_code, batch_id, answer_number) references exchange_imports,
  constraint exchange_answer_was_asked
    foreign key (region_code, batch_id, person_index) references exchange_people
);
comment on table exchange_answers is '外部登记簿对每个人的答复，密封存放：只增不改';
create index exchange_answers_of_person on exchange_answers (person_index);
call append_only('exchange_answers');
call scope_table('exchange_answers', 'region_code', null);

alter table counters drop constraint counter_kind_known;
alter table counters add constraint counter_kind_known check (kind in ('filing', 'class', 'exchange'));

-- What the provincial systems have entered (凡补必进、不进不补, 2024 一).
create table registration_imports (
  region_code text not null references regions,
  id uuid not null,
  system text not null constraint registration_system_known check (system in ('skillTalent', 'internetPlus')),
  file_name text not null,
  file_digest bytea not null,
  counts jsonb not null,
  imported_by uuid not null references users,
  imported_by_name text not null,
  imported_at timestamptz not null,
  primary key (region_code, id)
);
comment on table registration_imports is '系统录入名单的历次导入：只增不改';
call append_only('registration_imports');
call scope_table('registration_imports', 'region_code', null);

create table class_registrations (
  region_code text not null references regions,
  system text not null,
  number text not null constraint registration_number_given check (length(number) between 1 and 60),
  class_id uuid,
  class_words text not null,
  person_index bytea,
  name text not null,
  id_masked text not null,
  import_id uuid not null,
  imported_at timestamptz not null,
  primary key (region_code, system, number),
  constraint registration_system_known check (system in ('skillTalent', 'internetPlus')),
  constraint registration_of_class foreign key (region_code, class_id) references training_classes,
  constraint registration_of_import foreign key (region_code, import_id) references registration_imports
);
comment on table class_registrations is '系统录入号：哪一班的哪名学员以哪个号录入了省级系统';
create index class_registrations_of_class on class_registrations (region_code, class_id, person_index);
grant select, insert, update on class_registrations to mingxun_app;
call scope_table('class_registrations', 'region_code', null);
