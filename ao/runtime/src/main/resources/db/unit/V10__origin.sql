-- The inbox topic this database was evaluated from: another one must never be evaluated into it.
create table origin (
  one boolean primary key default true check (one),
  cluster text not null,
  topic text not null
);
