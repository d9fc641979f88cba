-- A chat is looked up by its key with every message. Where most handles have one chat, PostgreSQL
-- thinks every index that begins with the process as good as the primary key, takes the one that was
-- made last, and walks through all chats of a handle that has many. So there is one index less to
-- take, and the key is made last.
drop index handle_chat_state;
create index handle_chat_request on handle_chat (process, begun, session) where state = 'REQUEST';

create unique index handle_chat_key on handle_chat (process, session);
alter table handle_chat drop constraint handle_chat_pkey,
  add constraint handle_chat_pkey primary key using index handle_chat_key;
