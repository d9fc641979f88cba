package mostao.e2e.faults;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import mostao.client.http.AoClient;
import mostao.client.wallet.WalletType;

/**
 * Conversations that go on whatever happens. Every pair writes numbered messages from a thread of
 * its own, the next one when the one before was accepted; each item is posted until it is, and some
 * are posted again on purpose. Used by one thread.
 */
final class Load implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  /** How long a door may take to accept again once the fault has ended. */
  private static final Duration LAST_ACCEPTED = Duration.ofSeconds(45);

  /**
   * How much is to be written.
   *
   * @param pairs each is two people, a session and a thread
   * @param perSecond messages of each pair, at most
   * @param doors the gateways: pairs begin at each of them in turn, and try the next one after
   *     failures
   */
  record Plan(int pairs, int perSecond, List<URI> doors) {}

  private static final long LOOK_MILLIS = 500;

  /** Of each pair. Faster, and on two cores a service that starts would wait for its turn. */
  private static final int PER_SECOND = 5;

  private final Plan plan;
  private final List<GatewayClient> doors;
  private final String registry;
  private final List<Pair> pairs = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final AtomicLong accepted = new AtomicLong();
  private final List<Future<?>> writing = new ArrayList<>();

  private Load(Plan plan, List<GatewayClient> doors, String registry) {
    this.plan = plan;
    this.doors = doors;
    this.registry = registry;
  }

  /** So many pairs, each with up to 5 messages a second; returns when all of them write. */
  static Load start(int pairs) throws InterruptedException {
    return start(pairs, List.of(FaultSystem.door()));
  }

  /** The same through these gateways: each pair through one of them while it answers. */
  static Load start(int pairs, List<URI> doors) throws InterruptedException {
    return start(new Plan(pairs, PER_SECOND, doors));
  }

  static Load start(Plan plan) throws InterruptedException {
    List<GatewayClient> doors = new ArrayList<>();
    for (int first = 0; first < plan.doors().size(); first++) {
      List<URI> inTurn = new ArrayList<>(plan.doors());
      Collections.rotate(inTurn, -first);
      doors.add(new GatewayClient(inTurn));
    }
    Load load = new Load(plan, doors, registry(doors.get(0)));
    try {
      load.welcome(plan.pairs());
      Waiting.until(
          PATIENCE.multipliedBy(2),
          plan.pairs() + " pairs have sessions",
          () -> load.lacking(plan.pairs() - load.pairs.size()));
      load.awaitAccepted(plan.pairs());
      return load;
    } catch (AssertionError late) {
      load.close();
      throw late;
    }
  }

  /**
   * So many pairs more: they register, establish their session and begin to write, whenever the
   * system lets them.
   */
  void welcome(int more) {
    for (int i = 0; i < more; i++) {
      GatewayClient door = doors.get(writing.size() % doors.size());
      String name = "f" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
      writing.add(
          threads.submit(
              () -> {
                Pair pair = Pair.met(door, registry, name);
                pairs.add(pair);
                pair.write(plan.perSecond(), stopping, accepted::incrementAndGet);
                return null;
              }));
    }
  }

  /** Up to so many pairs more, one after the other, until something has happened. */
  void welcome(int most, BooleanSupplier happened) {
    for (int i = 0; i < most && !happened.getAsBoolean(); i++) {
      welcome(1);
      Waiting.pause(LOOK_MILLIS);
    }
  }

  private String lacking(long missing) throws Exception {
    for (Future<?> one : writing) {
      if (one.isDone()) {
        one.get();
      }
    }
    return missing <= 0 ? null : missing + " are missing; the doors' last troubles: " + trouble();
  }

  private static String registry(GatewayClient door) throws InterruptedException {
    try (AoClient client = new AoClient(door.gateway(), WalletType.ED25519.create())) {
      return client.info().registry();
    } catch (IOException away) {
      throw new AssertionError("the gateway does not say which Registry it has", away);
    }
  }

  private String trouble() {
    return doors.stream().map(GatewayClient::trouble).collect(Collectors.joining(", "));
  }

  /** How many messages were accepted so far. */
  long accepted() {
    return accepted.get();
  }

  /** Waits until so many more are accepted than now; a load that stands still is a failure. */
  void awaitAccepted(long more) {
    long wanted = accepted() + more;
    Waiting.until(
        PATIENCE, more + " more messages are accepted", () -> lacking(wanted - accepted()));
  }

  /**
   * Returns when whatever was tried is accepted. Stopping twice does nothing.
   *
   * @throws AssertionError when the door refused something, or does not accept any more
   */
  void stop() throws InterruptedException {
    stopping.countDown();
    try {
      for (Future<?> one : writing) {
        result(one, LAST_ACCEPTED);
      }
    } finally {
      doors.forEach(GatewayClient::close);
      threads.shutdownNow();
    }
  }

  private <T> T result(Future<T> future, Duration limit) throws InterruptedException {
    try {
      return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      throw new AssertionError("a writer failed: " + failed.getCause(), failed.getCause());
    } catch (TimeoutException late) {
      throw new AssertionError(
          "the door accepts nothing for " + limit.toSeconds() + " s; at last: " + trouble(), late);
    }
  }

  /** The conversations; to be looked at when the load is stopped. */
  List<Pair> pairs() {
    return pairs;
  }

  /** Posts that were not answered with 202, each of which was tried again. */
  long troubles() {
    return doors.stream().mapToLong(GatewayClient::troubles).sum();
  }

  /** Ends it without a word about what was not accepted; for failing tests. */
  @Override
  public void close() {
    stopping.countDown();
    doors.forEach(GatewayClient::close);
    threads.shutdownNow();
  }
}
