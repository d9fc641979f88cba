package mostao.ao.testkit.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import mostao.local.broker.EmbeddedBroker;
import mostao.local.database.EmbeddedDatabase;
import mostao.local.database.SchemaOwner;

/** Both as processes of their own, with their data in a new folder under {@code target}. */
final class EmbeddedServers implements Servers {
  private final Path folder;
  private final Broker broker;
  private final EmbeddedDatabase database;
  private final SchemaOwner owner;

  EmbeddedServers() {
    try {
      Path target = Files.createDirectories(Path.of("target"));
      folder = Files.createTempDirectory(target, "infra-").toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    CompletableFuture<EmbeddedBroker> starting =
        CompletableFuture.supplyAsync(
            () -> EmbeddedBroker.start(folder.resolve("broker")),
            // A new thread has this one's class loader, by which Kafka's client finds its classes;
            // from JDK 25 on those of the common pool have the system's.
            start -> new Thread(start, "broker-start").start());
    database = EmbeddedDatabase.start(folder.resolve("database"));
    owner = database.createOwner("unit");
    broker = new ProcessBroker(starting.join());
  }

  @Override
  public Broker broker() {
    return broker;
  }

  @Override
  public Database database() {
    return new Database(owner.jdbcUrl(), owner.name(), owner.password());
  }

  @Override
  public void stopDatabase() {
    database.stop();
  }

  @Override
  public void startDatabase() {
    database.start();
  }

  @Override
  public void close() {
    broker.close();
    database.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the folder of the test servers stays behind", e);
    }
  }
}
