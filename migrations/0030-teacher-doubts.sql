-- Teachers are checked like trainees (2021 四, 2024 一（三）): what is doubted of their check-ins after they were taken, how
-- the bureau settled it, and their faces among those that are compared.
create table teacher_doubts (
  region_code text not null references regions,
  institution_id uuid not null references institutions,
  class_id uuid not null,
  check_key text not null constraint doubted_check_named check (length(check_key) between 1 and 300),
  kind text not null constraint teacher_doubt_known check (kind in ('faceUnlike', 'onePhone', 'oneFace', 'saidNotMe')),
  teacher_id uuid not null references teachers,
  facts jsonb not null default '{}',
  raised_by_name text not null constraint teacher_doubt_raised_by check (raised_by_name <> ''),
  raised_at timestamptz not null,
  primary key (class_id, check_key, kind),
  constraint teacher_doubt_of_class foreign key (region_code, class_id) references training_classes
);
comment on table teacher_doubts is '任课教师签到之后才发现的疑点：照片不像、一部手机为几人签、一张脸几个身份、本人反映不是我；只增不改，由县核定';
comment on column teacher_doubts.facts is '疑点所依据的数字：相似度、阈值、引擎、相似头像编号；不含证号';
call append_only('teacher_doubts');
call scope_table('teacher_doubts', 'region_code', 'institution_id');

alter table check_settlements
  drop constraint settlement_of_trainee,
  drop constraint settlement_decision_known,
  add column teacher_id uuid references teachers,
  add column trainee_row text generated always as (case when teacher_id is null then row_id end) stored,
  add column lesson_id text,
  add column taught_by uuid references teachers,
  add constraint settlement_of_one foreign key (region_code, class_id, trainee_row) references roster_rows,
  add constraint settlement_names_teacher check (teacher_id is null or row_id = teacher_id::text),
  add constraint settlement_decision_known check (decision in ('counts', 'discounted', 'otherPerson')),
  add constraint other_person_is_of_teacher check (decision <> 'otherPerson' or teacher_id is not null),
  add constraint taught_by_another check (
    taught_by is null or (decision = 'otherPerson' and taught_by is distinct from teacher_id));
comment on column check_settlements.teacher_id is '任课教师；空白的是学员';
comment on column check_settlements.trainee_row is '花名册上的行；任课教师没有';
comment on column check_settlements.lesson_id is '核定时这次签到所属的课次';
comment on column check_settlements.taught_by is '核定不是本人的，实际由谁授课；空白的是没有查明';
create index settlements_of_teachers on check_settlements (class_id) where teacher_id is not null;

alter table check_probes
  drop constraint probe_of_trainee,
  add column teacher_id uuid references teachers,
  add column trainee_row text generated always as (case when teacher_id is null then row_id end) stored,
  add constraint probe_of_one foreign key (region_code, class_id, trainee_row) references roster_rows,
  add constraint probe_names_teacher check (teacher_id is null or row_id = teacher_id::text);
comment on column check_probes.teacher_id is '任课教师；空白的是学员';
comment on column check_probes.trainee_row is '花名册上的行；任课教师没有';

-- The moves of a pair are held to a table by a trigger that sees a row before its generated columns are made.
alter table face_pairs
  drop constraint face_pair_first,
  drop constraint face_pair_second,
  drop constraint face_pair_follow_known,
  add column teacher_id uuid references teachers,
  add column trainee_row text,
  add column other_teacher_id uuid references teachers,
  add column other_trainee_row text;
alter table face_pairs disable trigger doubt_move_declared;
update face_pairs set trainee_row = row_id, other_trainee_row = other_row_id;
alter table face_pairs enable trigger doubt_move_declared;
alter table face_pairs
  add constraint face_pair_follow_known check (follow in ('reported', 'merge', 'teacherDoubt')),
  add constraint face_pair_first_is_one check (num_nonnulls(teacher_id, trainee_row) = 1
    and row_id = coalesce(teacher_id::text, trainee_row)),
  add constraint face_pair_second_is_one check (num_nonnulls(other_teacher_id, other_trainee_row) = 1
    and other_row_id = coalesce(other_teacher_id::text, other_trainee_row)),
  add constraint face_pair_first foreign key (region_code, class_id, trainee_row) references roster_rows,
  add constraint face_pair_second foreign key (other_region_code, other_class_id, other_trainee_row)
    references roster_rows,
  add constraint face_pair_first_class foreign key (region_code, class_id) references training_classes,
  add constraint face_pair_second_class foreign key (other_region_code, other_class_id) references training_classes;
comment on column face_pairs.teacher_id is '第一方是任课教师的；是学员的为空白';
comment on column face_pairs.trainee_row is '第一方在花名册上的行；是任课教师的为空白';
comment on column face_pairs.other_teacher_id is '第二方是任课教师的；是学员的为空白';
comment on column face_pairs.other_trainee_row is '第二方在花名册上的行；是任课教师的为空白';
