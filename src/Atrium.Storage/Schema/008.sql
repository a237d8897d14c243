-- Who may connect: what people have said, and what the server keeps out by itself. A network has one rule for a protocol ('' is all).
create table firewall_rule (
  id integer primary key, network text not null, protocol text not null, action integer not null, position integer not null,
  expires integer, note text not null, created integer not null, author text not null);
create unique index firewall_rule_network on firewall_rule (network, protocol);

create table firewall_ban (
  source text primary key, offence integer not null, since integer not null, until integer not null, times integer not null) without rowid;
