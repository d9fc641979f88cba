-- Evaluations number :first to :last, :each of each invented session, in front of the first record of its partition. The newest
-- of each is whole; the others are what retention leaves of what is old.
-- What the first pair's session did with a message.
create temporary table like_these on commit drop as
select 0 as row, 1 as rows, * from session.evaluation where process = :like_session and nonce > 1 order by nonce limit 1;

insert into session.evaluation
  (process, nonce, message, inbox_partition, inbox_offset, evaluated_at, failed, item, outcome, hidden)
select made.process, made.nonce, made.message, made.owner % 24, -made.i, :now - (:each - made.nonce) * 1000, l.failed,
  case when made.nonce < :each - 1 then '' else replace(replace(l.item, l.process, made.process), l.message, made.message) end,
  case when made.nonce < :each - 1 then '' else replace(replace(replace(l.outcome, l.process, made.process), l.message, made.message),
    '"Nonce":' || l.nonce || ',', '"Nonce":' || made.nonce || ',') end,
  l.hidden
from (
  select i, (i - 1) / :each + 1 as owner, (i - 1) % :each as nonce,
    pg_temp.made_up('session', (i - 1) / :each + 1) as process, pg_temp.made_up('evaluation of session', i) as message
  from generate_series(:first::bigint, :last) i) made
join like_these l on l.row = made.i % l.rows;

update session.process set nonce = greatest(nonce, :each)
where id in (
  select pg_temp.made_up('session', owner) from generate_series((:first - 1) / :each + 1, (:last - 1) / :each + 1) owner);
