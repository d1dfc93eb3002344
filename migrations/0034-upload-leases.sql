-- 录像续传 (2021.4.4): one server at a time writes the file of an upload, whichever of several it is. A lease with a time
-- holds no connection and frees itself when its server dies. Nothing here outlives a crash of the database, nor should it.
create unlogged table recording_upload_leases (
  recording_id uuid primary key,
  holder uuid not null,
  is_wanted boolean not null default false,
  held_until timestamptz not null
);
comment on table recording_upload_leases is '正在写哪份录像：几台服务器之中同时只有一台；到时不续即作废';
comment on column recording_upload_leases.is_wanted is '别处也要接着传，占着的一方应让出';
grant select, insert, update, delete on recording_upload_leases to mingxun_app;
alter table recording_upload_leases enable row level security;
create policy system_only on recording_upload_leases using ((select scope_reach()) = 'system');
