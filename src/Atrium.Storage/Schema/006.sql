-- What was set while the server ran; what is not here has its default.
create table setting (name text primary key, value text not null) without rowid;
