-- What one class has in common with others anywhere in the city (2024 一（二）): found by index, never by reading all.
create index roster_rows_by_phone on roster_rows (phone_index) where phone_index is not null;
create index teachers_by_person on teachers (id_index);
create index job_posts_by_place on job_posts (employer, post);
create index classes_by_occupation on training_classes (occupation_code, filed_at) where filing_number is not null;

-- A photo sent again for somebody else is known by its file, or by how it looks when it was saved anew.
alter table attachments
  add column sketch bit(256),
  add column sketch_bands integer[] constraint sketch_has_bands check ((sketch is null) = (sketch_bands is null));
comment on column attachments.sketch is '照片的感知摘要；0011 以前收下的没有';
create index portraits_by_file on attachments (source_digest) where kind = 'portrait' and removed_at is null;
create index portraits_by_look on attachments using gin (sketch_bands)
  where kind = 'portrait' and removed_at is null and sketch_bands is not null;

-- Subsidies already drawn are kept by the provincial system, and asked for like the other registers.
alter table exchange_batches drop constraint exchange_register_known;
alter table exchange_batches add constraint exchange_register_known check (register in (
  'employeeInsurance', 'pensionPayment', 'publicPayroll', 'schoolEnrolment', 'deaths', 'povertyRelief',
  'unemployment', 'earlierSubsidies'));
