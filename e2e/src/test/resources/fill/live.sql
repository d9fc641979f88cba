-- The pairs of live_pair, as they are when the first message can be sent: two handles of one wallet, who both have asked for their
-- session, with its first key. What no longer counts against quotas has been removed.
create temporary table made on commit drop as
select number, owner, partition_a, partition_b, partition_session,
  pg_temp.made_up('live handle', 2 * number - 1) as process_a, pg_temp.made_up('live handle', 2 * number) as process_b,
  pg_temp.made_up('live session', number) as session,
  'live-' || lpad(number::text, 8, '0') || '-a' as name_a, 'live-' || lpad(number::text, 8, '0') || '-b' as name_b,
  :reference + 3 * (number - :first) as reference
from live_pair;

create temporary table made_handle on commit drop as
select owner, process_a as process, name_a as name, partition_a as partition, process_b as other_process, name_b as other_name,
  session, reference + 1 as spawn_reference, 3 as reference, 4 as nonce
from made
union all
select owner, process_b, name_b, partition_b, process_a, name_a, session, reference + 2, 1, 2 from made;

insert into registry.registry_name
  (process, handle, spelling, status, owner, owner_key, pid, spawn_reference, request)
select :registry, name, name, 'ACTIVE', owner, lower(owner), process, spawn_reference, null from made_handle;

insert into registry.session_link (process, process_a, process_b, handle_a, handle_b, status, spawn_reference, session,
  answered_a, answered_b, requesters, asked_a, asked_b)
select :registry, process_a, process_b, name_a, name_b, 'ACTIVE', reference + 3, session, true, true, '[]', true, true
from made;

update registry.process set reference = reference + 3 * (select count(*) from made) where id = :registry;

insert into handle.process (id, owner, tags, inbox_partition, reference, nonce, last_timestamp)
select process, like_these.owner, replace(replace(like_these.tags, :like_name, name), :like_owner, made_handle.owner),
  partition, made_handle.reference, made_handle.nonce, :now
from made_handle, handle.process like_these
where like_these.id = :like_handle;

insert into handle.handle_profile (process, profile) select process, '{"name":"' || name || '"}' from made_handle;

insert into handle.handle_chat
  (process, session, other_name, other_process, last_message, last_viewed, unread, state, begun)
select process, session, '"' || other_name || '"', other_process, 0, 0, 0, 'OPEN', :now from made_handle;

insert into session.process (id, owner, tags, inbox_partition, reference, nonce, last_timestamp)
select session, like_these.owner,
  replace(replace(replace(replace(replace(like_these.tags,
    :like_name_a, name_a), :like_name_b, name_b), :like_process_a, process_a), :like_process_b, process_b),
    :like_owner, made.owner),
  partition_session, 1, 2, :now
from made, session.process like_these
where like_these.id = :like_session;

insert into session.session_head (process, generation, last_message) select session, 1, 0 from made;

insert into session.session_key
  (process, generation, encrypted_a, pubkey_a, encrypted_b, pubkey_b, rotated_by, rotated_at)
select session, 1, '"live"', '"live"', '"live"', '"live"', process_a, :now from made;
