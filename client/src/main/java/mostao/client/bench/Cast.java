package mostao.client.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import mostao.ao.process.Json;
import mostao.client.chat.Handle;
import mostao.client.chat.HandleName;
import mostao.client.chat.RefusedException;
import mostao.client.chat.Registry;
import mostao.client.http.AoClient;
import mostao.client.wallet.WalletFile;
import mostao.client.wallet.WalletType;

/**
 * The wallets and pairs of a run: those of an earlier run against the same system, as far as it
 * still has their sessions, and new ones.
 *
 * <p>A wallet may own a hundred handles and cause two hundred births a day, and a gateway takes a
 * thousand items a second of it: so there are ten wallets, and more when the pairs are many.
 */
final class Cast implements AutoCloseable {
  private static final int WALLETS = 10;
  private static final int PAIRS_OF_A_WALLET = 40;
  private static final int AT_ONCE = 32;

  /** Of more pairs that are kept only so many are asked for: a system has lost all, or none. */
  private static final int MOST_ASKED_FOR = 1_000;

  private static final int ID_SHOWN = 16;
  private static final String MADE_UP = "bench";
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final BenchSettings settings;
  private final Path file;
  private final AoClient door;
  private final List<AoClient> clients = new ArrayList<>();
  private final List<Pair> pairs = new ArrayList<>();
  private String registry = "";

  private Cast(BenchSettings settings, Path folder) {
    this.settings = settings;
    this.file = folder.resolve("pairs.json");
    this.door = new AoClient(settings.gateway(), WalletType.ED25519.create(), settings.http());
  }

  /**
   * @param folder of this system and this kind of wallet
   * @param out where to tell people how it goes
   */
  static Cast of(BenchSettings settings, Path folder, PrintWriter out)
      throws IOException, InterruptedException {
    Cast cast = new Cast(settings, folder);
    try {
      cast.prepare(out);
      return cast;
    } catch (IOException | InterruptedException | RuntimeException failed) {
      cast.close();
      throw failed;
    }
  }

  /** Of this system and this kind of wallet: items are worth something in one system alone. */
  static Path folder(BenchSettings settings) throws IOException, InterruptedException {
    try (AoClient client =
        new AoClient(settings.gateway(), WalletType.ED25519.create(), settings.http())) {
      String registry = client.info().registry();
      if (registry.isEmpty()) {
        throw new IOException("the gateway names no Registry; is it ready?");
      }
      return Files.createDirectories(
          settings
              .folder()
              .resolve(registry.substring(0, Math.min(ID_SHOWN, registry.length())))
              .resolve(settings.wallet().text()));
    }
  }

  private void prepare(PrintWriter out) throws IOException, InterruptedException {
    registry = Registry.of(door, settings.patience()).pid();
    List<Pair> kept = load();
    int wallets =
        Math.max(
            Math.min(settings.sessions(), WALLETS),
            (settings.sessions() + PAIRS_OF_A_WALLET - 1) / PAIRS_OF_A_WALLET);
    while (clients.size() < wallets) {
      clients.add(door.as(settings.wallet().create()));
    }
    pairs.addAll(stillThere(kept.subList(0, Math.min(kept.size(), settings.sessions()))));
    List<Pair> others =
        pairs.size() < settings.sessions() ? List.of() : kept.subList(pairs.size(), kept.size());
    if (pairs.size() < settings.sessions()) {
      out.println("opening " + (settings.sessions() - pairs.size()) + " sessions");
      out.flush();
      pairs.addAll(each(range(pairs.size(), settings.sessions()), this::open));
      save(others);
    }
  }

  /** A pair's number is its place among those in use: from a lost one on, all are new. */
  private List<Pair> stillThere(List<Pair> kept) throws IOException, InterruptedException {
    int asked = Math.min(kept.size(), MOST_ASKED_FOR);
    List<Pair> some = new ArrayList<>();
    for (int i = 0; i < asked; i++) {
      some.add(kept.get((int) ((long) i * kept.size() / asked)));
    }
    List<Optional<Pair>> there = each(some, this::stillThere);
    for (int i = 0; i < asked; i++) {
      if (there.get(i).isEmpty()) {
        return kept.subList(0, some.get(i).number());
      }
    }
    return kept;
  }

