-- What a file shows, whose it was when it was added, and what was sent, so that the same file is taken once.
alter table attachments
  add column proof text constraint attachment_proof_form check (proof ~ '^[a-zA-Z]{1,40}$'),
  add column holder_name text not null default '',
  add column holder_index bytea,
  add column source_digest bytea constraint attachment_digest_form check (length(source_digest) = 32),
  add column thumbnail_hash text references files,
  add column page_count integer not null default 1 constraint attachment_has_pages check (page_count between 1 and 50),
  add column remarks jsonb not null default '[]',
  add column removed_by uuid references users,
  add constraint trainee_file_is_told_apart check (
    kind = 'approval' or (source_digest is not null and thumbnail_hash is not null)),
  add constraint attachment_proof_of_proof check (proof is null or kind = 'proof'),
  add constraint attachment_removed_by_somebody check ((removed_at is null) = (removed_by is null));
create unique index attachment_once on attachments
  (region_code, class_id, coalesce(row_id, ''), holder_name, kind, coalesce(proof, ''), source_digest)
  where removed_at is null;

create table attachment_pages (
  region_code text not null,
  class_id uuid not null,
  attachment_id uuid not null,
  page integer not null constraint later_page check (page between 2 and 50),
  file_hash text not null references files,
  primary key (region_code, class_id, attachment_id, page),
  constraint page_of_attachment foreign key (region_code, class_id, attachment_id) references attachments
);
comment on table attachment_pages is '多页证明的第二页起';
grant select, insert on attachment_pages to mingxun_app;
alter table attachment_pages enable row level security;
create policy with_its_class on attachment_pages using (
  (select scope_reach()) = 'system'
  or exists (select from training_classes held
    where held.region_code = attachment_pages.region_code and held.id = attachment_pages.class_id));
