-- For KeyedRowsTest: of every type, and of every kind of key.
create table thing (
  process text,
  id bigint,
  name text not null,
  size integer not null,
  good boolean not null,
  weight bigint,
  primary key (process, id)
);

create table word (
  process text,
  name text,
  body text not null,
  primary key (process, name)
);

create table head (
  process text primary key,
  body text not null
);
