package mostao.local.database;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mostao.local.os.Ports;

/**
 * The settings of a database server.
 *
 * @param data the server's directory; initialised if it is new
 * @param secrets the directory for generated passwords, mode 0700, one file each
 * @param binaries where the server's programs are unpacked to, once; may be shared by many servers
 * @param log the file for the server's own log
 * @param port the loopback port
 * @param startDeadline how long a start may take, first initialisation included
 * @param tls the folder with {@code tls.crt}, {@code tls.key} and {@code ca.crt}: then nobody is
 *     let in without TLS
 */
public record DatabaseSettings(
    Path data,
    Path secrets,
    Path binaries,
    Path log,
    int port,
    Duration startDeadline,
    Optional<Path> tls) {
  private static final Duration START_DEADLINE = Duration.ofSeconds(120);

  /** Makes the paths absolute. */
  public DatabaseSettings {
    data = data.toAbsolutePath();
    secrets = secrets.toAbsolutePath();
    binaries = binaries.toAbsolutePath();
    log = log.toAbsolutePath();
    tls = tls.map(Path::toAbsolutePath);
  }

  /** Without TLS. */
  public DatabaseSettings(
      Path data, Path secrets, Path binaries, Path log, int port, Duration startDeadline) {
    this(data, secrets, binaries, log, port, startDeadline, Optional.empty());
  }

  /** All in one directory, on a free port. */
  public static DatabaseSettings in(Path data) {
    return new DatabaseSettings(
        data,
        data.resolve("secrets"),
        data.resolve("binaries"),
        data.resolve("postgres.log"),
        Ports.freeBase(1),
        START_DEADLINE);
  }

  /** The same with the programs in another place, so that several servers unpack them once. */
  public DatabaseSettings withBinaries(Path shared) {
    return new DatabaseSettings(data, secrets, shared, log, port, startDeadline, tls);
  }

  /** The same with TLS for everybody. */
  public DatabaseSettings withTls(Path folder) {
    return new DatabaseSettings(
        data, secrets, binaries, log, port, startDeadline, Optional.of(folder));
  }

  /** What a client's URL needs besides the address; each parameter ends with an ampersand. */
  String urlParameters() {
    return tls.map(folder -> "sslmode=verify-full&sslrootcert=" + folder.resolve("ca.crt") + "&")
        .orElse("");
  }

  /** Where the tables are. */
  Path cluster() {
    return data.resolve("cluster");
  }

  /** Where the server's launcher works; emptied at every start. */
  Path folder() {
    return data.resolve("run");
  }

  /** Server settings as command-line arguments. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>(always());
    if (tls.isPresent()) {
      arguments.addAll(
          List.of("-c", "ssl=on", "-c", "ssl_cert_file=tls.crt", "-c", "ssl_key_file=tls.key"));
    }
    return arguments;
  }

  private List<String> always() {
    return List.of(
        "-D",
        cluster().toString(),
        "-c",
        "listen_addresses=127.0.0.1",
        "-c",
        "port=" + port,
        // No socket file: its path has a length limit, and TCP with a password is the one way in.
        "-c",
        "unix_socket_directories=",
        "-c",
        "max_connections=100",
        "-c",
        // What a random id's index entry is on is read, and written back, once for each message if
        // it has no room here.
        "shared_buffers=256MB",
        "-c",
        // After every checkpoint a page is written whole when it changes first.
        "max_wal_size=1GB",
        "-c",
        "fsync=on",
        "-c",
        "synchronous_commit=on",
        // Small shared-memory mounts are common in containers; nothing here runs in parallel.
        "-c",
        "dynamic_shared_memory_type=mmap",
        "-c",
        "max_parallel_workers_per_gather=0",
        "-c",
        "jit=off",
        "-c",
        "timezone=UTC",
        "-c",
        "log_timezone=UTC",
        "-c",
        "log_line_prefix=%m [%p] %q%u@%d ",
        "-c",
        "log_checkpoints=off",
        "-c",
        "log_parameter_max_length_on_error=0");
  }
}
