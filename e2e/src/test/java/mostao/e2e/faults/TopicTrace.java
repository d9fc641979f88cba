package mostao.e2e.faults;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mostao.ao.message.Names;
import mostao.ao.message.Result;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.Headers;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.OutboxRecord;
import mostao.ao.wire.Topics;
import mostao.ao.wire.WalletRecord;
import mostao.ao.wire.Wire;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The records of the topics and the lines of the evaluation logs since the last look, read from
 * outside. Used by one thread, when nothing is on its way.
 */
final class TopicTrace {
  static final Comparator<TopicPartition> BY_NAME =
      Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

  /** Where the look before ended. */
  private static final Map<TopicPartition, Long> MARKS = new HashMap<>();

  /** Where the records stood that had become dead letters by then. */
  private static final Set<String> BURIED = new HashSet<>();

  /** A place on an inbox. */
  record Place(String module, int partition, long offset) {}

  /** A message at its receiver. */
  record Key(String process, String message) {}

  /**
   * A record of an inbox.
   *
   * @param owner who signed
   * @param reference of the sender on what it sent, or empty
   */
  record Taken(
      Place place,
      String id,
      String target,
      String from,
      String owner,
      String reference,
      boolean spawned) {
    Key key() {
      return new Key(target, id);
    }

    boolean isBirth() {
      return id.equals(target);
    }
  }

  /** A line of an evaluation log. */
  record Evaluated(
      Place place, String process, long nonce, String message, boolean failed, Result result) {
    Key key() {
      return new Key(process, message);
    }
  }

  /** A record of an outbox. */
  record Published(String process, long nonce, String message, Result result) {}

  /** A record for a wallet. */
  record Told(String process, long nonce, int index, String wallet, String id) {}

  final Map<Place, Taken> taken = new HashMap<>();

  /** Records of inboxes that are not messages. */
  final Set<Place> garbage = new HashSet<>();

  final List<Evaluated> evaluated = new ArrayList<>();
  final List<Published> published = new ArrayList<>();
  final List<Told> told = new ArrayList<>();

  /** Where the records stood that became dead letters, with the reason. */
  final Map<String, String> dead = new HashMap<>();

  /** Every process there is, by id: which module evaluates it. */
  final Map<String, String> processes = new HashMap<>();

  private TopicTrace() {}

  /** The same, to be changed without changing this. */
  TopicTrace copy() {
    TopicTrace copy = new TopicTrace();
    copy.taken.putAll(taken);
    copy.garbage.addAll(garbage);
    copy.evaluated.addAll(evaluated);
    copy.published.addAll(published);
    copy.told.addAll(told);
    copy.dead.putAll(dead);
    copy.processes.putAll(processes);
    return copy;
  }

