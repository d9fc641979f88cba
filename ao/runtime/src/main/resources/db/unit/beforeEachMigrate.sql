-- A migration waits until no turn is under way, and lets none begin before its end: every turn takes this table first. Else
-- a service of the version before, which goes on meanwhile, and the migration could wait for each other.
DO $$
BEGIN
  IF to_regclass('progress') IS NOT NULL THEN
    LOCK TABLE progress IN ACCESS EXCLUSIVE MODE;
  END IF;
END
$$;
