-- A message is looked up by its id and nothing else, and ids are random: a hash of it is a quarter of a tree's entry, and stays
-- in memory four times as long. That a process takes a message once is what a turn looks up, under the lock of its partition.
create index evaluation_message on evaluation using hash (message);
drop index evaluation_of_message;

-- Times of a process grow with its nonces: a time is found by halving these. A replica of the release before finds everything
-- without these two as well; pages by time take it longer.
drop index evaluation_time;
