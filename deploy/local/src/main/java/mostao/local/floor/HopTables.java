package mostao.local.floor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import mostao.ao.wire.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A service's transactions: one way to the database and back that locks and asks, and one that
 * writes and commits, in copies of the service's tables with all their indexes. For one thread.
 */
final class HopTables implements AutoCloseable {
  private static final int ID_DIGITS = 12;

  private static final String ASK =
      "select inbox_partition, next_offset, published_offset from progress"
          + " where inbox_partition = any(?) order by inbox_partition for update;"
          + "select asked.process, asked.message from unnest(?, ?) as asked (process, message)"
          + " cross join lateral (select from evaluation e where e.process = asked.process"
          + " and e.message = asked.message limit 1) found;"
          + "select id, owner, tags, inbox_partition, reference, last_timestamp, nonce"
          + " from process where id = any(?);";

  private static final String ASK_CHATS = "select 0, * from handle_chat where process = any(?)";

  private static final String ASK_HEADS =
      "select head.last_message, head.process, key.* from session_head head"
          + " left join session_key key"
          + " on key.process = head.process and key.generation = head.generation"
          + " where head.process = any(?)";

  private static final String WRITE =
      "insert into evaluation (process, nonce, message, inbox_partition, inbox_offset,"
          + " evaluated_at, item, outcome, failed, hidden)"
          + " select *, false, '' from unnest(?, ?, ?, ?, ?, ?, ?, ?);"
          + "update process set reference = reference + 1, nonce = now.nonce,"
          + " last_timestamp = now.time from unnest(?, ?, ?) as now (id, nonce, time)"
          + " where process.id = now.id;"
          + "update progress set next_offset = moved.next, published_offset = moved.next"
          + " from unnest(?, ?) as moved (part, next) where inbox_partition = moved.part;";

  private static final String WRITE_CHATS =
      "update handle_chat set last_message = ?, unread = unread + 1 where process = any(?);commit";

  private static final String WRITE_MESSAGES =
      "update session_head set last_message = now.last from unnest(?, ?) as now (process, last)"
          + " where session_head.process = now.process;"
          + "insert into session_message (process, id, message_id, taken_at, sender, generation,"
          + " content, size) select process, id, message, time, sender, generation, content, size"
          + " from unnest(?, ?, ?, ?, ?) as sent (process, id, message, time, sampled)"
          + " join sampled on message_id = sampled;commit";

  /** What a turn writes, as columns. */
  private static final class Rows {
    private final List<String> process = new ArrayList<>();
    private final List<String> message = new ArrayList<>();
    private final List<String> sampled = new ArrayList<>();
    private final List<Integer> partition = new ArrayList<>();
    private final List<Long> offset = new ArrayList<>();
    private final List<Long> time = new ArrayList<>();
    private final List<String> item = new ArrayList<>();
    private final List<String> outcome = new ArrayList<>();
    private final List<Long> nonce = new ArrayList<>();
    private final List<Long> id = new ArrayList<>();

    /** Partitions in the order of their numbers: whoever locks several does so in this order. */
    private final Map<Integer, Long> next = new TreeMap<>();

    private final Map<String, Long> nonces = new HashMap<>();
    private final Map<String, Long> ids = new HashMap<>();
    private final Set<String> chats = new HashSet<>();
  }

  private final String module;
  private final String schema;
  private final HopSamples samples;
  private final Connection connection;
  private PreparedStatement ask;
  private PreparedStatement write;

  /**
   * @param connection as the superuser; closed with this
   */
  HopTables(String module, HopSamples samples, Connection connection) {
    this.module = module;
    this.schema = "bench_hops_" + module;
    this.samples = samples;
    this.connection = connection;
  }

  private boolean isSession() {
    return module.equals(Topics.SESSION);
  }

  /** Makes the tables, with the rows of the processes that take part. */
  void begin() throws SQLException {
    drop();
    try (Statement statement = connection.createStatement()) {
      statement.execute("create schema " + schema);
      statement.execute("set search_path to " + schema);
    }
    copy("progress", null, List.of());
    copy("evaluation", null, List.of());
    List<String> processes = samples.processes(module);
    copy("process", "id", processes);
    if (isSession()) {
      copy("session_head", "process", processes);
      copy("session_key", "process", processes);
      copy("session_message", null, List.of());
      run(
          "create table sampled as select message_id, sender, generation, content, size"
              + " from session.session_message where message_id = any(?)",
          texts(samples.ids()));
      run("create unique index on sampled (message_id)");
    } else {
      copy("handle_chat", "process", processes);
    }
    run(
        "insert into progress (inbox_partition, next_offset, published_offset)"
            + " select part, 0, 0 from generate_series(0, ?) part",
        Topics.definition(Topics.inbox(module)).partitions() - 1);
    connection.setAutoCommit(false);
    ask = connection.prepareStatement(ASK + (isSession() ? ASK_HEADS : ASK_CHATS));
    write = connection.prepareStatement(WRITE + (isSession() ? WRITE_MESSAGES : WRITE_CHATS));
  }

