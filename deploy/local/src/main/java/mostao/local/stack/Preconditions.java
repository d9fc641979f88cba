package mostao.local.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import mostao.local.os.Ports;
import mostao.local.os.StartFailure;

/** The conditions on this machine before anything is started; each failure is one sentence. */
final class Preconditions {
  private static final long MEGABYTE = 1024 * 1024;

  /** Room for an empty system: Kafka's segments, PostgreSQL's cluster and write-ahead log. */
  static final long NEEDED_MEGABYTES = 500;

  private final StackSettings settings;

  Preconditions(StackSettings settings) {
    this.settings = settings;
  }

  void programsAreBuilt() {
    for (ServiceSpec service : settings.services()) {
      Optional<Path> missing = service.jar().filter(jar -> !Files.isRegularFile(jar));
      if (missing.isPresent()) {
        throw new StartFailure(
            service.name()
                + " is not built ("
                + missing.get()
                + " is missing); run ./mostao, which builds what is missing, or mvn package");
      }
    }
  }

  void directoryHasRoom() {
    Path data = settings.data();
    try {
      Files.createDirectories(data);
      if (!Files.isWritable(data)) {
        throw new StartFailure(
            "cannot write the data directory " + data + "; choose another one with --data");
      }
      requireRoom(data, Files.getFileStore(data).getUsableSpace() / MEGABYTE);
    } catch (IOException e) {
      throw unwritable(data, e);
    }
  }

  static void requireRoom(Path data, long freeMegabytes) {
    if (freeMegabytes < NEEDED_MEGABYTES) {
      throw new StartFailure(
          "the disk of "
              + data
              + " has "
              + freeMegabytes
              + " MB left and "
              + NEEDED_MEGABYTES
              + " are needed; free some or choose another directory with --data");
    }
  }

  static StartFailure unwritable(Path data, IOException cause) {
    return new StartFailure(
        "cannot write the data directory "
            + data
            + " ("
            + cause
            + "); choose another one with --data",
        cause);
  }

  void portsAreFree() {
    Map<Integer, String> uses = new TreeMap<>();
    settings
        .services()
        .forEach(s -> uses.put(settings.port() + s.operatorOffset(), s.name() + "'s management"));
    settings.services().forEach(s -> uses.put(settings.port() + s.portOffset(), s.name()));
    uses.put(settings.port() + StackSettings.BROKER, "broker");
    uses.put(settings.port() + StackSettings.CONTROLLER, "broker's controller");
    uses.put(settings.port() + StackSettings.DATABASE, "database");
    uses.forEach(
        (port, use) -> {
          if (!Ports.free(port)) {
            throw new StartFailure(
                "port "
                    + port
                    + " ("
                    + use
                    + ") is in use; stop what uses it or choose another first port with --port");
          }
        });
  }
}
