-- One index for both questions about a message, by its id alone and at a process: ids are random, and every index on
-- them costs a page of its own for most messages.
create unique index evaluation_of_message on evaluation (message, process);
alter table evaluation drop constraint evaluation_process_message_key;
drop index evaluation_message;
