-- Names of the fields that an assignment hides from its process, comma-separated: most often none.
alter table evaluation add column hidden text not null default '';

-- A message by its id alone.
create index evaluation_message on evaluation (message);

-- For pages by time, of the log as of Results: of them only a bug leaves one out.
create index evaluation_time on evaluation (process, evaluated_at, nonce);
drop index evaluation_results;
