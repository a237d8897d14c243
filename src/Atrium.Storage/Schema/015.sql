-- Locks: of the present only. place is the path of the node below its space, by which the locks in a tree are found: what is locked does not
-- move, since a move takes the lock away. depth is 0, or 1 for all that is below.
create table node_lock (
  id integer primary key, token text not null, space integer not null, node integer not null, account integer not null, credential integer not null,
  scope integer not null, depth integer not null, owner text not null, place text not null, created integer not null, expires integer not null);
create unique index node_lock_token on node_lock (token);
create index node_lock_node on node_lock (node);
create index node_lock_place on node_lock (space, place);
create index node_lock_account on node_lock (account);
create index node_lock_expires on node_lock (expires);

-- Properties that clients keep with a node: of the present only.
create table node_property (
  node integer not null, namespace text not null, name text not null, space integer not null, value text not null,
  primary key (node, namespace, name)) without rowid;
create index node_property_space on node_property (space);

-- How many rows of a space there are, so that who has none pays nothing for them.
alter table space add column locks integer not null default 0;
alter table space add column properties integer not null default 0;
