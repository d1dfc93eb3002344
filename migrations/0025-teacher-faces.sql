-- Teachers check in by face as trainees do, after a consent of their own (2021 四, 2024 一（三）). The key of who is
-- enrolled for a class stays one column, a row of its roster or the id of a teacher: what withdraws, erases and counts
-- faces by class and key serves both.
do $$
declare
  part text;
  of_trainee text;
  of_one text;
begin
  for part, of_trainee, of_one in values ('attendance_consents', 'consent_of_trainee', 'consent_of_one'),
    ('enrolments', 'enrolment_of_trainee', 'enrolment_of_one'),
    ('device_people', 'device_person_of_trainee', 'device_person_of_one') loop
    execute format('alter table %I drop constraint %I', part, of_trainee);
    execute format('alter table %I
      add column teacher_id uuid references teachers,
      add column trainee_row text generated always as (case when teacher_id is null then row_id end) stored,
      add constraint %I foreign key (region_code, class_id, trainee_row) references roster_rows,
      add constraint %I check (teacher_id is null or row_id = teacher_id::text)', part, of_trainee, of_one);
    execute format('comment on column %I.teacher_id is ''任课教师；空白的是学员''', part);
    execute format('comment on column %I.trainee_row is ''花名册上的行；任课教师没有''', part);
  end loop;
end $$;
comment on table enrolments is '头像建档（学员与任课教师）：采集、人社部门核对、退回、撤回同意后删除';
comment on table device_people is '学员与任课教师在考勤设备里的人员编号';
