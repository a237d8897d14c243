-- The journal (docs/journal.md). One numbering for all entries, changes among them. Changes that were there before get numbers in the
-- order of their times.
alter table change add column number integer not null default 0;
alter table change_recent add column number integer not null default 0;
insert into change (space, seq, ordinal, at, account, protocol, peer, unit, action, node, kind, path, origin)
  select space, seq, ordinal, at, account, protocol, peer, unit, action, node, kind, path, origin from change_recent;
delete from change_recent;
update change set number = ranked.number from (
  select space, seq, ordinal, row_number() over (order by at, space, seq, ordinal) as number from change) as ranked
  where change.space = ranked.space and change.seq = ranked.seq and change.ordinal = ranked.ordinal;
insert into sequence (name, next) select 5, coalesce(max(number), 0) + 1 from change;
create index change_number on change (number);

-- kind: what it tells of; outcome: why it was not done, null for what was; old, new: before and after, without secrets; count: how many
-- of the same within a second. Reads stand apart: there are many, and they are kept for a shorter time.
create table audit (
  number integer primary key, at integer not null, kind integer not null, account integer not null, name text not null, protocol text not null,
  peer text, action text not null, subject text, outcome text, detail text, rule text, old text, new text, count integer not null);
create table audit_read (
  number integer primary key, at integer not null, kind integer not null, account integer not null, name text not null, protocol text not null,
  peer text, action text not null, subject text, outcome text, detail text, rule text, old text, new text, count integer not null);
