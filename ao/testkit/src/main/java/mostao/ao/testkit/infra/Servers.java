package mostao.ao.testkit.infra;

/** A broker and a database that tests may stop. */
interface Servers extends AutoCloseable {
  Broker broker();

  Database database();

  void stopDatabase();

  void startDatabase();

  @Override
  void close();

  /** The address of an empty schema and its user. */
  record Database(String jdbcUrl, String user, String password) {}
}
