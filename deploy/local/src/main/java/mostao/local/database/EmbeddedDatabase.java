package mostao.local.database;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mostao.local.os.Child;
import mostao.local.os.ChildCommand;
import mostao.local.os.DirectoryLock;
import mostao.local.os.Ports;
import mostao.local.os.Signal;
import mostao.local.os.StartFailure;
import mostao.local.secret.SecretFile;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of our own: loopback only, scram passwords for every user, {@code fsync} on,
 * data kept between runs. Works as root too. It holds one database, {@value #DATABASE}, with a user
 * and a schema for each service. Thread-safe.
 */
public final class EmbeddedDatabase implements AutoCloseable {
  /** The database of all services. */
  public static final String DATABASE = "mostao";

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);

  private static final String SUPERUSER = "postgres";

  /** The C library keeps the megabytes of one batch for the next, instead of giving them back. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "LC_ALL", "C",
          "MALLOC_MMAP_THRESHOLD_", "33554432",
          "MALLOC_TRIM_THRESHOLD_", "33554432",
          "MALLOC_TOP_PAD_", "1048576");

  private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);

  private final DatabaseSettings settings;
  private final DirectoryLock lock;
  private final RunAs runAs;
  private final PostgresBinaries binaries;
  private Child child;

  private EmbeddedDatabase(DatabaseSettings settings, RunAs runAs) {
    this.settings = settings;
    this.runAs = runAs;
    this.lock = DirectoryLock.acquire(settings.data());
    try {
      SecretFile.ownerOnlyDirectory(settings.data());
      this.binaries = unpack(settings, runAs);
    } catch (IOException e) {
      lock.close();
      throw unwritable(e);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static PostgresBinaries unpack(DatabaseSettings settings, RunAs runAs)
      throws IOException {
    Path own = settings.data().resolve("binaries");
    // Another user has access only to the data directory, which is given to it.
    if (runAs.owner().isEmpty()) {
      try {
        return PostgresBinaries.unpack(settings.binaries());
      } catch (FileSystemException readOnly) {
        LOG.info("{} can't be written ({}); unpacking to {}", settings.binaries(), readOnly, own);
      }
    }
    return PostgresBinaries.unpack(own);
  }

  /** A started server with all its files in one directory, on a free port. */
  public static EmbeddedDatabase start(Path data) {
    return start(DatabaseSettings.in(data));
  }

  /**
   * Starts a server and waits until it answers; the first time it makes the database.
   *
   * @throws StartFailure when it does not start, with the end of its log
   */
  public static EmbeddedDatabase start(DatabaseSettings settings) {
    return start(settings, RunAs.choose());
  }

  static EmbeddedDatabase start(DatabaseSettings settings, RunAs runAs) {
    EmbeddedDatabase database = new EmbeddedDatabase(settings, runAs);
    try {
      database.start();
      return database;
    } catch (RuntimeException e) {
      database.lock.close();
      throw e;
    }
  }

  /** Starts again on the same data and port after {@link #stop} or {@link #killAbruptly}. */
  public synchronized void start() {
    if (child != null && child.running()) {
      return;
    }
    if (!Ports.free(settings.port())) {
      StaleServer.stop(settings.cluster());
    }
    if (!Ports.free(settings.port())) {
      throw new StartFailure(
          "port "
              + settings.port()
              + " (database) is in use; stop what uses it or choose other ports");
    }
    long deadline = System.nanoTime() + settings.startDeadline().toNanos();
    try {
      PostgresCluster cluster = new PostgresCluster(settings, runAs, binaries, superuserPassword());
      cluster.initialise();
      StaleServer.stop(settings.cluster());
      launch(deadline);
      try (Connection connection = connect(SUPERUSER, SUPERUSER, superuserPassword())) {
        new Grants(connection).prepare(SUPERUSER, superuserPassword());
      }
    } catch (IOException e) {
      throw unwritable(e);
    } catch (SQLException e) {
      child.kill();
      throw new StartFailure(
          "the database does not take the password in "
              + superuserPasswordFile()
              + " ("
              + e.getMessage()
              + "); put the file back or start on an empty data directory",
          e);
    }
  }

  private void launch(long deadline) {
    while (true) {
      child = Child.start(command());
      try {
        child.awaitReady(this::ready, Duration.ofNanos(deadline - System.nanoTime()));
        return;
      } catch (StartFailure e) {
        if (!StaleServer.blocked(child) || System.nanoTime() > deadline) {
          throw e;
        }
      }
    }
  }

  private StartFailure unwritable(IOException e) {
    return new StartFailure(
        "cannot write the database's directory "
            + settings.data()
            + " ("
            + e
            + "); choose one that you may write, on a disk that is not full",
        e);
  }

  private ChildCommand command() {
    List<String> words = new ArrayList<>();
    words.add(binaries.postgres().toString());
    words.addAll(settings.arguments());
    return new ChildCommand(
        "database",
        runAs.command(words),
        ENVIRONMENT,
        settings.folder(),
        settings.log(),
        Signal.INT);
  }

  /** The server writes its state as the last line of this file. */
  private boolean ready() {
    Path status = settings.cluster().resolve("postmaster.pid");
    List<String> lines;
    try {
      lines = Files.readAllLines(status);
    } catch (NoSuchFileException notYet) {
      return false;
    } catch (IOException e) {
      throw unwritable(e);
    }
    return lines.size() >= 8
        && lines.get(0).equals(String.valueOf(child.pid()))
        && lines.get(7).strip().equals("ready");
  }

  /**
   * A user with one schema of its own, made when missing; the password is generated once and kept
   * in the secrets directory.
   *
   * @param name lower-case letters, digits and underscores; the name of the user and of the schema
   */
  public SchemaOwner createOwner(String name) {
    SchemaOwner owner =
        new SchemaOwner(
            name,
            jdbcUrl() + "?" + settings.urlParameters() + "currentSchema=" + name,
            SecretFile.password(passwordFile(Grants.checked(name))));
    try (Connection connection = connectAsSuperuser()) {
      new Grants(connection).give(owner);
      return owner;
    } catch (SQLException e) {
      throw new IllegalStateException("cannot make the database user " + name, e);
    }
  }

  /** Drops the schema of this user with all that is in it, and makes it again, empty. */
  public SchemaOwner recreateOwner(String name) {
    try (Connection connection = connectAsSuperuser()) {
      new Grants(connection).dropSchema(name);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot drop the schema " + name, e);
    }
    return createOwner(name);
  }

  /** A connection to {@value #DATABASE} that may do anything; for tests and repair. */
  public Connection connectAsSuperuser() throws SQLException {
    return connect(DATABASE, SUPERUSER, superuserPassword());
  }

  /** A connection as this user. */
  public Connection connect(SchemaOwner owner) throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(owner.jdbcUrl());
    return source.getConnection(owner.name(), owner.password());
  }

  /**
   * A connection to a database that another process may have started, as the owner of a schema.
   *
   * @param secrets the directory with its passwords
   * @param owner name of the user and of its schema
   * @throws StartFailure when that user has no password
   */
  public static Connection connect(int port, Path secrets, String owner) throws SQLException {
    Path file = secrets.resolve("database-" + Grants.checked(owner));
    if (!Files.exists(file)) {
      throw new StartFailure(
          "there is no " + file + "; start the system with ./mostao up, or name its --data");
    }
    return connect(port, DATABASE, owner, SecretFile.password(file));
  }

  private Connection connect(String database, String user, String password) throws SQLException {
    PGSimpleDataSource source = source(settings.port(), database);
    settings
        .tls()
        .ifPresent(
            folder -> {
              source.setSslMode("verify-full");
              source.setSslRootCert(folder.resolve("ca.crt").toString());
            });
    return source.getConnection(user, password);
  }

  private static Connection connect(int port, String database, String user, String password)
      throws SQLException {
    return source(port, database).getConnection(user, password);
  }

  private static PGSimpleDataSource source(int port, String database) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {"127.0.0.1"});
    source.setPortNumbers(new int[] {port});
    source.setDatabaseName(database);
    return source;
  }

  private String superuserPassword() {
    return SecretFile.password(superuserPasswordFile());
  }

  private Path superuserPasswordFile() {
    return settings.secrets().resolve("database-superuser");
  }

  private Path passwordFile(String user) {
    return settings.secrets().resolve("database-" + user);
  }

  /** The database of all services, without a schema. */
  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + settings.port() + "/" + DATABASE;
  }

  /** The loopback port. */
  public int port() {
    return settings.port();
  }

  /** The process id of the server (the last one, when it is stopped). */
  public synchronized long pid() {
    return child.pid();
  }

  /** Whether the server runs. */
  public synchronized boolean running() {
    return child.running();
  }

  /** Sends the server's main process a signal, for example STOP and CONT. */
  public synchronized void signal(Signal signal) {
    child.signal(signal);
  }

  /** Stops in order, without waiting for clients; kills when that takes longer than 20 s. */
  public synchronized void stop() {
    child.stop(STOP_PATIENCE);
  }

  /** Kills the server and its workers as a power cut would, except that the page cache stays. */
  public synchronized void killAbruptly() {
    child.kill();
  }

  /** Where the server's own log is. */
  public Path log() {
    return settings.log();
  }

  @Override
  public void close() {
    stop();
    lock.close();
  }
}
