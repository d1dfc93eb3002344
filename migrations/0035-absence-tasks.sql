-- 请假、补签待办的事也列在“我的待办”里：机构负责人的在其机构，补签审批的在县（市、区）人社局 (2021 四).

alter table waiting_tasks drop constraint task_audience_known;
alter table waiting_tasks add constraint task_audience_known
  check (audience in ('county', 'city', 'both', 'security', 'principal'));
comment on column waiting_tasks.audience is '列在谁的待办里；principal 为该机构负责人';

-- An institution asks for leave and corrections itself, so it puts them there and takes them away; it sees no other task.
create policy absence_tasks_of_institution on waiting_tasks
  using ((select scope_reach()) = 'institution' and institution_id = (select scope_institution())
    and key like 'absences/%')
  with check ((select scope_reach()) = 'institution' and institution_id = (select scope_institution())
    and key like 'absences/%');

-- What waits already.
insert into waiting_tasks (region_code, institution_id, id, key, audience, address, what, about, raised_at)
select c.region_code, c.institution_id, gen_random_uuid(), 'absences/' || w.audience || '/' || c.id, w.audience,
  '/attendance/' || c.id || '?part=absences',
  case w.audience when 'county' then '审批补签' else '审批请假、确认补签' end,
  o.name || '（' || (array['一级', '二级', '三级', '四级', '五级'])[c.level] || '）第 ' || c.class_number || ' 期（' || i.name || '）',
  w.since
from (
  select region_code, class_id, 'principal' as audience, min(requested_at) as since from (
    select region_code, class_id, requested_at from attendance_leaves where state = 'requested'
    union all
    select region_code, class_id, requested_at from attendance_corrections where state = 'requested') as asked
  group by region_code, class_id
  union all
  select region_code, class_id, 'county', min(requested_at) from attendance_corrections where state = 'endorsed'
  group by region_code, class_id) as w
join training_classes c on c.region_code = w.region_code and c.id = w.class_id
join institutions i on i.id = c.institution_id
join occupations o on o.code = c.occupation_code;
