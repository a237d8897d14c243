-- Links by which people without an account reach a node. Their numbers are those of principals: grants name them. Kept as the hash of
-- their secret alone; downloads are counted where their number is bounded.
create table share_link (
  id integer primary key, space integer not null, node integer not null, account integer not null, verifier text not null unique,
  kind integer not null, password text, created integer not null, expires integer not null, max_downloads integer, downloads integer not null);
create index share_link_node on share_link (node);
create index share_link_account on share_link (account);
