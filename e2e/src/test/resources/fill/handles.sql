-- Handles number :first to :last, as they are when their owners have been told; four for each wallet. The names, the processes
-- and the profiles are invented; what the processes were sent is not there.
insert into registry.registry_name
  (process, handle, spelling, status, owner, owner_key, pid, spawn_reference, request)
select :registry, name, name, 'ACTIVE', owner, lower(owner), pg_temp.made_up('handle', i),
  :reference + i - :first + 1, null
from (
  select i, 'filled-' || lpad(i::text, 8, '0') as name, pg_temp.made_up('wallet', i / 4) as owner
  from generate_series(:first::bigint, :last) i) made;

-- What no longer counts against quotas has been removed: the newest count still.
insert into registry.registry_use (process, reference, kind, subject, used_at)
select :registry, :reference + i - :first + 1, 'BIRTH', pg_temp.made_up('wallet', i / 4), :now
from generate_series(greatest(:first, :all - 10000)::bigint, :last) i;

insert into handle.process (id, owner, tags, inbox_partition, reference, nonce, last_timestamp)
select pg_temp.made_up('handle', i), like_these.owner,
  replace(replace(like_these.tags, :like_name, 'filled-' || lpad(i::text, 8, '0')),
    :like_owner, pg_temp.made_up('wallet', i / 4)),
  i % 24, 1, 2, :now
from generate_series(:first::bigint, :last) i, handle.process like_these
where like_these.id = :like_handle;

insert into handle.handle_profile (process, profile)
select pg_temp.made_up('handle', i), '{"name":"filled ' || i || '","bio":"Nobody"}'
from generate_series(:first::bigint, :last) i;
