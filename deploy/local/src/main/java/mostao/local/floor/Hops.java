package mostao.local.floor;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import mostao.ao.wire.Topics;
import mostao.client.bench.Load;
import mostao.client.bench.Meter;
import mostao.client.bench.Percentiles;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Sends messages the way that they go through the system, with bare clients and nothing else: the
 * gateway writes to the handles' inbox, a transaction and a Result follow, the messenger writes to
 * the session's inbox, a transaction and a Result follow, the messenger writes to the handles'
 * inbox, and a transaction and a Result follow there. No item is verified, signed or evaluated, no
 * record is parsed, and nothing is asked of the gateway over HTTP.
 *
 * <p>What it costs is less than the system with these topics, services and databases could: all
 * clients are in this one process, each program with threads and connections of its own, and
 * separate processes cost more. Each program has one thread that polls and works in turns; another
 * arrangement may make larger batches. A message has come to its end when the transaction with its
 * {@code Notify} is committed, before the Result is published. For one thread.
 */
final class Hops implements AutoCloseable {
  private static final String PREFIX = "hops-";
  private static final String GATEWAY = "gateway";
  private static final String MESSENGER = "messenger";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What a message brings to the inboxes once the item with this Action is evaluated. */
  private static final Map<String, List<String>> PUSHES =
      Map.of(
          "RelayMessage", List.of("SendMessage"),
          "SendMessage", List.of("Notify", "SendMessage-Response"),
          "Notify", List.of(),
          "SendMessage-Response", List.of());

  /** A connection for a program. */
  @FunctionalInterface
  interface Connections {
    Connection open() throws SQLException;
  }

  /** What was used until a moment. */
  private record Reading(long nanos, Map<String, Double> seconds) {}

  private final Meter meter;
  private final PrintWriter out;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Map<String, HopProgram> programs = new LinkedHashMap<>();
  private final CompletableFuture<Void> broken = new CompletableFuture<>();
  private HopGateway gateway;

  /**
   * @param out where to tell people how it goes
   */
  Hops(Meter meter, PrintWriter out) {
    this.meter = meter;
    this.out = out;
  }

  /** Makes everything. */
  void begin(List<Chain> chains, String bootstrapServers, Connections connections)
      throws IOException, InterruptedException {
    HopSamples samples = new HopSamples(chains);
    HopTopics topics = new HopTopics(bootstrapServers);
    open.push(topics);
    topics.begin();
    Map<String, HopTables> tables = new TreeMap<>();
    try {
      for (String module : List.of(Topics.HANDLE, Topics.SESSION)) {
        HopTables one = new HopTables(module, samples, connections.open());
        open.push(one);
        one.begin();
        tables.put(module, one);
      }
    } catch (SQLException failed) {
      throw new IOException("the tables can't be copied: " + failed.getMessage(), failed);
    }
    gateway =
        new HopGateway(
            bootstrapServers,
            PREFIX + GATEWAY,
            number -> samples.item(number, "RelayMessage"),
            broken::completeExceptionally);
    open.push(gateway);
    tables.forEach(
        (module, own) ->
            program(
                bootstrapServers,
                topics,
                module,
                List.of(Topics.inbox(module)),
                polled -> evaluated(samples, module, own, polled)));
    program(
        bootstrapServers,
        topics,
        MESSENGER,
        HopTopics.outboxes(),
        polled -> pushes(samples, polled));
  }

  private void program(
      String bootstrapServers,
      HopTopics topics,
      String name,
      List<String> read,
      HopProgram.Work work) {
    HopProgram program =
        new HopProgram(
            bootstrapServers,
            topics.group(PREFIX + name),
            read.stream().map(HopTopics::of).toList(),
            work,
            broken::completeExceptionally);
    programs.put(name, program);
    open.push(program);
  }

  private List<ProducerRecord<byte[], byte[]>> evaluated(
      HopSamples samples,
      String module,
      HopTables tables,
      List<ConsumerRecord<byte[], byte[]>> polled)
      throws SQLException {
    tables.turn(polled);
    polled.stream()
        .filter(record -> HopSamples.action(record).equals("Notify"))
        .forEach(record -> gateway.delivered(HopSamples.number(record)));
    return polled.stream().map(record -> samples.result(module, record)).toList();
  }

