package mostao.local.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mostao.local.os.Child;

/**
 * Remains of an earlier run in the data directory: a pid file, perhaps with a server that still
 * runs. Only used under the data directory's lock, so no other launcher uses that server.
 */
final class StaleServer {
  private StaleServer() {}

  /** Ends a server that still runs on this cluster and removes a pid file that names no server. */
  static void stop(Path cluster) {
    Path file = cluster.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return;
    }
    try {
      Optional<ProcessHandle> server = server(file, cluster);
      if (server.isPresent()) {
        List<ProcessHandle> family = new ArrayList<>(server.get().descendants().toList());
        family.add(0, server.get());
        family.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle member : family) {
          member.onExit().orTimeout(10, TimeUnit.SECONDS).exceptionally(late -> member).join();
        }
      }
      // With the id taken by some other process the server would believe that it runs already.
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new IllegalStateException("cannot clear " + file, e);
    }
  }

  private static Optional<ProcessHandle> server(Path file, Path cluster) throws IOException {
    List<String> lines = Files.readAllLines(file);
    if (lines.isEmpty() || !lines.get(0).strip().matches("[0-9]{1,18}")) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
        .filter(ProcessHandle::isAlive)
        .filter(process -> runsOn(process, cluster));
  }

  private static boolean runsOn(ProcessHandle process, Path cluster) {
    return process.info().commandLine().stream()
        .anyMatch(line -> line.contains("postgres") && line.contains(cluster.toString()));
  }

  /** Whether the server ended because workers of a killed one hold its shared memory still. */
  static boolean blocked(Child child) {
    return child.lastLogLines(12).stream()
        .anyMatch(line -> line.contains("pre-existing shared memory block"));
  }
}
