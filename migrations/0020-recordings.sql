-- 视频录像 (2021 四, 附件6 之3–5): the cameras of rooms, what they recorded, what was found in it, and marked clips.
create table cameras (
  region_code text not null references regions,
  institution_id uuid not null references institutions,
  id uuid primary key,
  venue_id uuid not null references venues,
  name text not null constraint camera_has_name check (name <> ''),
  position text not null constraint camera_position_known check (position in ('rear', 'front', 'side', 'portable')),
  added_by uuid not null references users,
  added_by_name text not null,
  added_at timestamptz not null,
  retired_at timestamptz
);
comment on table cameras is '教室镜头：录像按镜头归属；架设是否合规看该教室双方签字的附件6检查表';
create unique index camera_name_once on cameras (venue_id, name) where retired_at is null;
create index cameras_of_institution on cameras (region_code, institution_id);
grant select, insert, update on cameras to mingxun_app;
call scope_table('cameras', 'region_code', 'institution_id');

create table recordings (
  region_code text not null references regions,
  institution_id uuid not null references institutions,
  class_id uuid not null,
  id uuid primary key,
  camera_id uuid not null references cameras,
  state text not null constraint recording_state_known check (state in (
    'uploading', 'received', 'analysed', 'unreadable', 'abandoned')),
  version integer not null default 1,
  file_name text not null,
  file_mark text not null,
  byte_length bigint not null constraint recording_not_empty check (byte_length > 0),
  stated_start timestamptz not null,
  stated_seconds integer constraint stated_length_positive check (stated_seconds > 0),
  uploaded_by uuid not null references users,
  uploaded_by_name text not null,
  announced_at timestamptz not null,
  expires_at timestamptz not null,
  storage_key text constraint recording_storage_key_form check (storage_key ~ '^[0-9a-f/-]{36,90}$'),
  sha256 bytea constraint recording_digest_length check (length(sha256) = 32),
  block_bytes integer constraint recording_block_positive check (block_bytes > 0),
  block_hashes bytea constraint recording_blocks_whole check (length(block_hashes) % 32 = 0),
  blocks_root bytea constraint recording_root_length check (length(blocks_root) = 32),
  received_at timestamptz,
  starts_at timestamptz not null,
  ends_at timestamptz,
  start_reason text not null default '',
  start_set_by_name text,
  is_measured boolean not null default false,
  facts jsonb,
  findings jsonb not null default '[]',
  analysed_at timestamptz,
  constraint recording_of_class foreign key (region_code, class_id) references training_classes,
  constraint recording_ends_after_start check (ends_at > starts_at),
  constraint moved_start_has_reason check (
    starts_at = stated_start or (start_reason <> '' and start_set_by_name is not null)),
  constraint received_recording_is_whole check (num_nonnulls(storage_key, sha256, block_bytes, block_hashes, blocks_root,
    received_at) in (0, 6) and ((state in ('uploading', 'abandoned')) = (received_at is null)))
);
comment on table recordings is '视频录像：断点续传，整份与分块摘要，分析所得';
comment on column recordings.file_mark is '浏览器给所选文件的记号：重新选同一份文件时接着传';
comment on column recordings.storage_key is '数据文件夹 recordings 下的位置';
comment on column recordings.block_hashes is '每 block_bytes 字节一块，各块 SHA-256 依次相连';
comment on column recordings.blocks_root is '各块摘要按 RFC 6962 所成的树根';
comment on column recordings.starts_at is '认定的起始时刻：填报的，或事后更正的（附理由和更正人）';
comment on column recordings.is_measured is '时长是否已由文件量出；没有分析的按填报';
create unique index recording_upload_once on recordings (class_id, camera_id, file_mark) where state = 'uploading';
create index recordings_of_class on recordings (region_code, class_id, starts_at);
create index recordings_by_digest on recordings (sha256) where sha256 is not null;
create index recordings_by_state on recordings (state, expires_at) where state in ('uploading', 'received');
grant select, insert, update on recordings to mingxun_app;
call scope_table('recordings', 'region_code', 'institution_id');

create table recording_moves (
  from_state text not null,
  to_state text not null,
  primary key (from_state, to_state)
);
comment on table recording_moves is '录像允许的状态变化，与流程表一致';
grant select on recording_moves to mingxun_app;
insert into recording_moves (from_state, to_state) values
  ('uploading', 'received'), ('uploading', 'abandoned'), ('received', 'analysed'), ('received', 'unreadable'),
  ('unreadable', 'analysed');

-- What was received is evidence: its bytes, its digests and who sent it stay; only what the analysis tells may change.
create function refuse_recording_change() returns trigger language plpgsql security definer as $$
declare
  told text[] := array['state', 'version', 'starts_at', 'ends_at', 'start_reason', 'start_set_by_name', 'is_measured',
    'facts', 'findings', 'analysed_at'];
  arrived text[] := told || array['storage_key', 'sha256', 'block_bytes', 'block_hashes', 'blocks_root', 'received_at'];
