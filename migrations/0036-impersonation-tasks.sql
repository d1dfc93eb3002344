-- 冒名顶替案件每一步该谁办，也列在“我的待办”里；决定和裁决只列给负责人 (2021 四（三）).

alter table waiting_tasks drop constraint task_audience_known;
alter table waiting_tasks add constraint task_audience_known
  check (audience in ('county', 'city', 'both', 'countySignatory', 'citySignatory', 'security', 'principal'));
comment on column waiting_tasks.audience is '列在谁的待办里；principal 为该机构负责人，countySignatory、citySignatory 为县、市局负责人';

-- “不是我”、陈述申辩、要求听证 come from the institution: they put tasks there and take them away.
create policy impersonation_tasks_of_institution on waiting_tasks
  using ((select scope_reach()) = 'institution' and institution_id = (select scope_institution())
    and key like 'impersonation/%')
  with check ((select scope_reach()) = 'institution' and institution_id = (select scope_institution())
    and key like 'impersonation/%');

-- What waits already; cases past the notice are taken in with their next step.
insert into waiting_tasks (region_code, institution_id, id, key, audience, address, what, about, raised_at)
select k.region_code, k.institution_id, gen_random_uuid(), 'impersonation/' || k.class_id || '/' || w.kind, w.audience,
  '/impersonations/' || k.class_id, w.what,
  o.name || '（' || (array['一级', '二级', '三级', '四级', '五级'])[c.level] || '）第 ' || c.class_number || ' 期（' || i.name || '）',
  k.changed_at
from impersonation_cases k
join training_classes c on c.region_code = k.region_code and c.id = k.class_id
join institutions i on i.id = c.institution_id
join occupations o on o.code = c.occupation_code
cross join lateral (values
  ('find', 'county', '核实疑似冒名顶替', k.suspected > 0),
  ('notify', 'county', '冒名顶替事先告知', k.stage = 'frozen'),
  ('decide', 'countySignatory', '决定是否取消全班培训补贴', k.stage = 'heard' and not k.has_open_appeal),
  ('decideAppeal', 'citySignatory', '裁决冒名顶替异议、申诉', k.has_open_appeal)) as w (kind, audience, what, waits)
where w.waits;
