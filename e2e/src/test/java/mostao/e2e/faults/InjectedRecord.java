package mostao.e2e.faults;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import mostao.local.stack.ServiceProcess;

/** Byteman's rules in a running process, which has them until it ends. */
final class InjectedRecord {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private InjectedRecord() {}

  /** Puts rules of Byteman's language into a process; they hold when this returns. */
  static void in(ServiceProcess process, String rules) throws IOException {
    Path folder = Files.createTempDirectory(FaultSystem.stack().settings().data(), "planted");
    Path script = Files.writeString(folder.resolve("rules.btm"), rules);
    Path agent = Breakpoint.agent();
    try {
      VirtualMachine machine = VirtualMachine.attach(Long.toString(process.pid()));
      try {
        machine.loadAgent(
            agent.toString(), "script:" + script + ",boot:" + agent + ",listener:false");
      } finally {
        machine.detach();
      }
    } catch (AttachNotSupportedException
        | AgentLoadException
        | AgentInitializationException failed) {
      throw new IOException("no agent can be put into " + process.name(), failed);
    }
  }

  /** A method that throws whenever it is called. */
  static void bug(ServiceProcess process, String type, String method) throws IOException {
    in(
        process,
        String.format(
            Locale.ROOT,
            """
        RULE bug
        CLASS %s
        METHOD %s
        AT ENTRY
        IF TRUE
        DO throw new java.lang.IllegalStateException("planted")
        ENDRULE
        """,
            type,
            method));
  }

  /** Kills a process (SIGKILL) as soon as it is at a step; lay it before the step can come. */
  static final class Trap {
    private final ServiceProcess victim;
    private final SagaStep step;
    private final Path marker;

    Trap(SagaStep step) throws IOException {
      this.step = step;
      this.victim = FaultSystem.stack().service(step.service());
      this.marker =
          Files.createTempDirectory(FaultSystem.stack().settings().data(), "trap")
              .resolve("reached");
      in(victim, step.rule(marker));
    }

    ServiceProcess spring() {
      Waiting.until(
          PATIENCE,
          victim.name() + " reaches " + step,
          () ->
              Files.exists(marker)
                  ? null
                  : "no thread reached the fail-point; see " + victim.log());
      victim.kill();
      LoadRecord.fault("kill -9 of " + victim.name() + " in a saga at " + step);
      return victim;
    }
  }
}
