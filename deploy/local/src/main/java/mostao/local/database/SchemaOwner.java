package mostao.local.database;

/**
 * A database user and the one schema it owns; what a service needs to connect.
 *
 * @param name name of the user and of the schema
 * @param jdbcUrl the database, with this schema as the current one
 * @param password the user's password; secret
 */
public record SchemaOwner(String name, String jdbcUrl, String password) {
  /** Without the password, since records end up in messages. */
  @Override
  public String toString() {
    return name + " at " + jdbcUrl;
  }
}
