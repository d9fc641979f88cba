package mostao.e2e.faults;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import mostao.ao.wire.Topics;
import mostao.local.stack.LocalStack;
import mostao.local.stack.Progress;
import mostao.local.stack.ServiceProcess;
import mostao.local.stack.ServiceSpec;
import mostao.local.stack.StackSettings;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The packaged system as the tests of faults share it: started once in this JVM, stopped behind the
 * last test. A test breaks it, mends it, and leaves it whole.
 *
 * <p>Runs in the execution {@code faults} of the build alone, which has a JVM of its own.
 */
final class FaultSystem implements BeforeAllCallback, AfterEachCallback, ExecutionCondition {
  /** After this a consumer that says nothing has lost its partitions. */
  static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);

  private static LocalStack stack;
  private static Proxies proxies;

  /** Stops the stack when JUnit drops its root context. */
  private record Stopped(LocalStack running) implements AutoCloseable {
    @Override
    public void close() {
      LoadRecord.close();
      running.close();
      proxies.close();
    }
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return Boolean.getBoolean("mostao.faults")
        ? ConditionEvaluationResult.enabled("the execution of the faults")
        : ConditionEvaluationResult.disabled("faults have an execution of their own");
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    context
        .getRoot()
        .getStore(Namespace.create(FaultSystem.class))
        .computeIfAbsent("stack", key -> started(), Stopped.class);
  }

  /** One test that left something down must not fail all that follow. */
  @Override
  public void afterEach(ExtensionContext context) {
    if (stack != null) {
      mend();
    }
  }

  private static Stopped started() {
    Path data = root().resolve("e2e/target/faults");
    try {
      LocalStack.delete(data);
    } catch (IOException e) {
      throw new IllegalStateException("can't remove what an earlier run left in " + data, e);
    }
    Proxies before = Proxies.before(settings(data));
    LocalStack started = new LocalStack(before.settings(), Progress.SILENT);
    started.start();
    stack = started;
    proxies = before;
    return new Stopped(started);
  }

  /**
   * The defaults, but for one: what a process that died had is given to others after six seconds
   * instead of twelve, so that a fault takes less of the build's time.
   */
  private static StackSettings settings(Path data) {
    StackSettings settings = StackSettings.of(root(), data, 1).onFreePorts().withQuickStart();
    for (String module : Topics.MODULES) {
      settings = settings.withService(module, spec -> impatient(spec, "inbox"));
    }
    return settings.withService("messenger", spec -> impatient(spec, "outboxes"));
  }

  private static ServiceSpec impatient(ServiceSpec spec, String channel) {
    return spec.with(
        "mp.messaging.incoming." + channel + ".session.timeout.ms",
        Long.toString(SESSION_TIMEOUT.toMillis()));
  }

  static Path root() {
    return Path.of(System.getProperty("mostao.root"));
  }

  static LocalStack stack() {
    return stack;
  }

  /** The proxies between the services (and some clients) and the broker or the database. */
  static Proxies proxies() {
    return proxies;
  }

  /** Where the first gateway is. */
  static URI door() {
    return URI.create(stack.url());
  }

  /** How often, and how long, in comparison with the ordinary build: 1 there. */
  static int scale() {
    return Integer.getInteger("mostao.faults.scale", 1);
  }

  /**
   * Stops a service, if it runs, and starts it with these settings and options for its JVM, which
   * hold until it is started again.
   */
  static ServiceProcess restart(
      String service, Map<String, String> settings, List<String> jvmOptions) {
    ServiceProcess process = stack.service(service);
    process.stop();
    process.start(settings, jvmOptions);
    return process;
  }

  /** Where a service is. */
  static URI door(ServiceProcess gateway) {
    return URI.create(gateway.url());
  }

  /** Starts what is down, as it was meant to be; does nothing to what runs. */
  static void mend() {
    proxies.heal();
    if (!stack.broker().running()) {
      stack.broker().start();
    }
    if (!stack.database().running()) {
      stack.database().start();
    }
    for (ServiceProcess service : stack.services()) {
      if (!service.running()) {
        service.start();
      }
    }
    for (ServiceProcess service : stack.services()) {
      Waiting.until(
          Duration.ofSeconds(60), service.name() + " is ready", () -> service.ready() ? null : "");
    }
  }
}
