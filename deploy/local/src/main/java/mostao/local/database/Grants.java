package mostao.local.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;
import org.postgresql.PGConnection;

/** The owners and grants in the database; every step may be done again. */
final class Grants {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,40}");

  private final Connection superuser;

  Grants(Connection superuser) {
    this.superuser = superuser;
  }

  /** A name that needs no quotes. */
  static String checked(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a schema name is lower-case letters, digits and underscores: " + name);
    }
    return name;
  }

  /** Makes the database and closes it to every user without a grant. */
  void prepare() throws SQLException {
    String database = EmbeddedDatabase.DATABASE;
    if (!exists("SELECT 1 FROM pg_database WHERE datname = ?", database)) {
      execute("CREATE DATABASE " + database);
    }
    execute("REVOKE ALL ON DATABASE " + database + " FROM PUBLIC");
    execute("REVOKE ALL ON DATABASE postgres FROM PUBLIC");
    execute("REVOKE ALL ON DATABASE template1 FROM PUBLIC");
  }

  void give(SchemaOwner owner) throws SQLException {
    String name = checked(owner.name());
    if (!exists("SELECT 1 FROM pg_roles WHERE rolname = ?", name)) {
      execute("CREATE ROLE " + name + " LOGIN");
    }
    // The driver sends the scram verifier, so the password is in no statement and no log.
    superuser
        .unwrap(PGConnection.class)
        .alterUserPassword(name, owner.password().toCharArray(), "scram-sha-256");
    execute("GRANT CONNECT ON DATABASE " + EmbeddedDatabase.DATABASE + " TO " + name);
    execute("CREATE SCHEMA IF NOT EXISTS " + name + " AUTHORIZATION " + name);
    execute("ALTER ROLE " + name + " SET search_path = " + name);
  }

  void dropSchema(String name) throws SQLException {
    execute("DROP SCHEMA IF EXISTS " + checked(name) + " CASCADE");
  }

  private boolean exists(String query, String name) throws SQLException {
    try (PreparedStatement statement = superuser.prepareStatement(query)) {
      statement.setString(1, name);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = superuser.createStatement()) {
      statement.execute(sql);
    }
  }
}
