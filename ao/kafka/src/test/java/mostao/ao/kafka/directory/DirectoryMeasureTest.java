package mostao.ao.kafka.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import mostao.ao.ans104.Base64Url;
import mostao.ao.ans104.Verifier;
import mostao.ao.message.Tags;
import mostao.ao.testkit.infra.Broker;
import mostao.ao.wire.DirectoryRecord;
import mostao.ao.wire.Topics;
import mostao.ao.wire.Wire;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/**
 * What the directory costs with many processes. The ordinary build does all of it with few, where
 * only the figures say nothing; {@code -Dmostao.measure=true -Dtest=DirectoryMeasureTest} measures.
 * {@code -Dmostao.measure.processes} says how many (10,000,000), and {@code -Dmostao.measure.batch}
 * how many bytes of records the writer sends at once (4,096: about four records, as programs that
 * write births one by one and together do). The topic is kept in {@code target/directory}; filling
 * it is gone on with where it ended, for {@code -Dmostao.measure.fill-seconds} at most. {@code
 * -Dmostao.measure.all-tags=true} writes records with all tags of the process items, as earlier
 * programs did.
 */
class DirectoryMeasureTest {
  private static final System.Logger LOG = System.getLogger(DirectoryMeasureTest.class.getName());

  private static final boolean MEASURED = Boolean.getBoolean("mostao.measure");
  private static final int PROCESSES =
      Integer.getInteger("mostao.measure.processes", MEASURED ? 10_000_000 : 20_000);
  private static final int BATCH = Integer.getInteger("mostao.measure.batch", 4_096);
  private static final long FILL_SECONDS = Long.getLong("mostao.measure.fill-seconds", 300);
  private static final boolean ALL_TAGS = Boolean.getBoolean("mostao.measure.all-tags");
  private static final Path DATA =
      Path.of("target", (ALL_TAGS ? "directory-all-tags-" : "directory-") + PROCESSES)
          .toAbsolutePath();
  private static final TopicPartition PARTITION = new TopicPartition(Topics.PROCESSES, 0);

  /** What ids are replaced by. */
  private static final String PLACEHOLDER = "~".repeat(Base64Url.ID_LENGTH);

  private static final String AUTHORITY = id(-1);

  @Test
  void memoryAndLookUps() {
    long before = heap();
    ProcessTable table = new ProcessTable(PROCESSES, KeyedHash.OF_THIS_RUN::of);
    long longest = 0;
    long collected = collections();
    long began = System.nanoTime();
    for (int i = 0; i < PROCESSES; i++) {
      String process = id(i);
      ProcessFacts facts = facts(i);
      long start = System.nanoTime();
      table.put(process, facts, i);
      long took = System.nanoTime() - start;
      if (took > longest) {
        // One in which the heap was collected says nothing of the table.
        long now = collections();
        longest = now == collected ? took : longest;
        collected = now;
      }
    }
    long filled = System.nanoTime() - began;
    long bytes = heap() - before;
    assertThat(table.size()).isEqualTo(PROCESSES);
    say(
        "%,d processes: %.2f bytes each, %,d bytes in all; filled in %.1f s, longest insertion"
            + " %.2f ms",
        PROCESSES, (double) bytes / PROCESSES, bytes, filled / 1e9, longest / 1e6);
    lookUp(table, "known", 0, PROCESSES);
    lookUp(table, "unknown", PROCESSES, PROCESSES);
    list(table);
    if (MEASURED) {
      assertThat((double) bytes / PROCESSES).isLessThanOrEqualTo(Directory.BYTES_EACH);
    }
  }

