package mostao.ao.testkit.infra;

import java.nio.file.Path;
import java.util.List;
import mostao.ao.wire.Topics;
import mostao.local.broker.EmbeddedBroker;

/** A real broker that a test may stop and freeze. It comes back on the same port and data. */
public interface Broker extends AutoCloseable {
  /**
   * A started broker of the kind that the build runs its tests on.
   *
   * @param data where an embedded one keeps its records
   */
  static Broker start(Path data) {
    return switch (Kind.asked()) {
      case EMBEDDED -> new ProcessBroker(EmbeddedBroker.start(data));
      case CONTAINERS -> new ContainerBroker();
    };
  }

  String bootstrapServers();

  void createTopics(List<Topics.Definition> topics);

  /** Returns when it has ended. */
  void stop();

  /** Returns when it answers; does nothing to one that runs. */
  void start();

  /** It keeps its connections and answers nothing. */
  void freeze();

  /** Does nothing to one that is not frozen. */
  void thaw();

  @Override
  void close();
}