begin
  if tg_op = 'INSERT' then
    if new.state <> 'uploading' and scope_reach() is distinct from 'system' then
      raise exception '录像须从上传开始' using errcode = 'check_violation', constraint = 'recording_starts_uploading';
    end if;
    return new;
  end if;
  if new.state <> old.state
    and not exists (select from recording_moves where from_state = old.state and to_state = new.state) then
    raise exception '录像不能由 % 变为 %', old.state, new.state
      using errcode = 'check_violation', constraint = 'recording_move_declared';
  end if;
  if (old.received_at is null and (to_jsonb(new) - arrived) <> (to_jsonb(old) - arrived))
    or (old.received_at is not null and (to_jsonb(new) - told) <> (to_jsonb(old) - told)) then
    raise exception '已收到的录像不能改' using errcode = 'check_violation', constraint = 'recording_content_stays';
  end if;
  return new;
end $$;
create trigger recording_stays before insert or update on recordings
  for each row execute function refuse_recording_change();

-- Signatures of frames, one every step, the still background taken away: re-used footage is found by them.
create table recording_signatures (
  region_code text not null,
  institution_id uuid not null,
  recording_id uuid primary key references recordings,
  step_ms integer not null constraint signature_step_positive check (step_ms > 0),
  frames integer not null constraint signature_has_frames check (frames > 0),
  signature bytea not null,
  made_at timestamptz not null
);
comment on table recording_signatures is '录像画面特征：每帧 8×8 灰度，去掉不动的背景；用来找重复使用的画面，不能还原人像';
grant select, insert, update on recording_signatures to mingxun_app;
call scope_table('recording_signatures', 'region_code', 'institution_id');

create table recording_matches (
  region_code text not null,
  institution_id uuid not null,
  class_id uuid not null,
  recording_id uuid not null references recordings,
  other_id uuid not null references recordings,
  other_class_id uuid not null,
  kind text not null constraint match_kind_known check (kind in ('sameBytes', 'sameFrames')),
  from_ms bigint not null,
  other_from_ms bigint not null,
  length_ms bigint not null constraint match_length_positive check (length_ms > 0),
  likeness real not null constraint likeness_is_share check (likeness between 0 and 1),
  found_at timestamptz not null,
  primary key (recording_id, other_id),
  constraint match_of_two check (recording_id <> other_id)
);
comment on table recording_matches is '重复使用的画面：两份录像各记一行，各在自己的范围内可见';
create index matches_of_class on recording_matches (region_code, class_id);
grant select, insert, update on recording_matches to mingxun_app;
call scope_table('recording_matches', 'region_code', 'institution_id');

-- Pictures taken out of a recording, sealed: a sheet to look over, and the samples in which heads were counted.
create table recording_pictures (
  region_code text not null,
  institution_id uuid not null,
  recording_id uuid not null references recordings,
  at_ms bigint not null constraint picture_time_not_negative check (at_ms >= 0),
  kind text not null constraint recording_picture_kind_known check (kind in ('sheet', 'sample')),
  file_hash text not null references files,
  head_count integer constraint head_count_not_negative check (head_count >= 0),
  taken_at timestamptz not null,
  primary key (recording_id, kind, at_ms)
);
comment on table recording_pictures is '录像截图：总览图与人数抽样，密封存放';
comment on column recording_pictures.head_count is '抽样画面里找到的人脸数；镜头在教室后侧，看到的多是背影，只作提示';
grant select, insert, update on recording_pictures to mingxun_app;
call scope_table('recording_pictures', 'region_code', 'institution_id');

create table recording_clips (
  region_code text not null references regions,
  institution_id uuid not null references institutions,
  class_id uuid not null,
  id uuid primary key,
  recording_id uuid not null references recordings,
  from_ms bigint not null constraint clip_from_not_negative check (from_ms >= 0),
  to_ms bigint not null constraint clip_ends_after_start check (to_ms > from_ms),
  reason text not null constraint clip_has_reason check (reason <> ''),
  case_id uuid references impersonation_cases constraint clip_case_of_class check (case_id = class_id),
  marked_by uuid not null references users,
  marked_by_name text not null,
  marked_at timestamptz not null,
  constraint clip_of_class foreign key (region_code, class_id) references training_classes
);
comment on table recording_clips is '录像中标为证据的片段：谁、为何、哪一段，只增不改';
comment on column recording_clips.case_id is '用于本班的冒名顶替案件';
create index clips_of_recording on recording_clips (recording_id, from_ms);
create index clips_of_class on recording_clips (region_code, class_id);
call append_only('recording_clips');
call scope_table('recording_clips', 'region_code', 'institution_id');