  private static List<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  /** Something that is asked of the system. */
  interface Task<A, B> {
    B of(A argument) throws IOException, InterruptedException;
  }

  /** The answers in the order of the arguments; some are asked for at a time. */
  static <A, B> List<B> each(List<A> arguments, Task<A, B> task)
      throws IOException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<B>> asked = new ArrayList<>();
      for (A argument : arguments) {
        asked.add(threads.submit(() -> task.of(argument)));
      }
      List<B> results = new ArrayList<>();
      for (Future<B> one : asked) {
        results.add(one.get());
      }
      return results;
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof IOException cause
          ? cause
          : new IOException(failed.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private Optional<Pair> stillThere(Pair pair) throws IOException, InterruptedException {
    try {
      return registry(pair)
          .session(pair.from().name(), pair.to().name())
          .filter(pair.session()::equals)
          .map(same -> pair);
    } catch (RefusedException unknown) {
      // The names are gone, as after a start with the same keys and without the data.
      return Optional.empty();
    }
  }

  private Pair open(int number) throws IOException, InterruptedException {
    int owner = number % clients.size();
    AoClient client = clients.get(owner);
    String name = "bench-" + Long.toString(RANDOM.nextLong() >>> 1, Character.MAX_RADIX);
    Registry names = Registry.at(client, registry, settings.patience());
    Handle from = names.register(name + "-a", Json.object());
    HandleName to = names.register(name + "-b", Json.object()).name();
    String session = names.establishSession(from.name(), to);
    ObjectNode key = Json.object();
    for (String field : List.of("encrypted_sk_by_a", "pubkey_a", "encrypted_sk_by_b", "pubkey_b")) {
      key.put(field, MADE_UP);
    }
    from.relay(session, "RotateSessionKey", Json.write(key));
    return new Pair(number, owner, from.name(), to, session);
  }

  List<Pair> pairs() {
    return List.copyOf(pairs);
  }

  AoClient client(Pair pair) {
    return clients.get(pair.owner());
  }

  /** How many messages a pair's session has. */
  long newest(Pair pair) throws IOException, InterruptedException {
    return registry(pair).handle(pair.from()).newestMessage(pair.session());
  }

  /** How many messages each pair's session has. */
  List<Long> newest() throws IOException, InterruptedException {
    return each(pairs, this::newest);
  }

  Registry registry(Pair pair) {
    return Registry.at(client(pair), registry, settings.patience());
  }

  private List<Pair> load() throws IOException {
    List<Pair> kept = new ArrayList<>();
    if (!Files.exists(file)) {
      return kept;
    }
    JsonNode all = MAPPER.readTree(Files.readString(file));
    for (JsonNode wallet : all.path("wallets")) {
      clients.add(door.as(WalletFile.parse(file.toString(), wallet.toString())));
    }
    for (JsonNode row : all.path("pairs")) {
      int owner = row.path("owner").asInt();
      String address = clients.get(owner).wallet().address();
      kept.add(
          new Pair(
              kept.size(),
              owner,
              new HandleName(row.path("a").asText(), row.path("a_process").asText(), address),
              new HandleName(row.path("b").asText(), row.path("b_process").asText(), address),
              row.path("session").asText()));
    }
    return kept;
  }

  private void save(List<Pair> others) throws IOException {
    ObjectNode all = Json.object();
    ArrayNode wallets = all.putArray("wallets");
    clients.forEach(client -> wallets.add(client.wallet().toJwk()));
    ArrayNode rows = all.putArray("pairs");
    List<Pair> every = new ArrayList<>(pairs);
    every.addAll(others);
    for (Pair pair : every) {
      ObjectNode row = rows.addObject().put("owner", pair.owner());
      row.put("a", pair.from().name()).put("a_process", pair.from().pid());
      row.put("b", pair.to().name()).put("b_process", pair.to().pid());
      row.put("session", pair.session());
    }
    Path draft = file.resolveSibling("pairs.json.new");
    Files.deleteIfExists(draft);
    Files.createFile(
        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(draft, MAPPER.writeValueAsString(all) + "\n");
    Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void close() {
    clients.forEach(AoClient::close);
    door.close();
  }
}
