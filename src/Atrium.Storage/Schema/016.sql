-- What the client said of an upload, given back as it was; the secret in the address of one that came by a link; when it was finished.
alter table upload add column metadata text;
alter table upload add column secret text;
alter table upload add column finished integer;
