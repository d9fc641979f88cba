package mostao.ao.testkit.infra;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import mostao.ao.wire.Topics;
import mostao.setup.TopicPlan;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** Both as Docker containers; a stopped one is paused, which keeps its ports. */
final class ContainerServers implements Servers {
  private static final String KAFKA = "apache/kafka:4.2.1";
  private static final String POSTGRES = "postgres:17-alpine";

  private final KafkaContainer broker = new KafkaContainer(KAFKA);
  private final PostgreSQLContainer database = new PostgreSQLContainer(POSTGRES);

  ContainerServers() {
    broker.withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
    broker.start();
    database.withDatabaseName("mostao").withUsername("unit");
    database.start();
  }

  @Override
  public String bootstrapServers() {
    return broker.getBootstrapServers();
  }

  @Override
  public Database database() {
    return new Database(database.getJdbcUrl(), database.getUsername(), database.getPassword());
  }

  @Override
  public void createTopics(List<Topics.Definition> topics) {
    Map<String, Object> settings =
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
    try (Admin admin = Admin.create(settings)) {
      new TopicPlan(admin, topics, (short) 1).apply();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while making topics", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the topics could not be made", e);
    }
  }

  @Override
  public void stopBroker() {
    pause(broker.getContainerId());
  }

  @Override
  public void startBroker() {
    unpause(broker.getContainerId());
  }

  @Override
  public void stopDatabase() {
    pause(database.getContainerId());
  }

  @Override
  public void startDatabase() {
    unpause(database.getContainerId());
  }

  private static void pause(String container) {
    DockerClientFactory.instance().client().pauseContainerCmd(container).exec();
  }

  private static void unpause(String container) {
    DockerClientFactory.instance().client().unpauseContainerCmd(container).exec();
  }

  @Override
  public void close() {
    broker.stop();
    database.stop();
  }
}
