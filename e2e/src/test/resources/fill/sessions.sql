-- Sessions number :first to :last, each active, with a key and without a message; handle number i has them with those that come
-- next.
create temporary table made on commit drop as
select j, a, b, pg_temp.made_up('session', j) as session, pg_temp.made_up('handle', a) as process_a,
  pg_temp.made_up('handle', b) as process_b, 'filled-' || lpad(a::text, 8, '0') as name_a,
  'filled-' || lpad(b::text, 8, '0') as name_b
from (
  -- A is the handle whose name comes first.
  select j, least(one, other) as a, greatest(one, other) as b
  from (
    select j, (j - 1) % :handles + 1 as one, ((j - 1) % :handles + 1 + (j - 1) / :handles) % :handles + 1 as other
    from generate_series(:first::bigint, :last) j) pairs) sides;

insert into registry.session_link (process, process_a, process_b, handle_a, handle_b, status, spawn_reference, session,
  answered_a, answered_b, requesters, asked_a, asked_b)
select :registry, process_a, process_b, name_a, name_b, 'ACTIVE', :reference + j - :first + 1, session, true, true, '[]',
  true, false
from made;

insert into registry.registry_use (process, reference, kind, subject, used_at)
select :registry, :reference + j - :first + 1, kind,
  case kind when 'BIRTH' then pg_temp.made_up('wallet', a / 4) else process_a end, :now
from made, (values ('BIRTH'), ('SESSION')) kinds (kind)
where j >= :all - 10000;

insert into handle.handle_chat
  (process, session, other_name, other_process, last_message, last_viewed, unread, state, begun)
select process_a, session, '"' || name_b || '"', process_b, 0, 0, 0, 'OPEN', :now from made
union all
select process_b, session, '"' || name_a || '"', process_a, 0, 0, 0, 'REQUEST', :now from made;

insert into session.process (id, owner, tags, inbox_partition, reference, nonce, last_timestamp)
select session, like_these.owner,
  replace(replace(replace(replace(replace(replace(like_these.tags,
    :like_name_a, name_a), :like_name_b, name_b), :like_process_a, process_a), :like_process_b, process_b),
    '["Handle-A-Owner","' || :like_owner, '["Handle-A-Owner","' || pg_temp.made_up('wallet', a / 4)),
    '["Handle-B-Owner","' || :like_owner, '["Handle-B-Owner","' || pg_temp.made_up('wallet', b / 4)),
  j % 24, 1, 2, :now
from made, session.process like_these
where like_these.id = :like_session;

insert into session.session_head (process, generation, last_message)
select session, 1, 0 from made;

insert into session.session_key
  (process, generation, encrypted_a, pubkey_a, encrypted_b, pubkey_b, rotated_by, rotated_at)
select session, 1, '"filled"', '"filled"', '"filled"', '"filled"', process_a, :now from made;
