-- Which handle rotated and when; null for generations from before this was kept.
alter table session_key add column rotated_by text;
alter table session_key add column rotated_at bigint;
-- What the rotating client says of the key: its JSON, as a JSON string; null for nothing.
alter table session_key add column statement text;

-- Whether a message came under a generation that had just been replaced.
alter table session_message add column stale boolean not null default false;
