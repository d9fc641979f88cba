create table counter (
  process text primary key,
  total bigint not null
);

create table note (
  process text not null,
  name text not null,
  body text not null,
  plain text,
  primary key (process, name)
);
