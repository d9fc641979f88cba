-- Sessions that handle :handle has with invented handles, :chats in all, each older than what it has. Only its list knows them.
insert into handle.handle_chat
  (process, session, other_name, other_process, last_message, last_viewed, unread, state, begun)
select :handle, pg_temp.made_up('chat of ' || :handle, i), '"filled-' || lpad(i::text, 8, '0') || '"',
  pg_temp.made_up('handle', i), oldest.time - i * 1000, oldest.time, 0, 'OPEN', oldest.time - i * 1000
from (select count(*) as own, min(last_message) as time from handle.handle_chat where process = :handle) oldest,
  generate_series(oldest.own + 1, :chats) i
where oldest.time > 0;
