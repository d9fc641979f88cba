package mostao.local.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mostao.local.os.ChildEnvironment;
import mostao.local.os.Folders;
import mostao.local.os.StartFailure;
import mostao.local.secret.SecretFile;

/** The server's data files: made by {@code initdb} the first time, whole or not at all. */
final class PostgresCluster {
  /** Every user needs a password, and only loopback is accepted. */
  private static final String WHO_MAY_CONNECT =
      "%s all all 127.0.0.1/32 scram-sha-256" + System.lineSeparator();

  private static final String IN_ANY_WAY = "host";
  private static final String WITH_TLS_ALONE = "hostssl";

  private static final long INITDB_SECONDS = 60;

  private final DatabaseSettings settings;
  private final RunAs runAs;
  private final PostgresBinaries binaries;
  private final String superuserPassword;

  PostgresCluster(
      DatabaseSettings settings, RunAs runAs, PostgresBinaries binaries, String superuserPassword) {
    this.settings = settings;
    this.runAs = runAs;
    this.binaries = binaries;
    this.superuserPassword = superuserPassword;
  }

  void initialise() throws IOException {
    Path cluster = settings.cluster();
    runAs.giveDirectory(settings.data());
    if (!Files.exists(cluster)) {
      Path draft = settings.data().resolve("cluster.new");
      Folders.delete(draft);
      Path password = settings.data().resolve("initdb.password");
      SecretFile.write(password, superuserPassword + "\n");
      try {
        runAs.give(password);
        run(draft, password);
      } finally {
        Files.deleteIfExists(password);
      }
      Files.move(draft, cluster, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.writeString(
        cluster.resolve("pg_hba.conf"),
        String.format(
            Locale.ROOT,
            WHO_MAY_CONNECT,
            settings.tls().isPresent() ? WITH_TLS_ALONE : IN_ANY_WAY));
    if (settings.tls().isPresent()) {
      // The server takes a key only from a file of its own user.
      for (String file : List.of("tls.crt", "tls.key")) {
        SecretFile.write(
            cluster.resolve(file), Files.readString(settings.tls().get().resolve(file)));
      }
    }
    // It may have been made by a run that could use a namespace.
    runAs.giveTree(cluster);
  }

  private void run(Path draft, Path password) throws IOException {
    List<String> words =
        List.of(
            binaries.initdb().toString(),
            "-D",
            draft.toString(),
            "-U",
            "postgres",
            "--auth=scram-sha-256",
            // A new piece of the log is written twice and synchronised while commits wait for it,
            // every 16 MB of a young database: 50 to 75 ms on a busy machine. A small one takes a
            // few.
            "--wal-segsize=1",
            "--pwfile=" + password,
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8");
    Path log = settings.log();
    ProcessBuilder initdb =
        new ProcessBuilder(runAs.command(words))
            .directory(settings.data().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    ChildEnvironment.apply(initdb, settings.data(), Map.of("LC_ALL", "C"));
    Process process = initdb.start();
    process.getOutputStream().close();
    try {
      if (!process.waitFor(INITDB_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new StartFailure("initdb takes longer than " + INITDB_SECONDS + " s; see " + log);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new StartFailure("the start of the database was interrupted", e);
    }
    if (process.exitValue() != 0) {
      List<String> lines = Files.readAllLines(log);
      throw new StartFailure(
          "the database cannot be initialised: "
              + String.join(" ", lines.subList(Math.max(0, lines.size() - 4), lines.size()))
              + " (log: "
              + log
              + ")");
    }
  }
}