  /** With the storage parameters, which decide where long values are. */
  private void copy(String table, String key, List<String> rows) throws SQLException {
    String original = module + "." + table;
    run("create table " + table + " (like " + original + " including all)");
    try (Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "select array_to_string(reloptions, ',') from pg_class where oid = '"
                    + original
                    + "'::regclass")) {
      found.next();
      String options = found.getString(1);
      if (options != null) {
        run("alter table " + table + " set (" + options + ")");
      }
    }
    if (key != null) {
      run(
          "insert into " + table + " select * from " + original + " where " + key + " = any(?)",
          texts(rows));
    }
  }

  private void run(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      set(statement, values);
      statement.execute();
    }
  }

  private static void set(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  /** Arrays of these types travel as they are; of others, as text. */
  private Array texts(Collection<String> values) throws SQLException {
    return connection.createArrayOf("text", values.toArray(String[]::new));
  }

  private Array integers(Collection<Integer> values) throws SQLException {
    return connection.createArrayOf("integer", values.toArray(Integer[]::new));
  }

  private Array longs(Collection<Long> values) throws SQLException {
    return connection.createArrayOf("bigint", values.toArray(Long[]::new));
  }

  /** Evaluates what was polled, as far as the database sees it, and commits. */
  void turn(List<ConsumerRecord<byte[], byte[]>> polled) throws SQLException {
    Rows rows = new Rows();
    for (ConsumerRecord<byte[], byte[]> record : polled) {
      add(rows, record);
    }
    ask(rows);
    for (String process : rows.process) {
      rows.nonce.add(rows.nonces.merge(process, 1L, Long::sum));
      rows.id.add(rows.ids.merge(process, 1L, Long::sum));
    }
    write(rows);
  }

  private void add(Rows rows, ConsumerRecord<byte[], byte[]> record) {
    ProducerRecord<byte[], byte[]> result = samples.result(module, record);
    String process = text(record.key());
    String sampled = samples.sampledId(record);
    rows.process.add(process);
    rows.sampled.add(sampled);
    rows.message.add(
        String.format(Locale.ROOT, "%0" + ID_DIGITS + "d", HopSamples.number(record))
            + sampled.substring(ID_DIGITS));
    rows.partition.add(record.partition());
    rows.offset.add(record.offset());
    rows.time.add(record.timestamp());
    rows.item.add(text(record.value()));
    rows.outcome.add(text(result.value()));
    rows.next.merge(record.partition(), record.offset() + 1, Math::max);
    if (!HopSamples.action(record).equals("RelayMessage")) {
      rows.chats.add(process);
    }
  }

  private void ask(Rows rows) throws SQLException {
    List<String> processes = rows.process.stream().distinct().toList();
    Object distinct = texts(processes);
    set(
        ask,
        integers(rows.next.keySet()),
        texts(rows.process),
        texts(rows.message),
        distinct,
        distinct);
    ask.execute();
    ask.getMoreResults();
    ask.getMoreResults();
    try (ResultSet found = ask.getResultSet()) {
      while (found.next()) {
        rows.nonces.put(found.getString(1), found.getLong(7));
      }
    }
    ask.getMoreResults();
    try (ResultSet found = ask.getResultSet()) {
      while (found.next()) {
        rows.ids.put(found.getString(2), found.getLong(1));
      }
    }
  }

  private void write(Rows rows) throws SQLException {
    Object process = texts(rows.process);
    Object message = texts(rows.message);
    Object time = longs(rows.time);
    List<Object> values =
        new ArrayList<>(
            List.of(
                process,
                longs(rows.nonce),
                message,
                integers(rows.partition),
                longs(rows.offset),
                time,
                texts(rows.item),
                texts(rows.outcome),
                texts(rows.nonces.keySet()),
                longs(rows.nonces.values()),
                longs(rows.nonces.keySet().stream().map(one -> now(rows)).toList()),
                integers(rows.next.keySet()),
                longs(rows.next.values())));
    if (isSession()) {
      values.add(texts(rows.ids.keySet()));
      values.add(longs(rows.ids.values()));
      values.add(process);
      values.add(longs(rows.id));
      values.add(message);
      values.add(time);
      values.add(texts(rows.sampled));
    } else {
      values.add(now(rows));
      values.add(texts(rows.chats));
    }
    set(write, values.toArray());
    write.execute();
  }

  private static long now(Rows rows) {
    return rows.time.get(rows.time.size() - 1);
  }

  private static String text(byte[] value) {
    return new String(value, StandardCharsets.UTF_8);
  }

  private void drop() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("drop schema if exists " + schema + " cascade");
    }
  }

  @Override
  public void close() throws IOException {
    try (connection) {
      if (!connection.getAutoCommit()) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
      drop();
    } catch (SQLException failed) {
      throw new IOException("schema " + schema + " can't be removed", failed);
    }
  }
}
