-- How far each inbox partition has come, kept with the state it describes.
create table progress (
  inbox_partition integer primary key,
  next_offset bigint not null,
  published_offset bigint not null,
  check (0 <= published_offset and published_offset <= next_offset)
);

-- What is kept of every process, whatever its kind. Tags: the process item's, as JSON.
create table process (
  id text primary key,
  owner text not null,
  tags text not null,
  inbox_partition integer not null,
  reference bigint not null,
  nonce bigint not null,
  last_timestamp bigint not null
);

-- The evaluation log: one line for each message of each process. Item and outcome are the records of the topics,
-- as JSON text (control characters are escaped there, so any text fits).
create table evaluation (
  process text not null,
  nonce bigint not null,
  message text not null,
  inbox_partition integer not null,
  inbox_offset bigint not null,
  evaluated_at bigint not null,
  failed boolean not null,
  item text not null,
  outcome text not null,
  primary key (process, nonce),
  unique (process, message)
);

create index evaluation_place on evaluation (inbox_partition, inbox_offset);

-- For pages of Results, which leave failed evaluations out.
create index evaluation_results on evaluation (process, evaluated_at, nonce) where not failed;