  private static void lookUp(ProcessTable table, String which, int from, int many) {
    SplittableRandom random = new SplittableRandom(17);
    String[] asked = new String[200_000];
    Arrays.setAll(asked, i -> id(from + random.nextInt(many)));
    List<Double> rounds = new ArrayList<>();
    int found = 0;
    for (int round = 0; round < 15; round++) {
      found = 0;
      long start = System.nanoTime();
      for (String process : asked) {
        found += table.find(process).isPresent() ? 1 : 0;
      }
      rounds.add((double) (System.nanoTime() - start) / asked.length);
    }
    rounds.sort(null);
    assertThat(found).isEqualTo(from == 0 ? asked.length : 0);
    say(
        "look-up of a %s process: median %.0f ns, fastest of 15 rounds %.0f ns",
        which, rounds.get(7), rounds.get(0));
  }

  private static void list(ProcessTable table) {
    CreationIndex index = new CreationIndex(table.rows());
    ProcessFacts none = ProcessFacts.of(new Listing("p", "handle", "m", "o", true, List.of("x")));
    long start = System.nanoTime();
    assertThat(index.before(Long.MAX_VALUE, none::equals, 1)).isEmpty();
    say("a walk over all of them: %.0f ms", (System.nanoTime() - start) / 1e6);
  }

  @Test
  void startFromTheTopic() throws Exception {
    Files.createDirectories(DATA);
    Broker broker = Broker.start(DATA.resolve("broker"));
    try {
      Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
      if (end(kafka) < 0) {
        broker.createTopics(Topics.all());
      }
      fill(kafka);
      if (MEASURED && end(kafka) < PROCESSES) {
        say("the topic is not full yet; run it again");
      } else {
        load(kafka);
      }
    } finally {
      // In order, so that the next start need not recover.
      broker.stop();
    }
  }

  private static void load(Map<String, Object> kafka) throws Exception {
    long before = heap();
    long processor = processor();
    long start = System.nanoTime();
    Directory directory =
        Directory.of(
            kafka,
            new Directory.Settings("measured", Duration.ofSeconds(3), Optional.empty(), PROCESSES),
            new Verifier()::read);
    try {
      while (!directory.ready()) {
        try {
          directory.catchUp().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException notYet) {
          assertThat(System.nanoTime() - start).isLessThan(Duration.ofMinutes(9).toNanos());
        }
      }
      long took = System.nanoTime() - start;
      long spent = processor() - processor;
      assertThat(directory.size()).isEqualTo(PROCESSES);
      long bytes = heap() - before;
      say(
          "%,d processes from the topic in %.1f s (%,.0f a second), %.1f s of processor time; heap"
              + " %.2f bytes each with the Kafka clients",
          PROCESSES, took / 1e9, PROCESSES / (took / 1e9), spent / 1e9, (double) bytes / PROCESSES);
      assertThat(directory.find(id(PROCESSES / 2))).isPresent();
      long asked = System.nanoTime();
      directory.lookUp(id(PROCESSES)).toCompletableFuture().get(10, TimeUnit.SECONDS);
      say("a look-up that asks the broker first: %.1f ms", (System.nanoTime() - asked) / 1e6);
      listings(directory, kafka);
    } finally {
      directory.close();
    }
  }

