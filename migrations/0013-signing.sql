-- The clerk hands a filing to the principal; the hand-over holds for the version it was made at and no other.
alter table training_classes
  add column offered_version integer,
  add column offered_by uuid references users,
  add column offered_at timestamptz,
  add constraint offer_is_whole check (num_nulls(offered_version, offered_by, offered_at) in (0, 3));
