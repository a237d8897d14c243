-- Sessions of browsers are credentials (kind 3): verifier is the hash of their secret, label what they are called, agent what the client
-- said about itself, proved_at when the password was last given (UTC ticks).
alter table credential add column agent text not null default '';
alter table credential add column proved_at integer not null default 0;
create unique index credential_session on credential (verifier) where kind = 3;
