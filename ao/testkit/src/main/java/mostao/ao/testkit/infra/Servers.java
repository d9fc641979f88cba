package mostao.ao.testkit.infra;

import java.util.List;
import mostao.ao.wire.Topics;

/** A broker and a database that tests may stop. */
interface Servers extends AutoCloseable {
  String bootstrapServers();

  Database database();

  void createTopics(List<Topics.Definition> topics);

  void stopBroker();

  void startBroker();

  void stopDatabase();

  void startDatabase();

  @Override
  void close();

  /** The address of an empty schema and its user. */
  record Database(String jdbcUrl, String user, String password) {}
}