  private static void listings(Directory directory, Map<String, Object> kafka) throws Exception {
    try (Listings listings =
        new TopicListings(directory, kafka, "measured-listings", Duration.ofSeconds(10), 1)) {
      listings.read(directory.open().after(-1, one -> true, 1)).toCompletableFuture().get();
      long far = PROCESSES / 3;
      List<Long> page = directory.open().after(far, one -> true, 100);
      long start = System.nanoTime();
      assertThat(listings.read(page).toCompletableFuture().get()).hasSize(100);
      say("100 in a row read back: %.0f ms", (System.nanoTime() - start) / 1e6);
      List<Long> apart = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        apart.addAll(directory.open().after((long) i * (PROCESSES / 100), one -> true, 1));
      }
      start = System.nanoTime();
      assertThat(listings.read(apart).toCompletableFuture().get()).hasSize(100);
      say("100 far apart read back: %.0f ms", (System.nanoTime() - start) / 1e6);
    }
  }

  private static long end(Map<String, Object> kafka) throws Exception {
    try (Admin admin = Admin.create(kafka)) {
      return admin
          .listOffsets(Map.of(PARTITION, OffsetSpec.latest()))
          .partitionResult(PARTITION)
          .get()
          .offset();
    } catch (ExecutionException missing) {
      return -1;
    }
  }

  private static void fill(Map<String, Object> kafka) throws Exception {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put("batch.size", BATCH);
    settings.put("linger.ms", 5);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(FILL_SECONDS);
    Template handle = Template.of("handle");
    Template session = Template.of("session");
    int from = Math.toIntExact(end(kafka));
    int next = from;
    long bytes = 0;
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
      while (next < PROCESSES && System.nanoTime() < deadline) {
        byte[] value = (isHandle(next) ? handle : session).of(next);
        bytes += value.length;
        producer.send(new ProducerRecord<>(Topics.PROCESSES, 0, id(next), value));
        next++;
      }
    }
    assertThat(end(kafka)).isEqualTo(next);
    if (next > from) {
      say(
          "the topic has %,d records, %,d of them new with %,d bytes of value each",
          next, next - from, bytes / (next - from));
    }
  }

  /** A record of one kind, in which the ids are replaced. */
  private record Template(byte[] bytes, int[] places) {
    static Template of(String module) throws IOException {
      Tags tags =
          Tags.of("Reference", "123456", "Module", id(-2), "Registry", id(-3))
              .and(Tags.of("Authority", AUTHORITY))
              .and(
                  module.equals("handle")
                      ? Tags.of("Handle-Name", "somebody", "Handle-Owner", PLACEHOLDER)
                      : Tags.of("Handle-A", "somebody", "Handle-B", "somebody-else")
                          .and(Tags.of("Handle-A-ID", AUTHORITY, "Handle-B-ID", AUTHORITY))
                          .and(
                              Tags.of(
                                  "Handle-A-Owner", PLACEHOLDER, "Handle-B-Owner", PLACEHOLDER)))
              .and(Tags.of("Variant", "ao.TN.1", "Data-Protocol", "ao", "Type", "Process"))
              .and(Tags.of("From-Process", id(-3), "From-Module", id(-4)))
              .and(Tags.of("Pushed-For", AUTHORITY, "Push-Depth", "1", "Scheduler", id(-5)));
      byte[] bytes =
          Wire.encode(
              new DirectoryRecord(
                  PLACEHOLDER,
                  module,
                  id(-2),
                  AUTHORITY,
                  ALL_TAGS ? tags : Listing.counting(tags)));
      String text = new String(bytes, StandardCharsets.US_ASCII);
      List<Integer> places = new ArrayList<>();
      for (int at = text.indexOf(PLACEHOLDER); at >= 0; at = text.indexOf(PLACEHOLDER, at + 1)) {
        places.add(at);
      }
      return new Template(bytes, places.stream().mapToInt(i -> i).toArray());
    }

    byte[] of(int number) {
      byte[] made = bytes.clone();
      for (int i = 0; i < places.length; i++) {
        String id = i == 0 ? id(number) : reader(number, i);
        byte[] text = id.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, made, places[i], text.length);
      }
      return made;
    }
  }

  /** One process in five is a handle. */
  private static boolean isHandle(int number) {
    return number % 5 == 0;
  }

  private static String reader(int number, int which) {
    return id(1_000_000_000L + number / 5 * 2L + which);
  }

  private static ProcessFacts facts(int number) {
    boolean handle = isHandle(number);
    return ProcessFacts.of(
        new Listing(
            "",
            handle ? "handle" : "session",
            "m",
            AUTHORITY,
            true,
            handle ? List.of(reader(number, 1)) : List.of(reader(number, 1), reader(number, 2))));
  }

  private static String id(long number) {
    SplittableRandom random = new SplittableRandom(number);
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return Base64Url.encode(bytes);
  }

  /** Bytes that are in use. */
  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long collections() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .sum();
  }

  private static long processor() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static void say(String what, Object... values) {
    LOG.log(System.Logger.Level.INFO, String.format(Locale.ROOT, what, values));
  }
}
