-- An evaluation has two to three kilobytes, most of it signatures and sealed texts, which don't
-- shrink: trying to compress them takes longer than writing them and saves next to nothing.
alter table evaluation set (toast_tuple_target = 8160);
