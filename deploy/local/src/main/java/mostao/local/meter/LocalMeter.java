package mostao.local.meter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mostao.client.bench.Meter;

/**
 * Reads what the programs of a {@link LocalSystem} have used, and this process as {@code bench}.
 * What can't be read is left out: {@code /proc} is Linux's. Keeps one connection to the database.
 */
public final class LocalMeter implements Meter, AutoCloseable {
  private static final Path PROC = Path.of("/proc");
  private static final Pattern SERVICE = Pattern.compile("config/([a-z0-9-]+)\\.properties");

  /**
   * Behind the command's name: user and system time, and those of children that have ended, which
   * PostgreSQL's come to.
   */
  private static final int FIRST_TIME = 11;

  private static final int LAST_TIME = 14;

  /** The kernel counts in these, whatever its own are, on every platform Java runs on. */
  private static final double TICKS_A_SECOND = 100;

  private static final long KIB = 1024;

  private static final String COUNTS =
      "select sum(tup_inserted + tup_updated + tup_deleted)::bigint,"
          + " sum(xact_commit + xact_rollback)::bigint,"
          + " (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint"
          + " from pg_stat_database where datname = current_database()";

  private final LocalSystem system;
  private Connection connection;

  public LocalMeter(LocalSystem system) {
    this.system = system;
  }

  @Override
  public Reading read() {
    Map<String, Program> programs = new TreeMap<>();
    add(programs, "bench", ProcessHandle.current().pid());
    add(programs, "launcher", system.launcher().pid());
    try (Stream<ProcessHandle> all = system.launcher().descendants()) {
      all.forEach(child -> add(programs, name(child.pid()), child.pid()));
    }
    return new Reading(programs, database());
  }

  /** Helpers without a name of their own, such as those that watch over it, are the launcher's. */
  private static String name(long pid) {
    String command = text(PROC.resolve(pid + "/cmdline")).replace('\0', ' ');
    Matcher service = SERVICE.matcher(command);
    if (service.find()) {
      return service.group(1);
    }
    if (command.contains("mostao.local.broker.BrokerMain")) {
      return "broker";
    }
    return command.contains("postgres") ? "database" : "launcher";
  }

  private static void add(Map<String, Program> programs, String name, long pid) {
    String stat = text(PROC.resolve(pid + "/stat"));
    if (stat.isEmpty()) {
      return;
    }
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    double seconds = 0;
    for (int field = FIRST_TIME; field <= LAST_TIME; field++) {
      seconds += Long.parseLong(fields[field]) / TICKS_A_SECOND;
    }
    long written = number(PROC.resolve(pid + "/io"), "write_bytes");
    // Without the memory that PostgreSQL's processes share.
    Path status = PROC.resolve(pid + "/status");
    long resident = KIB * (number(status, "VmRSS") - number(status, "RssShmem"));
    Program one = new Program(seconds, written, resident);
    programs.merge(
        name,
        one,
        (a, b) ->
            new Program(
                a.cpuSeconds() + b.cpuSeconds(),
                a.writtenBytes() + b.writtenBytes(),
                a.residentBytes() + b.residentBytes()));
  }

  private static long number(Path file, String field) {
    Matcher line = Pattern.compile("(?m)^" + field + ":\\s*([0-9]+)").matcher(text(file));
    return line.find() ? Long.parseLong(line.group(1)) : 0;
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException gone) {
      return "";
    }
  }

  private synchronized Optional<Database> database() {
    try {
      if (connection == null) {
        connection = system.database();
      }
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(COUNTS)) {
        row.next();
        return Optional.of(new Database(row.getLong(1), row.getLong(2), row.getLong(3)));
      }
    } catch (SQLException away) {
      return Optional.empty();
    }
  }

  @Override
  public synchronized void close() {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException away) {
      // As good as closed.
    }
  }
}
