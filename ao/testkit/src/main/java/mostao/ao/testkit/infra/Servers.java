package mostao.ao.testkit.infra;

import java.util.List;
import mostao.local.broker.TopicSpec;

/** A broker and a database that tests may stop. */
interface Servers extends AutoCloseable {
  String bootstrapServers();

  Database database();

  void createTopics(List<TopicSpec> topics);

  void stopBroker();

  void startBroker();

  void stopDatabase();

  void startDatabase();

  @Override
  void close();

  /** The address of an empty schema and its user. */
  record Database(String jdbcUrl, String user, String password) {}
}
