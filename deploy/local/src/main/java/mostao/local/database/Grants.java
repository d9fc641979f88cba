package mostao.local.database;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;
import org.postgresql.util.PasswordUtil;

/** The owners and grants in the database; every step may be done again. */
final class Grants {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,40}");

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SALT_BYTES = 16;

  /**
   * Rounds of hashing that a connection takes. Thousands of them, the server's default, slow down
   * who tries all the passwords that people think of; those here are 192 random bits, and a start
   * of the system makes some twenty connections.
   */
  static final int ROUNDS = 32;

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
  void prepare(String name, String password) throws SQLException {
    setPassword(name, password);
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
    setPassword(name, owner.password());
    execute("GRANT CONNECT ON DATABASE " + EmbeddedDatabase.DATABASE + " TO " + name);
    execute("CREATE SCHEMA IF NOT EXISTS " + name + " AUTHORIZATION " + name);
    execute("ALTER ROLE " + name + " SET search_path = " + name);
  }

  /** The statement has what the server keeps, so the password is in no statement and no log. */
  private void setPassword(String name, String password) throws SQLException {
    byte[] salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    String kept = PasswordUtil.encodeScramSha256(password.toCharArray(), ROUNDS, salt);
    execute("ALTER ROLE " + checked(name) + " PASSWORD '" + kept + "'");
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
