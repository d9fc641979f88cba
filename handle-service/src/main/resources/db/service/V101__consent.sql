-- What the owner has decided about each session: REQUEST, OPEN or BLOCKED; and when it came into the list, Unix
-- milliseconds. What was there before is open.
alter table handle_chat add column state text not null default 'OPEN';
alter table handle_chat add column begun bigint not null default 0;

create index handle_chat_state on handle_chat (process, state, begun, session);

-- How many messages each inbox holds; no longer all from first_sequence to last_sequence.
alter table handle_inbox_bounds add column kept bigint not null default 0;
update handle_inbox_bounds set kept = last_sequence - first_sequence + 1;

-- What each sender takes of an inbox: how many messages, and which is the oldest.
create table handle_inbox_share (
  process text not null,
  sender text not null,
  kept bigint not null,
  oldest bigint not null,
  primary key (process, sender)
);

insert into handle_inbox_share (process, sender, kept, oldest)
  select process, sender, count(*), min(sequence) from handle_inbox group by process, sender;

create index handle_inbox_share_largest on handle_inbox_share (process, kept desc, oldest);

create index handle_inbox_sender on handle_inbox (process, sender, sequence);
