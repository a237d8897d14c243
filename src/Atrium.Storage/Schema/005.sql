-- What is served under a host name. The space is /sites/HOST; visitors see its folder "current".
create table site (
  space integer primary key, proxy text, cleartext integer not null, created integer not null, deployments integer not null);
create table site_alias (name text primary key, space integer not null) without rowid;

-- A folder that was deployed: the one that stands at "current", or one in the history.
create table deployment (
  space integer not null, number integer not null, folder integer not null, at integer not null, account integer not null,
  files integer not null, bytes integer not null,
  primary key (space, number)) without rowid;
create index deployment_folder on deployment (folder);

-- 0: a tree is being built below it; 1: contents of a deployment are being uploaded into it.
alter table staged_folder add column purpose integer not null default 0;
