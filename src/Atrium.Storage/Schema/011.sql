-- The journal's seals (docs/journal.md): rows of a stream (the changes of a space, -1 the audit, -2 the reads) in segments. manifest: the
-- rows with their digests, null when they are purged; head: the hash that is signed, with that of the segment before it in it.
create table journal_segment (
  stream integer not null, number integer not null, first integer not null, last integer not null, rows integer not null, began integer not null,
  ended integer not null, sealed_at integer not null, previous blob not null, manifest blob, manifest_hash blob not null, head blob not null,
  key text not null, signature blob not null,
  primary key (stream, number));
create index journal_segment_last on journal_segment (stream, last);

-- The first segment of a stream whose rows are kept.
create table journal_purge (stream integer primary key, first integer not null, signature blob not null);
