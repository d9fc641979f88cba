package mostao.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import mostao.local.stack.LocalStack;
import mostao.local.stack.ServiceProcess;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.postgresql.PGConnection;

/**
 * Looks for secrets in every place where a running system keeps or shows anything: records of all
 * topics with keys and headers, rows of all tables, every file of its data directory, the services'
 * metrics and health answers, their command lines.
 */
final class Search {
  private static final int PORTION = 1 << 20;

  /** The broker makes them of offsets and times alone, and large. */
  private static final Set<String> INDEXES = Set.of(".index", ".timeindex");

  private static final List<String> SHOWN =
      List.of("/q/metrics", "/q/health", "/q/openapi", "/q/info");

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final LocalStack stack;
  private final Secrets secrets;
  private final Map<String, Set<String>> found = new TreeMap<>();
  private final Map<String, Long> seen = new TreeMap<>();

  Search(LocalStack stack, Secrets secrets) {
    this.stack = stack;
    this.secrets = secrets;
  }

  /** The findings, by place: names of secrets. */
  Map<String, Set<String>> found() {
    return found;
  }

  /** How many bytes were looked at, by kind of place. */
  Map<String, Long> seen() {
    return seen;
  }

  /** Looks everywhere. */
  Search everywhere() throws Exception {
    topics();
    tables();
    files(stack.settings().data());
    for (ServiceProcess service : stack.services()) {
      for (String path : SHOWN) {
        shown(URI.create(service.url() + path));
        shown(URI.create(service.operatorUrl() + path));
      }
      commandLine(service.name(), service.pid());
    }
    return this;
  }

  private void look(String kind, String place, byte[] bytes, int length) {
    seen.merge(kind, (long) length, Long::sum);
    Set<String> names = secrets.in(bytes, 0, length);
    if (!names.isEmpty()) {
      found.computeIfAbsent(kind + " " + place, p -> new TreeSet<>()).addAll(names);
    }
  }

  private void topics() throws Exception {
    String servers = stack.broker().bootstrapServers();
    Set<String> topics;
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      topics = admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
    }
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                servers,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          topics.stream()
              .flatMap(topic -> consumer.partitionsFor(topic).stream())
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(Duration.ofMillis(200)).forEach(this::record);
      }
    }
  }

  private void record(ConsumerRecord<byte[], byte[]> record) {
    part(record.topic() + " key", record.key());
    part(record.topic() + " value", record.value());
    record
        .headers()
        .forEach(
            header -> {
              part(record.topic() + " header", header.key().getBytes(UTF_8));
              part(record.topic() + " header", header.value());
            });
  }

  private void part(String place, byte[] bytes) {
    if (bytes != null) {
      look("topic", place, bytes, bytes.length);
    }
  }

  private void tables() throws SQLException, IOException {
    try (Connection connection = stack.database().connectAsSuperuser()) {
      List<String> tables = new ArrayList<>();
      try (Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery(
                  "select format('%I.%I', schemaname, tablename) from pg_tables"
                      + " where schemaname <> 'information_schema' order by 1")) {
        while (rows.next()) {
          tables.add(rows.getString(1));
        }
      }
      // What is being asked by whom.
      tables.add("pg_catalog.pg_stat_activity");
      for (String table : tables) {
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut("copy (select * from " + table + ") to stdout", new Rows(table));
      }
    }
  }

  /** The driver writes a row at a time. */
  private final class Rows extends OutputStream {
    private final String table;

    Rows(String table) {
      this.table = table;
    }

    @Override
    public void write(int one) {
      throw new UnsupportedOperationException("rows are written whole");
    }

    @Override
    public void write(byte[] row) {
      look("table", table, row, row.length);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      byte[] row = Arrays.copyOfRange(bytes, offset, offset + length);
      look("table", table, row, length);
    }
  }

  private void files(Path folder) throws IOException {
    List<Path> files;
    try (var walk = Files.walk(folder)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      String name = file.getFileName().toString();
      if (INDEXES.stream().noneMatch(name::endsWith)) {
        file(folder.relativize(file).toString(), file);
      }
    }
  }

  private void file(String place, Path file) throws IOException {
    byte[] portion = new byte[PORTION];
    try (InputStream in = Files.newInputStream(file)) {
      int kept = 0;
      int read = in.readNBytes(portion, 0, PORTION);
      while (read > 0) {
        look("file", place, portion, kept + read);
        int again = Math.min(Secrets.overlap(), kept + read);
        System.arraycopy(portion, kept + read - again, portion, 0, again);
        kept = again;
        read = in.readNBytes(portion, kept, PORTION - kept);
      }
    } catch (NoSuchFileException gone) {
      // The broker and the database remove files of theirs while we look.
      seen.merge("file gone", 1L, Long::sum);
    }
  }

  /** A service's public description of itself. */
  void shown(URI uri) throws IOException, InterruptedException {
    HttpRequest question = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build();
    HttpResponse<byte[]> answer = HTTP.send(question, HttpResponse.BodyHandlers.ofByteArray());
    look("answer", uri.getPath(), answer.body(), answer.body().length);
  }

  /** As other users of the machine see it. */
  void commandLine(String name, long pid) throws IOException {
    Path file = Path.of("/proc", Long.toString(pid), "cmdline");
    if (Files.exists(file)) {
      byte[] line = Files.readAllBytes(file);
      look("command line", name, line, line.length);
    }
  }
}
