-- What one class has in common with others anywhere in the city (2024 一（二）): found by index, never by reading all.
create index roster_rows_by_phone on roster_rows (phone_index);
create index teachers_by_person on teachers (id_index);
create index job_posts_by_place on job_posts (employer, post);
create index classes_by_occupation on training_classes (occupation_code, filed_at) where filing_number is not null;

-- A photo sent again for somebody else is known by its file, or by how it looks when it was saved anew.
alter table attachments
  add column sketch bit(256),
  add column sketch_bands integer[] constraint sketch_has_bands check ((sketch is null) = (sketch_bands is null));
comment on column attachments.sketch is '照片的感知摘要；0011 以前收下的没有';
create index portraits_by_file on attachments (source_digest) where kind = 'portrait' and removed_at is null;
create index portraits_by_look on attachments using gin (sketch_bands) with (fastupdate = off)
  where kind = 'portrait' and removed_at is null and sketch_bands is not null;
-- Row policies would keep the index of looks from being used, as its operator may tell of rows it does not return; the
-- function sees past them and answers only the product’s own work.
create function portraits_like(look bit(256), bands integer[], most_different integer)
  returns table (region_code text, class_id uuid, holder_index bytea, source_digest bytea)
  language sql stable security definer set search_path = public, pg_temp rows 5 as $$
    select shown.region_code, shown.class_id, shown.holder_index, shown.source_digest from attachments shown
    where (select scope_reach()) = 'system' and shown.kind = 'portrait' and shown.removed_at is null
      and shown.sketch_bands is not null and shown.sketch_bands && bands
      and bit_count(shown.sketch # look) <= most_different
  $$;
comment on function portraits_like is '看起来相同的照片：只答复系统内部的全市核对';

-- Subsidies already drawn are kept by the provincial system, and asked for like the other registers.
alter table exchange_batches drop constraint exchange_register_known;
alter table exchange_batches add constraint exchange_register_known check (register in (
  'employeeInsurance', 'pensionPayment', 'publicPayroll', 'schoolEnrolment', 'deaths', 'povertyRelief',
  'unemployment', 'earlierSubsidies'));
