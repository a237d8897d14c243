-- Whose spaces there are: asked before an account or a group is removed.
create index space_owner on space (owner);