  private static List<ProducerRecord<byte[], byte[]>> pushes(
      HopSamples samples, List<ConsumerRecord<byte[], byte[]>> polled) {
    List<ProducerRecord<byte[], byte[]>> pushes = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : polled) {
      for (String action : PUSHES.get(HopSamples.action(record))) {
        pushes.add(samples.item(HopSamples.number(record), action));
      }
    }
    return pushes;
  }

  /**
   * Sends for as long as it is warmed up and measured, and waits for what is under way.
   *
   * @throws IOException when a program can't go on, or a message does not come to its end
   */
  FloorReport.Hops run(Load load, Duration warmUp, Duration measured)
      throws IOException, InterruptedException {
    out.println("floor: hops, " + load.text());
    out.flush();
    gateway.begin(load);
    pass(warmUp);
    gateway.taken();
    batches(1);
    Reading before = read();
    pass(measured);
    Reading after = read();
    List<Double> millis = gateway.taken();
    Map<String, FloorReport.Batches> batches = batches(millis.size());
    if (!gateway.end(PATIENCE)) {
      pass(Duration.ZERO);
      throw new IOException("a message has not come round in " + PATIENCE.toSeconds() + " s");
    }
    if (millis.isEmpty()) {
      throw new IOException("no message has come round in " + measured.toSeconds() + " s");
    }
    return report(load, before, after, millis, batches);
  }

  private void pass(Duration time) throws IOException, InterruptedException {
    try {
      broken.get(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException well) {
      return;
    } catch (ExecutionException failed) {
      throw new IOException("messages can't go on: " + failed.getCause(), failed);
    }
  }

  private static FloorReport.Hops report(
      Load load,
      Reading before,
      Reading after,
      List<Double> millis,
      Map<String, FloorReport.Batches> batches) {
    double messages = millis.size();
    Map<String, Double> cpu = new TreeMap<>();
    after
        .seconds()
        .forEach(
            (name, seconds) ->
                cpu.put(
                    name, 1e3 * (seconds - before.seconds().getOrDefault(name, 0.0)) / messages));
    return new FloorReport.Hops(
        load.text(),
        1e9 * messages / (after.nanos() - before.nanos()),
        Percentiles.of(millis),
        sum(cpu),
        cpu,
        batches);
  }

  /** Those since this was asked last. */
  private Map<String, FloorReport.Batches> batches(double messages) {
    Map<String, FloorReport.Batches> batches = new TreeMap<>();
    programs.forEach(
        (name, program) -> {
          List<HopProgram.Taken> taken = program.taken();
          batches.put(
              name,
              new FloorReport.Batches(
                  taken.size() / messages,
                  Percentiles.of(taken.stream().map(HopProgram.Taken::workMillis).toList()),
                  Percentiles.of(
                      taken.stream().map(HopProgram.Taken::publicationMillis).toList())));
        });
    return batches;
  }

  private Reading read() {
    Map<String, Double> seconds = new TreeMap<>();
    Map<String, Meter.Program> metered = meter.read().programs();
    for (String name : List.of("broker", "database")) {
      seconds.put(name, cpuSeconds(metered, name));
    }
    Map<String, Double> own = threads();
    seconds.putAll(own);
    seconds.put("others of bench", cpuSeconds(metered, "bench") - sum(own));
    return new Reading(System.nanoTime(), seconds);
  }

  private static double sum(Map<String, Double> parts) {
    return parts.values().stream().mapToDouble(one -> one).sum();
  }

  private static double cpuSeconds(Map<String, Meter.Program> programs, String name) {
    return programs.containsKey(name) ? programs.get(name).cpuSeconds() : 0;
  }

  /** Of each program, those of its clients among them. */
  private Map<String, Double> threads() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Map<String, Double> seconds = new TreeMap<>();
    seconds.put(GATEWAY, 0.0);
    programs.keySet().forEach(name -> seconds.put(name, 0.0));
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null) {
        seconds.keySet().stream()
            .filter(name -> thread.getThreadName().contains(PREFIX + name))
            .findFirst()
            .ifPresent(
                name ->
                    seconds.merge(
                        name, threads.getThreadCpuTime(thread.getThreadId()) / 1e9, Double::sum));
      }
    }
    return seconds;
  }

  /** Removes everything, in the opposite order; what fails is thrown when all was tried. */
  @Override
  public void close() throws IOException {
    IOException failed = null;
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception one) {
        failed = new IOException("not all that was made is removed: " + one.getMessage(), one);
      }
    }
    if (failed != null) {
      throw failed;
    }
  }
}
