-- A record of a change goes to the end of change_recent, whatever its space; a thousand at a time go on to change, where those
-- of a space stand together (docs/adr/0005). Of one space, the recent ones are the newest.
create table change_recent (
  space integer not null, seq integer not null, ordinal integer not null, at integer not null, account integer not null,
  protocol text not null, peer text, unit blob not null, action integer not null, node integer not null, kind integer not null,
  path text not null, origin text);
create index change_recent_order on change_recent (space, seq, ordinal);
