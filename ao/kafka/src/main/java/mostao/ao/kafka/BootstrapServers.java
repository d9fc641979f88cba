package mostao.ao.kafka;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.utils.Utils;
import org.jboss.logging.Logger;

/**
 * The bootstrap servers a program is given. A Kafka client waits for a broker that refuses
 * connections, but its constructor fails when no server's name has an address; in a cluster a name
 * has one only once its Service is there.
 */
public final class BootstrapServers {
  private static final Logger LOG = Logger.getLogger("mostao.start");
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Resolver resolver;
  private final Duration pause;
  private final CountDownLatch stopping = new CountDownLatch(1);

  /** Asks for the addresses of a name. */
  @FunctionalInterface
  interface Resolver {
    void resolve(String host) throws UnknownHostException;
  }

  BootstrapServers(Resolver resolver, Duration pause) {
    this.resolver = resolver;
    this.pause = pause;
  }

  /**
   * Waits until the name of one has an address; to be called before the first client is made. Says
   * once that it waits, and goes on when this JVM ends.
   *
   * @param kafka client settings, as bootstrap servers and security
   */
  public static void awaitAddress(Map<String, Object> kafka) {
    BootstrapServers servers = new BootstrapServers(InetAddress::getAllByName, PAUSE);
    Thread hook = new Thread(servers::stop, "bootstrap-servers-stop");
    try {
      Runtime.getRuntime().addShutdownHook(hook);
      servers.awaitOneOf(kafka);
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      LOG.debug("The JVM ends");
    }
  }

  void awaitOneOf(Map<String, Object> kafka) {
    String servers =
        String.valueOf(kafka.getOrDefault(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, ""));
    List<String> hosts =
        Arrays.stream(servers.split(",", -1)).map(String::strip).map(Utils::getHost).toList();
    if (hosts.contains(null)) {
      // Not a name and a port: the client says so.
      return;
    }
    boolean said = false;
    while (hosts.stream().noneMatch(this::isKnown)) {
      if (!said) {
        LOG.warnf(
            "No address is known for the broker, kafka.bootstrap.servers=%s: waiting for one",
            servers);
        said = true;
      }
      if (isStoppedDuringPause()) {
        return;
      }
    }
    if (said) {
      LOG.infof("The broker has an address: going on");
    }
  }

  private boolean isKnown(String host) {
    try {
      resolver.resolve(host);
      return true;
    } catch (UnknownHostException notYet) {
      return false;
    }
  }

  private boolean isStoppedDuringPause() {
    try {
      return stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  void stop() {
    stopping.countDown();
  }
}
