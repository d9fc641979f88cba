-- How far each partition's log was emptied: what was evaluated of offsets below holds neither item nor Result, but for births.
create table retention (
  inbox_partition integer primary key,
  emptied_offset bigint not null check (0 <= emptied_offset)
);

-- What was emptied leaves its room to what comes; waiting until a fifth of all messages ever is to be swept would keep too
-- much of it. A log of which nothing is emptied has nothing to sweep.
alter table evaluation set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000);
