-- An institution is registered before it has stated an account: the account is there whole or not at all (2021 七).
alter table institutions
  alter column bank_name drop not null,
  alter column bank_account_name drop not null,
  alter column bank_account_sealed drop not null,
  alter column bank_account_index drop not null,
  alter column bank_account_tail drop not null,
  add constraint institution_account_whole check (
    num_nulls(bank_name, bank_account_name, bank_account_sealed, bank_account_index, bank_account_tail) in (0, 5));
