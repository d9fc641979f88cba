-- Who has which name, per Registry process. Handles sort by character, whatever the database's language.
create table registry_name (
  process text not null,
  handle text collate "C" not null,
  status text not null,
  owner text not null,
  -- In lower case: owners are looked up ignoring case.
  owner_key text not null,
  pid text,
  spawn_reference bigint not null,
  -- What the registering message called itself, as a JSON string: people may write anything there.
  request text,
  primary key (process, handle),
  check ((status = 'ACTIVE') = (pid is not null))
);

create index registry_name_owner on registry_name (process, owner_key, handle) where status = 'ACTIVE';
create index registry_name_pid on registry_name (process, pid);
create index registry_name_spawn on registry_name (process, spawn_reference);

-- The session of two handle processes; A is the handle whose name comes first.
create table session_link (
  process text not null,
  process_a text not null,
  process_b text not null,
  handle_a text not null,
  handle_b text not null,
  status text not null,
  spawn_reference bigint not null,
  session text,
  answered_a boolean not null,
  answered_b boolean not null,
  -- Who is to be told, as JSON [[target, reference or null], …], in the order they asked.
  requesters text not null,
  primary key (process, process_a, process_b),
  check ((status = 'SPAWNING') = (session is null))
);

create index session_link_spawn on session_link (process, spawn_reference);

-- UpdateChatList messages that no answer has come to.
create table chat_list_notice (
  process text not null,
  reference bigint not null,
  process_a text not null,
  process_b text not null,
  side text not null,
  primary key (process, reference)
);

create index chat_list_notice_link on chat_list_notice (process, process_a, process_b, side);
