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
