-- How a site is served: an object of JSON, empty where nothing is said.
alter table site add column options text not null default '';
