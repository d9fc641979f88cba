#!/bin/bash
# Run once by the image's entry point, on a new volume: a role and a schema for each service, closed to the others.
set -euo pipefail
psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<SQL
REVOKE ALL ON DATABASE "$POSTGRES_DB" FROM PUBLIC;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
SQL
for unit in registry handle session; do
  psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --set=unit="$unit" --set=password="$(<"/etc/mostao/database/$unit/password")" \
    --set=database="$POSTGRES_DB" --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
CREATE ROLE :"unit" LOGIN PASSWORD :'password';
GRANT CONNECT ON DATABASE :"database" TO :"unit";
CREATE SCHEMA :"unit" AUTHORIZATION :"unit";
SQL
done
