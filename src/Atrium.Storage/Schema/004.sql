-- Credentials beside the password: app passwords (kind 1) and bearer tokens (kind 2). protocols: names with commas, empty for all;
-- expires: UTC ticks, null for never; used_...: the last sign-in that succeeded.
alter table credential add column protocols text not null default '';
alter table credential add column scope integer not null default 2;
alter table credential add column expires integer;
alter table credential add column used_at integer;
alter table credential add column used_from text;
alter table credential add column used_by text;
create unique index credential_label on credential (account, kind, label);
create unique index credential_token on credential (verifier) where kind = 2;
drop index credential_account;

create table account_address (folded text primary key, address text not null, account integer not null) without rowid;
create index account_address_account on account_address (account);

-- Spaces that are gone, whose records wait to be removed.
create table dead_space (space integer primary key);
