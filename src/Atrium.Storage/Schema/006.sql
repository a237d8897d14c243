-- What was set while the server ran; what is not here has its default.
create table setting (name text primary key, value text not null) without rowid;

-- What is granted in a space, read at once and from nothing but this.
create index access_grant_in_space on access_grant (space, node, principal, rights);
drop index access_grant_space;
