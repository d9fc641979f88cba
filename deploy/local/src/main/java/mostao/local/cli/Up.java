package mostao.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mostao.local.stack.LocalStack;
import mostao.local.stack.StackSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mostao up}: the whole system, until Ctrl-C. */
@Command(
    name = "up",
    description = "Starts the whole system on this machine and runs it until Ctrl-C.",
    mixinStandardHelpOptions = true)
final class Up implements Callable<Integer> {
  @Mixin private StackOptions options;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    long begin = System.nanoTime();
    return new StackRun(options, out)
        .run(
            (stack, progress) -> {
              summary(stack, Duration.ofNanos(System.nanoTime() - begin))
                  .lines()
                  .forEach(progress::line);
              watch(stack, progress);
              return 0;
            });
  }

  /** Never returns; says so when a part ends that nobody stopped. */
  private static void watch(LocalStack stack, ProgressLines progress) throws InterruptedException {
    CountDownLatch forEver = new CountDownLatch(1);
    Set<String> known = new HashSet<>();
    while (!forEver.await(1, TimeUnit.SECONDS)) {
      for (String part : stack.fallen()) {
        if (known.add(part)) {
          progress.line(
              "mostao: "
                  + part
                  + " has ended by itself; the reason is in "
                  + stack.settings().data().resolve("logs").resolve(part + ".log")
                  + ". Press Ctrl-C and start again");
        }
      }
    }
  }

  static String summary(LocalStack stack, Duration took) {
    StackSettings settings = stack.settings();
    String gateway = stack.url();
    String broker = stack.broker().bootstrapServers();
    String port = settings.port() == StackSettings.DEFAULT_PORT ? "" : " --port " + settings.port();
    return String.format(
        Locale.ROOT,
        """

        MostAO is up, ready in %.1f s.

          gateway   %s
          registry  process %s
          broker    %s (Kafka)
          database  %s
          reads     %s
          data      %s
          logs      %s

        Try next, in another terminal:
          curl %s/
          ./mostao topics%s          watch every message on its way
          kcat -b %s -t ao.handle.inbox

        Ctrl-C stops everything; what is in the data directory is kept for the next time.
        """,
        took.toMillis() / 1000.0,
        gateway,
        registryId(gateway),
        broker,
        stack.database().jdbcUrl(),
        settings.openReads()
            ? "OPEN to anybody (without --open-reads they need proof)"
            : "private; the owner or a party proves itself",
        settings.data(),
        settings.data().resolve("logs"),
        gateway,
        port,
        broker);
  }

  private static String registryId(String gateway) {
    try (InputStream body = URI.create(gateway + "/").toURL().openStream()) {
      JsonNode id = new ObjectMapper().readTree(body).path("registry");
      return id.isTextual() ? id.asText() : "(the gateway names none)";
    } catch (IOException e) {
      return "(the gateway does not say: " + e.getMessage() + ")";
    }
  }
}
