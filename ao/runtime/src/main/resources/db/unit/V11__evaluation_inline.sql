-- An evaluation has two to three kilobytes, of which signatures and sealed texts don't shrink: left
-- as they are, a row costs the server two thirds of the time and takes a twentieth more room.
alter table evaluation set (toast_tuple_target = 8160);
