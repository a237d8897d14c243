-- From where accounts are used: an address of IPv4, or the first 64 bits of one of IPv6. Who comes from there is no stranger to the
-- account while it is attacked.
create table sign_in_place (
  account integer not null, prefix text not null, at integer not null, primary key (account, prefix)) without rowid;
