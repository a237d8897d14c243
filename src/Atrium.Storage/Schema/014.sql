-- Files that come in pieces: each piece is a file in the staged folder of the same number, named by its position.
create table upload (
  folder integer primary key, space integer not null, account integer not null, path text not null, size integer, received integer not null,
  pieces integer not null, modified integer, media_type text, touched integer not null);
create index upload_account on upload (account, folder);
create index upload_space on upload (space, received);
