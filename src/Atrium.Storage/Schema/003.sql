-- Who may do what. Groups and accounts share one numbering; everyone and anyone have numbers below zero.
alter table space add column access_epoch integer not null default 0;

create table account_group (id integer primary key, name text not null unique, created integer not null);
create table membership (member_of integer not null, member integer not null, primary key (member_of, member)) without rowid;
create index membership_member on membership (member);

create table access_grant (
  node integer not null, principal integer not null, space integer not null, rights integer not null,
  primary key (node, principal)) without rowid;
create index access_grant_space on access_grant (space);
create index access_grant_principal on access_grant (principal);

-- Folders that inherit nothing from above.
create table access_stop (node integer primary key, space integer not null);
create index access_stop_space on access_stop (space);
