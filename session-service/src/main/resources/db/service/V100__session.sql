-- How far each session is: the current generation of its key, the id of its newest message; 0 for none.
create table session_head (
  process text primary key,
  generation bigint not null,
  last_message bigint not null
);

-- Every generation of every session's key, as JSON strings: the parties may send anything as a key.
create table session_key (
  process text not null,
  generation bigint not null,
  encrypted_a text not null,
  pubkey_a text not null,
  encrypted_b text not null,
  pubkey_b text not null,
  primary key (process, generation)
);

-- The history. The content is a JSON string of what the client encrypted. Ids and times grow together.
create table session_message (
  process text not null,
  id bigint not null,
  message_id text not null,
  sender text not null,
  generation bigint not null,
  -- Unix milliseconds.
  taken_at bigint not null,
  content text not null,
  -- Bytes of the content, so that a page is cut before it is read.
  size integer not null,
  primary key (process, id)
);

-- Finds the first and the last id of a time.
create index session_message_time on session_message (process, taken_at, id);
