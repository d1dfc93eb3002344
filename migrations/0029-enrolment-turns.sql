-- Enrolment before a camera is answered by turning the head as the server asks (附件6 之1): a picture held up cannot.
create table enrolment_challenges (
  region_code text not null,
  class_id uuid not null,
  id uuid not null,
  row_id text not null,
  steps text[] not null constraint enrolment_steps_known check (steps <@ array['left', 'right', 'closer']),
  issued_at timestamptz not null,
  used_at timestamptz,
  primary key (region_code, class_id, id),
  constraint enrolment_challenge_of_class foreign key (region_code, class_id) references training_classes
);
comment on table enrolment_challenges is '建档转头核对：服务器出题，次序随机，限时、只用一次';
grant select, insert, update on enrolment_challenges to mingxun_app;
alter table enrolment_challenges enable row level security;
create policy with_its_class on enrolment_challenges using (
  (select scope_reach()) = 'system'
  or exists (select from training_classes held
    where held.region_code = enrolment_challenges.region_code and held.id = enrolment_challenges.class_id));

alter table enrolments add column is_turned boolean not null default false;
comment on column enrolments.is_turned is '拍照后按提示转头、靠近，由服务器核对通过；从文件选择的、0029 以前的、没有模型的为否';
