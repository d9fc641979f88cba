-- Messages number :first to :last of session :session, which :from sent to :to at even distances up to :end.
insert into session.session_message (process, id, message_id, sender, generation, taken_at, content, size, stale)
select :session, id, pg_temp.made_up('message of ' || :session, id), :from, head.generation,
  :begin + (:end - :begin) * (id - :first + 1) / (:last - :first + 1),
  '"' || rpad('filled ' || id || ' ' || noise, :size, 'x') || '"', :size, false
from session.session_head head, generate_series(:first::bigint, :last) id,
  -- Like a sealed text it can't be made shorter.
  lateral (
    select string_agg(replace(encode(sha512(convert_to(id || ' ' || part, 'UTF8')), 'base64'), E'\n', ''), '') as noise
    from generate_series(1, (:size + 87) / 88) part) made
where head.process = :session;

update session.session_head set last_message = :last where process = :session;

-- Both handles have been told.
update handle.handle_chat set last_message = greatest(last_message, :end),
  unread = unread + case process when :to then :last - :first + 1 else 0 end
where session = :session and process in (:from, :to);
