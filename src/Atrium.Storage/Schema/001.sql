-- Every state within the retention can be addressed: rows are not overwritten, they end (to_seq). A content that has not
-- ended has the largest to_seq. Times are UTC ticks of 100 ns since the year 1. Names compare byte by byte.

create table store (key text primary key, value text not null) without rowid;
create table sequence (name integer primary key, next integer not null);

create table space (
  id integer primary key, kind integer not null, name text not null, root integer not null, owner integer not null,
  quota integer, history_cap integer, retention integer not null,
  seq integer not null, at integer not null, used integer not null, history integer not null, horizon integer not null,
  unique (kind, name));

-- What is counted of a folder: live bytes below it, entries in it, the last change in it.
create table node (
  id integer primary key, space integer not null, kind integer not null,
  bytes integer not null, entries integer not null, modified integer not null);

-- The present and the past of entries apart: what is asked for all the time is one small row in one index, and a folder
-- with many deleted names lists as fast as one without.
create table entry (
  space integer not null, parent integer not null, name text not null, folded text not null, node integer not null, kind integer not null,
  from_seq integer not null,
  primary key (parent, name)) without rowid;
create index entry_folded on entry (parent, folded) where folded <> name;
create unique index entry_node on entry (node);

create table entry_past (
  space integer not null, parent integer not null, name text not null, node integer not null, kind integer not null,
  from_seq integer not null, to_seq integer not null,
  primary key (parent, name, from_seq)) without rowid;
create index entry_past_node on entry_past (node, from_seq);
create index entry_past_end on entry_past (space, to_seq);

create table content (
  space integer not null, node integer not null, version integer not null, to_seq integer not null, base integer not null,
  size integer not null, media_type text not null, modified integer not null, author integer not null, sha256 blob,
  primary key (node, version)) without rowid;
create index content_ended on content (space, to_seq) where to_seq < 9223372036854775807;

create table extent (
  node integer not null, seq integer not null, position integer not null, blob integer not null, start integer not null, length integer not null,
  primary key (node, seq, position)) without rowid;
create index extent_blob on extent (blob);

-- key_id: for encryption at rest; 0 is none.
create table blob (
  id integer primary key, domain integer not null, sha256 blob not null, size integer not null, locator text, key_id integer not null,
  condemned_at integer);
-- Smaller contents are not looked for: the entry of this index would write a page as large as they are.
create index blob_content on blob (domain, sha256, size) where condemned_at is null and size >= 8192;
create unique index blob_locator on blob (locator) where locator is not null;
create index blob_condemned on blob (condemned_at) where condemned_at is not null;
create table blob_inline (blob integer primary key, bytes blob not null);

create table change (
  space integer not null, seq integer not null, ordinal integer not null, at integer not null, account integer not null,
  protocol text not null, peer text, unit blob not null, action integer not null, node integer not null, kind integer not null,
  path text not null, origin text,
  primary key (space, seq, ordinal)) without rowid;

create table account (
  id integer primary key, name text not null unique, administrator integer not null, disabled integer not null, created integer not null);
create table credential (
  id integer primary key, account integer not null, kind integer not null, label text not null, verifier text not null, created integer not null);
create index credential_account on credential (account);

-- Nodes that nothing names any more, and folders under which a copy is being built.
create table dead_node (node integer primary key, space integer not null);
create table staged_folder (node integer primary key, space integer not null, started integer not null);
