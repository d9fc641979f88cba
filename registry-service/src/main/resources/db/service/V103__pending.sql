-- What is under way is counted for the metrics: few among many.
create index registry_name_pending on registry_name (process, spawn_reference) where status <> 'ACTIVE';
create index session_link_pending on session_link (process, spawn_reference) where status <> 'ACTIVE';
