-- Whether the handle whose name comes first, or the other one, takes nothing from the other side.
alter table session_head add column blocked_by_a boolean not null default false;
alter table session_head add column blocked_by_b boolean not null default false;
