package mostao.ao.testkit.infra;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import mostao.ao.wire.Topics;

/**
 * The broker and the database of this JVM, for {@code @QuarkusTest}:
 *
 * <pre>{@code
 * @QuarkusTest
 * @WithTestResource(Infra.class)
 * class SomeTest { … }
 * }</pre>
 *
 * <p>It sets {@code kafka.bootstrap.servers} and the datasource. Servers start with the first use
 * and end with the JVM: applications that follow each other in one JVM meet the same topics and the
 * same rows, so a test uses processes of its own. Tests without Quarkus call the static methods.
 *
 * <p>With {@code @ResourceArg(name = "module", value = "counter")} the topics of a module that no
 * deployment has are made as well.
 */
public final class Infra implements QuarkusTestResourceLifecycleManager {
  private static final String NAME = "mostao:type=TestServers";
  private static final int PARTITIONS = 4;

  private String module = "";

  @Override
  public void init(Map<String, String> arguments) {
    module = arguments.getOrDefault("module", "");
  }

  @Override
  public Map<String, String> start() {
    if (!module.isEmpty()) {
      makeTopicsOf(module);
    }
    return Map.of(
        "kafka.bootstrap.servers", bootstrapServers(),
        "quarkus.datasource.jdbc.url", jdbcUrl(),
        "quarkus.datasource.username", databaseUser(),
        "quarkus.datasource.password", databasePassword());
  }

  /** They end with the JVM. */
  @Override
  public void stop() {}

  public static String bootstrapServers() {
    return tell("broker");
  }

  public static String jdbcUrl() {
    return tell("jdbcUrl");
  }

  public static String databaseUser() {
    return tell("user");
  }

  public static String databasePassword() {
    return tell("password");
  }

  /** Stops the broker; returns when it has ended. */
  public static void stopBroker() {
    tell("stopBroker");
  }

  /** Starts the broker again on the same port and data; returns when it answers. */
  public static void startBroker() {
    tell("startBroker");
  }

  /** Stops the database without waiting for its clients. */
  public static void stopDatabase() {
    tell("stopDatabase");
  }

  /** Starts the database again on the same port and data; returns when it answers. */
  public static void startDatabase() {
    tell("startDatabase");
  }

  /** Makes inbox, outbox and dead-letter topic of a module that no deployment has. */
  public static void makeTopicsOf(String module) {
    tell("module " + module);
  }

  /**
   * Test code may be loaded by more than one class loader in a JVM, each with statics of its own;
   * the JVM's MBean server is one place they share.
   */
  private static String tell(String order) {
    MBeanServer shared = ManagementFactory.getPlatformMBeanServer();
    try {
      ObjectName name = new ObjectName(NAME);
      // A constant is one object in the whole JVM.
      synchronized (NAME) {
        if (!shared.isRegistered(name)) {
          shared.registerMBean(new Control(started()), name);
        }
      }
      return (String)
          shared.invoke(name, "tell", new Object[] {order}, new String[] {String.class.getName()});
    } catch (JMException e) {
      throw new IllegalStateException("the test servers did not obey: " + order, e);
    }
  }

  private static Servers servers() {
    return switch (Kind.asked()) {
      case EMBEDDED -> new EmbeddedServers();
      case CONTAINERS -> new ContainerServers();
    };
  }

  private static Servers started() {
    Servers servers = servers();
    Runtime.getRuntime().addShutdownHook(new Thread(servers::close, "infra-end"));
    servers.broker().createTopics(Topics.all());
    return servers;
  }

  /** The MBean's operations; public because JMX requires it. */
  public interface ControlMBean {
    String tell(String order);
  }

  /** The holder of the servers. */
  public static final class Control implements ControlMBean {
    private final Servers servers;
    private final Set<String> made = new HashSet<>();

    private Control(Servers servers) {
      this.servers = servers;
    }

    @Override
    public synchronized String tell(String order) {
      Thread thread = Thread.currentThread();
      ClassLoader callers = thread.getContextClassLoader();
      // The Kafka client finds its own classes through this, and they must be of the same loader.
      thread.setContextClassLoader(Control.class.getClassLoader());
      try {
        return obey(order);
      } finally {
        thread.setContextClassLoader(callers);
      }
    }

    private String obey(String order) {
      switch (order) {
        case "broker":
          return servers.broker().bootstrapServers();
        case "jdbcUrl":
          return servers.database().jdbcUrl();
        case "user":
          return servers.database().user();
        case "password":
          return servers.database().password();
        case "stopBroker":
          servers.broker().stop();
          break;
        case "startBroker":
          servers.broker().start();
          break;
        case "stopDatabase":
          servers.stopDatabase();
          break;
        case "startDatabase":
          servers.startDatabase();
          break;
        default:
          // Once: the broker may not list yet what it has just made.
          if (made.add(order)) {
            servers
                .broker()
                .createTopics(topicsLikeThoseOfHandles(order.substring("module ".length())));
          }
          break;
      }
      return "";
    }
  }

  private static List<Topics.Definition> topicsLikeThoseOfHandles(String module) {
    List<Topics.Definition> topics = new ArrayList<>();
    for (Topics.Definition topic : Topics.all()) {
      if (topic.name().startsWith(Topics.inbox(Topics.HANDLE))
          || topic.name().equals(Topics.outbox(Topics.HANDLE))) {
        topics.add(
            new Topics.Definition(
                topic.name().replace(Topics.HANDLE, module),
                Math.min(PARTITIONS, topic.partitions()),
                topic.config()));
      }
    }
    return topics;
  }
}
