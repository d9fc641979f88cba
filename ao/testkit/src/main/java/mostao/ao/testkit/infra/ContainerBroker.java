package mostao.ao.testkit.infra;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import mostao.ao.wire.Topics;
import mostao.local.os.Ports;
import mostao.setup.TopicPlan;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.testcontainers.kafka.KafkaContainer;

/** Kafka in a container. */
final class ContainerBroker implements Broker {
  private final KafkaContainer kafka =
      new KafkaContainer(Containers.image("mostao.test.kafka.image", "apache/kafka"));

  ContainerBroker() {
    kafka
        .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
        .withEnv("KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "3")
        // A killed broker's own earlier life must not keep it from registering again for long.
        .withEnv("KAFKA_BROKER_HEARTBEAT_INTERVAL_MS", "500")
        .withEnv("KAFKA_BROKER_SESSION_TIMEOUT_MS", "5000")
        .setPortBindings(List.of(Ports.freeBase(1) + ":9092"));
    kafka.start();
  }

  @Override
  public String bootstrapServers() {
    return kafka.getBootstrapServers();
  }

  @Override
  public void createTopics(List<Topics.Definition> topics) {
    try (Admin admin = admin()) {
      new TopicPlan(admin, topics, (short) 1).apply();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while making topics", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the topics could not be made", e);
    }
  }

  /** Kills it: the first process of the container is a shell that takes no signal. */
  @Override
  public void stop() {
    Containers.docker().killContainerCmd(kafka.getContainerId()).exec();
  }

  @Override
  public void start() {
    Containers.startAgain(kafka);
    try (Admin admin = admin()) {
      admin.describeCluster().nodes().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the broker started", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the broker does not answer after its start", e);
    }
  }

  @Override
  public void freeze() {
    Containers.docker().pauseContainerCmd(kafka.getContainerId()).exec();
  }

  @Override
  public void thaw() {
    if (Boolean.TRUE.equals(kafka.getCurrentContainerInfo().getState().getPaused())) {
      Containers.docker().unpauseContainerCmd(kafka.getContainerId()).exec();
    }
  }

  private Admin admin() {
    return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()));
  }

  @Override
  public void close() {
    kafka.stop();
  }
}
