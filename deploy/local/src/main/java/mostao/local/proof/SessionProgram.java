package mostao.local.proof;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import mostao.ao.process.PureModule;
import mostao.ao.process.Rules;
import mostao.ao.turn.Replay;
import mostao.ao.wire.Topics;
import mostao.client.proof.Recomputation;

/** The program of sessions, if it is on this machine. */
public final class SessionProgram implements AutoCloseable {
  private final URLClassLoader loader;

  private SessionProgram(URLClassLoader loader) {
    this.loader = loader;
  }

  /**
   * @param root of the repository, where the session service is packaged
   */
  public static SessionProgram of(Path root) throws IOException {
    List<URL> jars = new ArrayList<>();
    Path folder = root.resolve("session-service/target/quarkus-app/app");
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.jar")) {
        for (Path jar : found) {
          jars.add(url(jar));
        }
      }
    }
    return new SessionProgram(
        new URLClassLoader(jars.toArray(URL[]::new), SessionProgram.class.getClassLoader()));
  }

  private static URL url(Path jar) throws MalformedURLException {
    return jar.toUri().toURL();
  }

  /**
   * Evaluates one session; empty if the program is not here.
   *
   * @param rules of the deployment
   */
  public Optional<Recomputation> over(Rules rules) {
    return ServiceLoader.load(PureModule.class, loader).stream()
        .map(ServiceLoader.Provider::get)
        .filter(module -> module.table().kind().equals(Topics.SESSION))
        .findFirst()
        .map(module -> replay((PureModule<?, ?>) module, rules));
  }

  private static <V, C> Recomputation replay(PureModule<V, C> module, Rules rules) {
    Replay<V, C> replay = new Replay<>(module, rules);
    return (process, message, slot) -> replay.next(message, slot.exclude(), slot.timestamp());
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }
}
