package mostao.local.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mostao.local.database.SchemaOwner;
import mostao.local.os.Child;
import mostao.local.os.Jvm;
import mostao.local.os.Ports;
import mostao.local.os.Programs;
import mostao.local.os.Signal;
import mostao.local.os.StartFailure;

/**
 * One service of a running stack; it can be broken in the ways machines break, and started again on
 * the same port. Thread-safe.
 */
public final class ServiceProcess {
  private static final int PROBE_MILLIS = 2_000;
  private static final int OK = 200;
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);

  /** Making a class cache is the last thing a program does. */
  private static final Duration TRAINED_PATIENCE = Duration.ofSeconds(180);

  private final StackSettings stack;
  private final ServiceSpec spec;
  private final ServiceConfig.Surroundings surroundings;
  private Child child;

  ServiceProcess(StackSettings stack, ServiceSpec spec, ServiceConfig.Surroundings surroundings) {
    this.stack = stack;
    this.spec = spec;
    this.surroundings = surroundings;
  }

  /** The same service as a further process. */
  ServiceProcess on(String name, int portOffset) {
    return new ServiceProcess(stack, spec.on(name, portOffset), surroundings);
  }

  /**
   * Starts the process and waits until it says that it is ready.
   *
   * @throws StartFailure when it ends or is not ready in time, with the end of its log
   */
  public void start() {
    start(Map.of());
  }

  /** The same with more configuration properties, for this run alone. */
  public void start(Map<String, String> settings) {
    start(settings, List.of());
  }

  /** The same with more options for its JVM as well, for this run alone. */
  public void start(Map<String, String> settings, List<String> options) {
    launch(settings, options);
    awaitReady();
  }

  /** Starts the process without waiting for it. */
  public void launch(Map<String, String> settings) {
    launch(settings, List.of());
  }

  private synchronized void launch(Map<String, String> settings, List<String> options) {
    if (child != null && child.running()) {
      throw new IllegalStateException(name() + " runs already");
    }
    int port = stack.port() + spec.portOffset();
    if (!Ports.free(port)) {
      throw new StartFailure(
          "port " + port + " (" + name() + ") is in use; stop what uses it or choose --port");
    }
    ServiceSpec configured = spec;
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      configured = configured.with(setting.getKey(), setting.getValue());
    }
    Path config = new ServiceConfig(stack, configured, surroundings).write();
    List<String> arguments = new ArrayList<>();
    arguments.addAll(spec.options());
    if (stack.quickStart()) {
      arguments.add(Programs.COMPILE_LESS);
    } else {
      arguments.addAll(StartOnly.options(stack.data()));
    }
    arguments.addAll(classCache());
    arguments.addAll(spec.nativeLibrary());
    arguments.addAll(options);
    // A list of URIs, separated by commas.
    arguments.add("-Dquarkus.config.locations=" + config.toUri().toString().replace(",", "%2C"));
    arguments.addAll(spec.program());
    child =
        Child.start(
            Jvm.command(name(), arguments, Map.of(), stack.folder(name()), stack.log(name())));
  }

  private List<String> classCache() {
    Runtime.Version jdk = Runtime.version();
    if (spec.jar().isEmpty() || !ClassCache.possible(jdk)) {
      return List.of();
    }
    ClassCache cache = ClassCache.of(spec.jar().get().getParent(), jdk);
    return cache.options(stack.training());
  }

  /** Waits until the process says that it is ready. */
  public void awaitReady() {
    current().awaitReady(this::ready, stack.readyDeadline());
  }

  private synchronized Child current() {
    if (child == null) {
      throw new IllegalStateException(name() + " has not been started");
    }
    return child;
  }

  /** Whether the process answers its readiness check with 200 now. */
  public boolean ready() {
    try {
      HttpURLConnection probe =
          (HttpURLConnection)
              URI.create(operatorUrl() + "/q/health/ready").toURL().openConnection();
      probe.setConnectTimeout(PROBE_MILLIS);
      probe.setReadTimeout(PROBE_MILLIS);
      int status = probe.getResponseCode();
      try (InputStream body = status < 400 ? probe.getInputStream() : probe.getErrorStream()) {
        if (body != null) {
          body.transferTo(OutputStream.nullOutputStream());
        }
      }
      return status == OK;
    } catch (IOException notListening) {
      return false;
    }
  }

  /** Its name. */
  public String name() {
    return spec.name();
  }

  /** Where its HTTP is. */
  public String url() {
    return stack.url(spec);
  }

  /** Where its health and metrics are. */
  public String operatorUrl() {
    return stack.operatorUrl(spec);
  }

  /** The file it logs to. */
  public Path log() {
    return stack.log(name());
  }

  /** The user of its database schema; empty for a service without one. */
  public Optional<SchemaOwner> owner() {
    return surroundings.owner();
  }

  /** Its process id (the last one, when it does not run). */
  public long pid() {
    return current().pid();
  }

  /** Whether the process exists; a frozen one does. */
  public synchronized boolean running() {
    return child != null && child.running();
  }

  /** Its exit code after it has ended. */
  public Optional<Integer> exitCode() {
    return current().exitCode();
  }

  /** Stops it in order (SIGTERM); kills it after thirty seconds, or three minutes in training. */
  public synchronized void stop() {
    if (child != null) {
      child.stop(stack.training() ? TRAINED_PATIENCE : STOP_PATIENCE);
    }
  }

  /** Kills it at once (SIGKILL). */
  public synchronized void kill() {
    if (child != null) {
      child.kill();
    }
  }

  /** Freezes it (SIGSTOP): the process is there and does nothing. */
  public void pause() {
    current().signal(Signal.STOP);
  }

  /** Thaws it (SIGCONT). */
  public void resume() {
    current().signal(Signal.CONT);
  }
}
