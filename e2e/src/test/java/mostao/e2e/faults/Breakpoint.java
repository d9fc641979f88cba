package mostao.e2e.faults;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import mostao.local.stack.ServiceProcess;

/**
 * Waits until a thread of a running process reaches a fail-point; then the process is killed there,
 * or frozen there and thawed much later.
 */
final class Breakpoint {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Long enough to be frozen in; over when the process is thawed. */
  private static final long PAUSE_MILLIS = 3_000;

  private final ServiceProcess victim;
  private final FailPoint point;
  private final Path marker;

  private Breakpoint(ServiceProcess victim, FailPoint point, Path marker) {
    this.victim = victim;
    this.point = point;
    this.marker = marker;
  }

  /** The first who comes by the fail-point from now on stays there, to be killed. */
  static Breakpoint lay(ServiceProcess victim, FailPoint point) throws IOException {
    return lay(victim, point, 0);
  }

  /** The first who comes by the fail-point from now on pauses there, to be frozen. */
  static Breakpoint pause(ServiceProcess victim, FailPoint point) throws IOException {
    return lay(victim, point, PAUSE_MILLIS);
  }

  private static Breakpoint lay(ServiceProcess victim, FailPoint point, long millis)
      throws IOException {
    Path folder = Files.createTempDirectory(FaultSystem.stack().settings().data(), "breakpoint");
    Path marker = folder.resolve("reached");
    Path script = Files.writeString(folder.resolve("rule.btm"), point.rule(marker, millis));
    try {
      VirtualMachine machine = VirtualMachine.attach(Long.toString(victim.pid()));
      try {
        machine.loadAgent(
            agent().toString(), "script:" + script + ",boot:" + agent() + ",listener:false");
      } finally {
        machine.detach();
      }
    } catch (AttachNotSupportedException
        | AgentLoadException
        | AgentInitializationException failed) {
      throw new IOException("no agent can be put into " + victim.name(), failed);
    }
    return new Breakpoint(victim, point, marker);
  }

  /** Byteman, which is on our class path. */
  static Path agent() {
    try {
      Class<?> main =
          Class.forName("org.jboss.byteman.agent.Main", false, Breakpoint.class.getClassLoader());
      return Path.of(main.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (ClassNotFoundException | URISyntaxException e) {
      throw new IllegalStateException("Byteman is not on the class path", e);
    }
  }

  boolean isReached() {
    return Files.exists(marker);
  }

  /** Waits until a thread reaches the fail-point, and kills the process (SIGKILL). */
  void spring() {
    awaitReached();
    victim.kill();
  }

  /** Waits until a thread reaches the fail-point, and freezes the process (SIGSTOP). */
  void freeze() {
    awaitReached();
    victim.pause();
  }

  private void awaitReached() {
    Waiting.until(
        PATIENCE,
        victim.name() + " reaches " + point,
        () -> isReached() ? null : "no thread reached the fail-point; see " + victim.log());
  }
}
