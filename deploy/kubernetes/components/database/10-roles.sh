#!/bin/bash
# Run once by the image's entry point, on a new volume: a role and a schema for each service, closed to the others.
# A role's password is in PASSWORD_REGISTRY and so on, or in the file /etc/mostao/database/registry/password.
set -euo pipefail

sql() {
  psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" "$@"
}

sql --set=database="$POSTGRES_DB" <<'SQL'
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
SQL
for unit in registry handle session; do
  variable=PASSWORD_${unit^^}
  password=${!variable:-}
  [ -n "$password" ] || password=$(<"/etc/mostao/database/$unit/password")
  sql --set=unit="$unit" --set=password="$password" --set=database="$POSTGRES_DB" <<'SQL'
CREATE ROLE :"unit" LOGIN PASSWORD :'password';
GRANT CONNECT ON DATABASE :"database" TO :"unit";
CREATE SCHEMA :"unit" AUTHORIZATION :"unit";
SQL
done
