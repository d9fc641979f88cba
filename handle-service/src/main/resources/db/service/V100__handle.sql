-- What each handle says of itself, as JSON; whatever people write there is kept in ASCII.
create table handle_profile (
  process text primary key,
  profile text not null
);

-- The sessions of each handle. Times in Unix milliseconds, 0 for never. Ids sort by character, whatever the database's language.
create table handle_chat (
  process text not null,
  session text collate "C" not null,
  -- A JSON string.
  other_name text not null,
  other_process text not null,
  last_message bigint not null,
  last_viewed bigint not null,
  unread bigint not null,
  primary key (process, session)
);

create index handle_chat_newest on handle_chat (process, last_message desc, session);

-- Which messages each inbox holds: all from first to last.
create table handle_inbox_bounds (
  process text primary key,
  first_sequence bigint not null,
  last_sequence bigint not null,
  check (1 <= first_sequence and first_sequence <= last_sequence + 1)
);

-- Messages that matched no Action. Action and data are JSON strings, tags a JSON array of [name, value].
create table handle_inbox (
  process text not null,
  sequence bigint not null,
  message_id text not null,
  sender text not null,
  owner text not null,
  action text not null,
  tags text not null,
  data text not null,
  is_binary boolean not null,
  omitted integer not null,
  -- Bytes of data and tags, so that a page is cut before it is read.
  size integer not null,
  taken_at bigint not null,
  primary key (process, sequence)
);