  /** Everything since the call before. */
  static TopicTrace sinceTheLast() throws SQLException {
    TopicTrace trail = new TopicTrace();
    try (KafkaConsumer<String, byte[]> consumer =
            new KafkaConsumer<>(
                Map.of(
                    "bootstrap.servers",
                    FaultSystem.stack().broker().bootstrapServers(),
                    "enable.auto.commit",
                    false,
                    "max.poll.records",
                    5_000),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        Connection connection = FaultSystem.stack().database().connectAsSuperuser()) {
      connection.setAutoCommit(false);
      for (String module : Topics.MODULES) {
        trail.readLog(connection, module);
      }
      trail.readTopics(consumer);
    }
    trail.readEmptied();
    return trail;
  }

  /** Results that are no longer kept in the database are taken as they were published. */
  private void readEmptied() {
    Map<Key, Result> results = new HashMap<>();
    published.forEach(one -> results.put(new Key(one.process(), one.message()), one.result()));
    evaluated.replaceAll(
        one -> {
          if (one.result() != null) {
            return one;
          }
          Result result = results.get(one.key());
          if (result == null) {
            throw new AssertionError(one + " was emptied and is not on its outbox");
          }
          return new Evaluated(
              one.place(), one.process(), one.nonce(), one.message(), one.failed(), result);
        });
  }

  private void readTopics(KafkaConsumer<String, byte[]> consumer) {
    List<TopicPartition> partitions = new ArrayList<>();
    List<String> topics = new ArrayList<>(List.of(Topics.WALLETS));
    for (String module : Topics.MODULES) {
      topics.add(Topics.inbox(module));
      topics.add(Topics.outbox(module));
      topics.add(Topics.deadLetters(module));
    }
    for (String topic : topics) {
      consumer
          .partitionsFor(topic)
          .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
    }
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    List<TopicPartition> grown =
        partitions.stream().filter(one -> ends.get(one) > mark(one)).toList();
    consumer.assign(grown);
    grown.forEach(one -> consumer.seek(one, mark(one)));
    while (grown.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
      consumer
          .poll(Duration.ofMillis(200))
          .forEach(
              record -> {
                if (record.offset()
                    < ends.get(new TopicPartition(record.topic(), record.partition()))) {
                  read(record);
                }
              });
    }
    MARKS.putAll(ends);
    BURIED.addAll(dead.keySet());
  }

  private static long mark(TopicPartition partition) {
    return MARKS.getOrDefault(partition, 0L);
  }

  private void read(ConsumerRecord<String, byte[]> record) {
    String topic = record.topic();
    for (String module : Topics.MODULES) {
      if (topic.equals(Topics.inbox(module))) {
        readInbox(new Place(module, record.partition(), record.offset()), record);
      } else if (topic.equals(Topics.outbox(module))) {
        readOutbox(module, record);
      } else if (topic.equals(Topics.deadLetters(module))) {
        readDeadLetter(record);
      }
    }
    if (topic.equals(Topics.WALLETS)
        && Wire.decodeWallet(record.value()) instanceof Decoded.Ok<WalletRecord> ok) {
      WalletRecord one = ok.value();
      told.add(
          new Told(one.process(), one.nonce(), one.index(), one.item().target(), one.item().id()));
    }
  }

  /** A record under another key, or on the outbox of another module, is not a Result. */
  private void readOutbox(String module, ConsumerRecord<String, byte[]> record) {
    if (record.value() != null
        && Wire.decodeOutbox(record.value()) instanceof Decoded.Ok<OutboxRecord> ok
        && ok.value().process().equals(record.key())
        && module.equals(processes.get(record.key()))) {
      OutboxRecord one = ok.value();
      published.add(new Published(one.process(), one.nonce(), one.message(), one.result()));
    }
  }

  /**
   * A service that reads everything again finds the same unreadable records; they are not further
   * letters.
   */
  private void readDeadLetter(ConsumerRecord<String, byte[]> record) {
    String place =
        header(record, Headers.SOURCE_TOPIC)
            + "-"
            + header(record, Headers.SOURCE_PARTITION)
            + "@"
            + header(record, Headers.SOURCE_OFFSET);
    if (!BURIED.contains(place)) {
      dead.put(place, header(record, Headers.FAULT) + ": " + header(record, Headers.FAULT_DETAIL));
    }
  }

  private void readInbox(Place place, ConsumerRecord<String, byte[]> record) {
    Optional<InboxRecord> read =
        record.value() != null
                && Wire.decodeInbox(record.value()) instanceof Decoded.Ok<InboxRecord> ok
            ? Optional.of(ok.value())
            : Optional.empty();
    if (read.isEmpty()) {
      garbage.add(place);
      return;
    }
    InboxRecord item = read.get();
    taken.put(
        place,
        new Taken(
            place,
            item.id(),
            item.target(),
            item.from(),
            item.owner(),
            item.tags().first(Names.REFERENCE).orElse(""),
            item.tags().has(Names.ACTION, Names.SPAWNED)));
  }

  private static String header(ConsumerRecord<String, byte[]> record, String name) {
    var header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }

  private void readLog(Connection connection, String module) throws SQLException {
    StringBuilder marks = new StringBuilder();
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(2_000);
      try (ResultSet rows = statement.executeQuery("select id from " + module + ".process")) {
        while (rows.next()) {
          processes.put(rows.getString(1), module);
        }
      }
      try (ResultSet rows =
          statement.executeQuery(
              "select distinct inbox_partition from " + module + ".evaluation")) {
        while (rows.next()) {
          int partition = rows.getInt(1);
          long mark = mark(new TopicPartition(Topics.inbox(module), partition));
          marks
              .append(marks.isEmpty() ? "" : ",")
              .append(String.format(Locale.ROOT, "(%d,%d)", partition, mark));
        }
      }
      if (marks.isEmpty()) {
        return;
      }
      try (ResultSet rows =
          statement.executeQuery(
              "select e.inbox_partition, e.inbox_offset, e.process, e.nonce, e.message, e.failed,"
                  + " e.outcome from "
                  + module
                  + ".evaluation e join (values "
                  + marks
                  + ") m(p, o) on e.inbox_partition = m.p and e.inbox_offset >= m.o")) {
        while (rows.next()) {
          evaluated.add(line(module, rows));
        }
      }
    }
  }

  private static Evaluated line(String module, ResultSet row) throws SQLException {
    String stored = row.getString(7);
    if (stored.isEmpty()) {
      return line(module, row, null);
    }
    byte[] outcome = stored.getBytes(StandardCharsets.UTF_8);
    if (!(Wire.decodeOutbox(outcome) instanceof Decoded.Ok<OutboxRecord> ok)) {
      throw new AssertionError("an outcome in the database of " + module + " can't be read");
    }
    return line(module, row, ok.value().result());
  }

  private static Evaluated line(String module, ResultSet row, Result result) throws SQLException {
    return new Evaluated(
        new Place(module, row.getInt(1), row.getLong(2)),
        row.getString(3),
        row.getLong(4),
        row.getString(5),
        row.getBoolean(6),
        result);
  }
}
