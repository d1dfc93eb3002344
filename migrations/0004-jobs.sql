-- Background jobs. The queue itself lies in a schema of its own that its programme brings along; here is what the
-- product adds: the way to enqueue inside a business transaction, and what is known of past runs.

-- False where the queue has not been set up: the change itself must not depend on it.
create function enqueue_job(
  job_name text, job_input json, job_key text, job_run_at timestamptz, job_attempts integer, job_priority integer
) returns boolean language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if public.scope_reach() is null then
    raise exception '没有范围，不能排入后台任务' using errcode = 'insufficient_privilege';
  end if;
  if to_regclass('graphile_worker._private_jobs') is null then
    return false;
  end if;
  perform graphile_worker.add_job(job_name, job_input, null, job_run_at, job_attempts, job_key, job_priority);
  return true;
end $$;
comment on function enqueue_job is '在办理业务的同一事务中排入后台任务';
revoke all on function enqueue_job from public;
grant execute on function enqueue_job to mingxun_app;

create table job_runs (
  name text primary key,
  title text not null,
  done_at timestamptz,
  outcome text,
  failed_at timestamptz,
  fault text
);
comment on table job_runs is '后台任务：每项最近一次办成与失败';
grant select, insert, update on job_runs to mingxun_app;
alter table job_runs enable row level security;
create policy system_only on job_runs using ((select scope_reach()) = 'system');

-- What a job sends is sent once, however often the job runs.
alter table messages add column key text;
alter table messages add constraint message_sent_once unique (region_code, key);
comment on column messages.key is '同一事由同一天只发一次的键；由人办理而发的没有';

-- An approval is printed once.
create unique index approval_paper_once on attachments (region_code, class_id, file_name)
  where kind = 'approval' and removed_at is null;
