-- Renounced names, kept for their last owner for a while. Handles sort by character, whatever the database's language.
create table registry_kept_name (
  process text not null,
  handle text collate "C" not null,
  spelling text not null,
  owner text not null,
  -- Unix milliseconds.
  renounced_at bigint not null,
  primary key (process, handle)
);

create index registry_kept_name_owner on registry_kept_name (process, owner, renounced_at);
create index registry_kept_name_oldest on registry_kept_name (process, renounced_at, handle);

-- Processes that were spawned at somebody's request, until they no longer count: kind BIRTH counts for the wallet, SESSION
-- for the handle's process that is the subject.
create table registry_use (
  process text not null,
  reference bigint not null,
  kind text not null,
  subject text not null,
  -- Unix milliseconds.
  used_at bigint not null,
  primary key (process, reference, kind)
);

create index registry_use_subject on registry_use (process, kind, subject, reference);

-- How many names a wallet has, pending ones as well.
create index registry_name_count on registry_name (process, owner);

-- Whose side has asked for a session; neither, of those from before that was kept.
alter table session_link add column asked_a boolean not null default false;
alter table session_link add column asked_b boolean not null default false;
