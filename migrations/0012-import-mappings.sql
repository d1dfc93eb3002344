-- How the columns of a roster or a list of job posts were named by hand, so that nobody in the office names them again.
create table import_mappings (
  region_code text not null references regions,
  institution_id uuid not null references institutions,
  list text not null constraint import_list_known check (list in ('roster', 'posts')),
  shape_digest bytea not null constraint import_shape_digest_length check (octet_length(shape_digest) = 32),
  columns jsonb not null constraint import_columns_named check (jsonb_typeof(columns) = 'object'),
  saved_by uuid not null references users,
  saved_by_name text not null,
  saved_at timestamptz not null,
  primary key (region_code, institution_id, list, shape_digest)
);
comment on table import_mappings is '导入表格的列对应：按表头记住，全机构共用';
grant select, insert, update, delete on import_mappings to mingxun_app;
call scope_table('import_mappings', 'region_code', 'institution_id');
