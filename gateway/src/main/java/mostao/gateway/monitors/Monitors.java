package mostao.gateway.monitors;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.MonitorRecord;
import mostao.ao.wire.Topics;
import mostao.ao.wire.Wire;
import mostao.gateway.answer.Refused;
import mostao.gateway.answer.Unavailable;
import mostao.gateway.tail.BrokerEndOffsets;
import mostao.gateway.tail.CatchUp;
import mostao.gateway.tail.EndOffsets;
import mostao.gateway.tail.Tail;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** The monitors of the deployment, as they stand on their topic. Thread-safe. */
public final class Monitors implements Tail.Listener, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Monitors.class);

  private final Map<String, Set<String>> processesByWallet = new HashMap<>();
  private final Set<Monitor> underWay = new HashSet<>();
  private final MonitorSettings settings;
  private final CatchUp catchUp;
  private final AutoCloseable source;
  private int count;

  /** One wallet at one process. */
  record Monitor(String process, String wallet) {
    Monitor {
      Objects.requireNonNull(process, "process");
      Objects.requireNonNull(wallet, "wallet");
    }
  }

  Monitors(MonitorSettings settings, EndOffsets ends, AutoCloseable source) {
    this.settings = settings;
    this.catchUp = new CatchUp(ends, settings.catchUpTimeout().toMillis());
    this.source = source;
  }

  /** The monitors on the broker's topic, being read. */
  public static Monitors of(Map<String, Object> kafka, MonitorSettings settings) {
    BrokerEndOffsets ends =
        new BrokerEndOffsets(
            "gateway-monitors-end",
            kafka,
            Topics.definition(Topics.MONITORS),
            settings.catchUpTimeout());
    List<AutoCloseable> parts = new ArrayList<>();
    Monitors monitors =
        new Monitors(
            settings,
            ends,
            () -> {
              for (AutoCloseable part : parts) {
                part.close();
              }
            });
    Tail tail =
        new Tail(
            "gateway-monitors", kafka, List.of(Topics.MONITORS), Tail.Start.BEGINNING, monitors);
    parts.add(tail);
    parts.add(ends);
    tail.start();
    return monitors;
  }

  @Override
  public void record(ConsumerRecord<String, byte[]> found) {
    Optional<Monitor> monitor = of(found);
    if (monitor.isEmpty()) {
      LOG.errorf(
          "offset %d of %s is no monitor: the key has to be <process>.<wallet>, and the value says"
              + " the same; skipped",
          found.offset(), found.topic());
    } else if (found.value() == null) {
      remove(monitor.get());
    } else {
      add(monitor.get());
    }
  }

  private static Optional<Monitor> of(ConsumerRecord<String, byte[]> found) {
    String key = String.valueOf(found.key());
    int dot = key.indexOf('.');
    if (dot < 1) {
      return Optional.empty();
    }
    boolean agrees =
        found.value() == null
            || Wire.decodeMonitor(found.value()) instanceof Decoded.Ok<MonitorRecord> ok
                && ok.value().key().equals(key);
    return agrees
        ? Optional.of(new Monitor(key.substring(0, dot), key.substring(dot + 1)))
        : Optional.empty();
  }

  private synchronized void add(Monitor one) {
    boolean isNew =
        processesByWallet.computeIfAbsent(one.wallet(), w -> new HashSet<>()).add(one.process());
    count += isNew ? 1 : 0;
  }

  private synchronized void remove(Monitor one) {
    Set<String> processes = processesByWallet.getOrDefault(one.wallet(), new HashSet<>());
    count -= processes.remove(one.process()) ? 1 : 0;
    if (processes.isEmpty()) {
      processesByWallet.remove(one.wallet());
    }
  }

  @Override
  public void position(TopicPartition partition, long next) {
    catchUp.reached(partition.partition(), next);
  }

  /**
   * Done when everything recorded before this call is known here.
   *
   * @return on any thread; fails with {@link Unavailable} when the broker does not answer
   */
  CompletionStage<Void> catchUp() {
    return catchUp.now();
  }

  /** The refusal; or nothing, and then {@link #end} has to follow. */
  synchronized Optional<Refused> begin(Monitor one) {
    if (has(one) || underWay.contains(one)) {
      return Optional.of(
          new Refused(
              409,
              "Monitored",
              "process " + one.process() + " is monitored by " + one.wallet() + " already",
              OptionalInt.empty()));
    }
    long own =
        processesByWallet.getOrDefault(one.wallet(), Set.of()).size()
            + underWay.stream().filter(other -> other.wallet().equals(one.wallet())).count();
    if (own >= settings.perWallet()) {
      return Optional.of(
          Refused.tooMany(
              "wallet "
                  + one.wallet()
                  + " monitors as many processes as it may ("
                  + settings.perWallet()
                  + "); end one of them"));
    }
    if (count + underWay.size() >= settings.most()) {
      return Optional.of(
          Refused.overloaded("there are as many monitors as may be; ask again later"));
    }
    underWay.add(one);
    return Optional.empty();
  }

  /** What was begun is recorded or was given up. */
  synchronized void end(Monitor one) {
    underWay.remove(one);
  }

  /** The refusal to end what isn't there. */
  synchronized Optional<Refused> refuseToEnd(Monitor one) {
    return has(one)
        ? Optional.empty()
        : Optional.of(
            new Refused(
                404,
                "NotMonitored",
                "process " + one.process() + " is not monitored by " + one.wallet(),
                OptionalInt.empty()));
  }

  private boolean has(Monitor one) {
    return processesByWallet.getOrDefault(one.wallet(), Set.of()).contains(one.process());
  }

  /** How many there are. */
  public synchronized int size() {
    return count;
  }

  @Override
  public void close() {
    try {
      source.close();
    } catch (Exception e) {
      LOG.warn("the clients that read the monitors did not close in order", e);
    }
  }
}
