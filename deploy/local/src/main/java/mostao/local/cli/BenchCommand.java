package mostao.local.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mostao.client.bench.Bench;
import mostao.client.bench.BenchReport;
import mostao.client.bench.BenchSettings;
import mostao.client.bench.Load;
import mostao.client.bench.Meter;
import mostao.client.bench.Read;
import mostao.client.bench.ReadsBench;
import mostao.client.bench.ReadsReport;
import mostao.client.bench.ReadsSettings;
import mostao.client.chat.HandleName;
import mostao.client.chat.WaitPolicy;
import mostao.client.http.HttpSettings;
import mostao.client.wallet.WalletType;
import mostao.local.floor.Floor;
import mostao.local.floor.FloorReport;
import mostao.local.meter.LocalMeter;
import mostao.local.meter.LocalSystem;
import mostao.local.os.StartFailure;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mostao bench}: load on a running system, and what it carries. */
@Command(
    name = "bench",
    header = "Measures how many messages a second a running system carries, and how fast.",
    description =
        "Sends signed messages from handle to handle, waits for the receiver's notification of"
            + " each, and compares the sessions with what was accepted. Exit code 0: nothing was"
            + " lost, doubled, reordered or left undelivered. With --reads it asks dry-runs"
            + " instead: exit code 0 if all had the right answer. Of a system of ./mostao up it"
            + " also says what each program used.",
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
  private static final int ONE_A_SECOND = 300;
  private static final int LONGEST_FLOOR = 600;
  private static final int MESSAGES_IN_FLIGHT = 256;
  private static final int READS_IN_FLIGHT = 64;
  private static final int NAME_WORDS = 3;

  /** The quota of an address is a thousand a second. */
  private static final int LOCAL_ADDRESSES = 8;

  @Spec private CommandSpec spec;

  @Option(
      names = "--gateway",
      defaultValue = "http://127.0.0.1:7070",
      paramLabel = "URL",
      description = "Base URL of the gateway (default: ${DEFAULT-VALUE}).")
  private URI gateway;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Data directory of the local system (default: .mostao beside this program). Where the"
              + " gateway is another's, this is where items are kept alone.")
  private Path data;

  @Option(
      names = "--reads",
      split = ",",
      paramLabel = "ACTION",
      description =
          "Asks instead of sending: QueryMessage, QueryHandle, GetHandles, QuerySession or"
              + " GetChatList, or several, each equally often.")
  private List<String> reads = List.of();

  @Option(
      names = "--rows",
      defaultValue = "1000",
      paramLabel = "N",
      description =
          "Of QueryMessage: the session has at least N messages; those that are missing are sent"
              + " first (default: ${DEFAULT-VALUE}, at most 1000000).")
  private int rows;

  @Option(
      names = "--page",
      defaultValue = "50",
      paramLabel = "N",
      description =
          "Of QueryMessage and GetChatList: rows of an answer (default: ${DEFAULT-VALUE}, at most"
              + " 1000).")
  private int page;

  @Option(
      names = "--names",
      paramLabel = "FILE",
      description =
          "Of QueryHandle and GetHandles: asks for the names in this file and for their owners"
              + " instead of the pairs'; on each line a name, its process and its owner.")
  private Path names;

  @ArgGroup private Mode mode = new Mode();

  /** One of these. */
  static final class Mode {
    @Option(
        names = "--rate",
        paramLabel = "N",
        description =
            "Open loop: N messages a second, whatever becomes of them; times count from when a"
                + " message was due.")
    private Integer rate;

    @Option(
        names = "--in-flight",
        paramLabel = "N",
        description =
            "Closed loop: the next message is sent when one of N is delivered (default: 256; with"
                + " --reads 64, a connection each).")
    private Integer inFlight;

    @Option(names = "--one", description = "One message at a time in all sessions together.")
    private boolean one;
  }

  @Option(
      names = "--most",
      defaultValue = "2500",
      paramLabel = "N",
      description =
          "In a closed loop, items are signed for N messages a second (default:"
              + " ${DEFAULT-VALUE}); the run ends when they are used up. With --one always 300.")
  private int most;

  @Option(
      names = "--wallet",
      defaultValue = "ed25519",
      paramLabel = "TYPE",
      description = "Senders' wallets: rsa, ed25519 or ethereum (default: ${DEFAULT-VALUE}).")
  private String wallet;

  @Option(
      names = "--sessions",
      defaultValue = "10",
      paramLabel = "N",
      description = "Pairs of handles, one of which writes (default: ${DEFAULT-VALUE}).")
  private int sessions;

  @Option(
      names = "--size",
      defaultValue = "300",
      paramLabel = "BYTES",
      description = "Size of a message's content (default: ${DEFAULT-VALUE}).")
  private int size;

  @Option(
      names = "--warm-up",
      defaultValue = "30",
      paramLabel = "S",
      description = "Seconds under the same load that are not counted (default: ${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(
      names = "--duration",
      defaultValue = "30",
      paramLabel = "S",
      description = "Seconds that are counted (default: ${DEFAULT-VALUE}).")
  private int duration;

  @Option(
      names = "--connections",
      defaultValue = "64",
      paramLabel = "N",
      description =
          "Connections to the gateway, each with one request at a time (default:"
              + " ${DEFAULT-VALUE}).")
  private int connections;

  @Option(
      names = "--addresses",
      paramLabel = "N",
      description =
          "Addresses of this machine to send from, 127.0.0.2 and up: a gateway takes a thousand"
              + " items and a thousand dry-runs a second of each (default: 8 on Linux where the"
              + " gateway is on 127.0.0.1, else 1).")
  private Integer addresses;

  @Option(
      names = "--items",
      paramLabel = "DIR",
      description =
          "Where wallets, sessions and signed items are kept for the next run against the same"
              + " system (default: bench in the data directory).")
  private Path items;

  @Option(
      names = "--streams",
      description =
          "See deliveries on the gateway's live streams, as for a remote system, also where the"
              + " broker can be read.")
  private boolean streams;

  @Option(
      names = "--floor",
      description =
          "Behind the run, does the same signatures, records and rows on this machine without the"
              + " system, and says what a message costs as a multiple of that.")
  private boolean floor;

  @Option(
      names = "--floor-each",
      defaultValue = "5",
      paramLabel = "S",
      description =
          "Seconds for each of its three parts, and as long before for warming up (default:"
              + " ${DEFAULT-VALUE}).")
  private int floorEach;

  @Option(
      names = "--floor-hops",
      description =
          "With --floor: messages also go their whole way, topic by topic and transaction by"
              + " transaction, with bare clients instead of the system's programs: one at a time,"
              + " 256 at once, at half the rate of these, and at half the rate of the run. Takes"
              + " twelve times --floor-each.")
  private boolean floorHops;

  @Option(
      names = "--json",
      description = "Prints one line of JSON on standard output; progress is on standard error.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter progress = spec.commandLine().getErr();
    Path directory = data == null ? StackOptions.root().resolve(".mostao") : data;
    Optional<LocalSystem> local = LocalSystem.of(directory, gateway);
    if (floor && local.isEmpty()) {
      throw wrong("--floor is of a system of ./mostao up: name its --data and --gateway.");
    }
    if (floorEach < 1 || floorEach > LONGEST_FLOOR) {
      throw wrong("--floor-each is " + floorEach + "; choose from 1 to " + LONGEST_FLOOR + ".");
    }
    if (floor && !reads.isEmpty()) {
      throw wrong("--floor is what a message costs: leave it out, or --reads.");
    }
    if (floorHops && !floor) {
      throw wrong("--floor-hops goes with --floor.");
    }
    BenchSettings settings = settings(directory, local);
    try (LocalMeter meter = local.map(LocalMeter::new).orElse(null)) {
      Meter used = meter == null ? Meter.NONE : meter;
      if (!reads.isEmpty()) {
        ReadsReport report = ReadsBench.run(asking(settings), used, progress);
        print(out, report.lines(), report.toJson());
        return report.ok() ? 0 : 1;
      }
      BenchReport report = Bench.run(settings, used, progress);
      if (!floor) {
        print(out, report.lines(), report.toJson());
        return report.ok() ? 0 : 1;
      }
      FloorReport under;
      try {
        under =
            new Floor(local.get(), meter, Duration.ofSeconds(floorEach), progress)
                .under(report, floorHops);
      } catch (IOException failed) {
        // What took minutes to find is not lost with it.
        print(out, report.lines(), report.toJson());
        throw failed;
      }
      List<String> lines = new ArrayList<>(report.lines());
      lines.addAll(under.lines());
      print(out, lines, under.toJson());
      return report.ok() ? 0 : 1;
    } catch (IOException failed) {
      throw new StartFailure("the bench can't go on: " + failed.getMessage(), failed);
    }
  }

  private void print(PrintWriter out, List<String> lines, String line) {
    (json ? List.of(line) : lines).forEach(out::println);
    out.flush();
  }

  private ReadsSettings asking(BenchSettings settings) {
    List<Read> kinds = new ArrayList<>();
    for (String action : reads) {
      kinds.add(
          Read.of(action)
              .orElseThrow(
                  () ->
                      wrong(
                          "--reads has '"
                              + action
                              + "'; use "
                              + Stream.of(Read.values())
                                  .map(Read::action)
                                  .collect(Collectors.joining(", "))
                              + ".")));
    }
    try {
      return new ReadsSettings(settings, kinds, rows, page, names());
    } catch (IllegalArgumentException outOfRange) {
      throw wrong(outOfRange.getMessage() + ".");
    }
  }

  private List<HandleName> names() {
    if (names == null) {
      return List.of();
    }
    try {
      List<HandleName> found = new ArrayList<>();
      for (String line : Files.readAllLines(names)) {
        String[] words = line.split(" ");
        if (words.length != NAME_WORDS) {
          throw wrong("--names has a line that is not a name, a process and an owner: " + line);
        }
        found.add(new HandleName(words[0], words[1], words[2]));
      }
      return found;
    } catch (IOException unreadable) {
      throw wrong("--names can't be read: " + unreadable + ".");
    }
  }

  private BenchSettings settings(Path directory, Optional<LocalSystem> local) {
    WalletType type =
        WalletType.of(wallet)
            .orElseThrow(
                () -> wrong("--wallet is '" + wallet + "'; use rsa, ed25519 or ethereum."));
    // Elsewhere the other addresses of the loopback network are not there by themselves.
    boolean loopback =
        "127.0.0.1".equals(gateway.getHost()) && System.getProperty("os.name").startsWith("Linux");
    try {
      Load load = load();
      boolean asksClosed = !reads.isEmpty() && load instanceof Load.InFlight;
      return new BenchSettings(
          gateway,
          streams ? Optional.empty() : local.map(LocalSystem::bootstrapServers),
          load,
          type,
          sessions,
          size,
          Duration.ofSeconds(warmUp),
          Duration.ofSeconds(duration),
          items == null ? directory.resolve("bench") : items,
          asksClosed ? ((Load.InFlight) load).messages() : connections,
          addresses != null ? addresses : loopback ? LOCAL_ADDRESSES : 1,
          Duration.ofSeconds(60),
          HttpSettings.DEFAULT,
          WaitPolicy.DEFAULT);
    } catch (IllegalArgumentException outOfRange) {
      throw wrong(outOfRange.getMessage() + ".");
    }
  }

  private Load load() {
    if (mode.rate != null) {
      return new Load.Rate(mode.rate);
    }
    if (mode.one) {
      return new Load.InFlight(1, ONE_A_SECOND);
    }
    int usual = reads.isEmpty() ? MESSAGES_IN_FLIGHT : READS_IN_FLIGHT;
    return new Load.InFlight(mode.inFlight == null ? usual : mode.inFlight, most);
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
