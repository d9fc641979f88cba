package mostao.e2e.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import mostao.ao.message.Names;
import mostao.ao.message.Tag;
import mostao.ao.process.Json;
import mostao.ao.testkit.infra.Wallet;
import mostao.ao.testkit.simulation.Actor;
import mostao.ao.testkit.simulation.Fault;
import mostao.ao.wire.InboxRecord;
import mostao.registry.model.Name;
import mostao.registry.model.SessionLink;

/**
 * A wallet and who uses it: registers a name, opens sessions, makes and changes keys, writes and
 * looks. Posts one item at a time, and the same one again until it is accepted; sometimes again
 * even then.
 */
final class Person implements Actor {
  private static final int MOST_MESSAGES = 3;
  private static final int REMEMBERED = 100_000;

  /** Keys and signed items that come up in many runs: the same wallet signs the same every time. */
  private static final Map<String, Wallet> WALLETS = new ConcurrentHashMap<>();

  private static final Map<List<String>, InboxRecord> SIGNED = new ConcurrentHashMap<>();
  private static final int PATIENCE_MS = 1_500;

  private final World world;
  private final String name;
  private final Wallet wallet;
  private final String address;
  private final List<String> candidates = new ArrayList<>();
  private final Map<Person, Talk> talks = new LinkedHashMap<>();
  private final List<InboxRecord> accepted = new ArrayList<>();
  private Optional<Posting> posting = Optional.empty();
  private int registered;
  private int counter;

  /** An item on its way. */
  private record Posting(InboxRecord item, CompletableFuture<Boolean> answer, long since) {}

  /** The steps that this person still plans with another. */
  private static final class Talk {
    private boolean asks;
    private boolean makesKey;
    private int messages;
    private int views;
    private int rotations;
    private int said;
  }

  Person(World world, String name) {
    this.world = world;
    this.name = name;
    this.wallet = WALLETS.computeIfAbsent(name, Wallet::named);
    this.address = wallet.address();
    candidates.add(name);
  }

  String name() {
    return name;
  }

  /** Tries another name first. */
  void prefers(String other) {
    candidates.add(0, other);
  }

  /** The two will have a session. */
  void meets(Person other) {
    Talk mine = talk();
    Talk theirs = other.talk();
    int who = world.simulation.random().below(3);
    mine.asks = who != 0;
    theirs.asks = who != 1;
    mine.makesKey = world.simulation.random().below(2) == 0;
    theirs.makesKey = !mine.makesKey;
    talks.put(other, mine);
    other.talks.put(this, theirs);
  }

  private Talk talk() {
    Talk talk = new Talk();
    talk.messages = 1 + world.simulation.random().below(MOST_MESSAGES);
    talk.views = world.simulation.random().below(2);
    talk.rotations = world.simulation.random().below(3) == 0 ? 1 : 0;
    return talk;
  }

  @Override
  public boolean step() {
    if (posting.isPresent()) {
      return await(posting.get());
    }
    if (!accepted.isEmpty() && world.struck(Fault.RETRY)) {
      InboxRecord again = world.simulation.random().oneOf(accepted);
      world.simulation.say("%s posts %s again", name, again.id());
      world.simulation.random().oneOf(world.gateways).post(again);
      return true;
    }
    Optional<InboxRecord> wish = wish();
    wish.ifPresent(this::post);
    return wish.isPresent();
  }

  private boolean await(Posting under) {
    boolean answered = under.answer.isDone();
    if (answered && !under.answer.isCompletedExceptionally() && under.answer.join()) {
      world.simulation.say("%s has %s accepted", name, under.item.id());
      accepted.add(under.item);
      posting = Optional.empty();
      return true;
    }
    if (answered || world.simulation.now() - under.since > PATIENCE_MS) {
      post(under.item);
      return true;
    }
    return false;
  }

  private void post(InboxRecord item) {
    Gateway gateway = world.simulation.random().oneOf(world.gateways);
    world.simulation.say(
        "%s posts %s %s to %s",
        name, item.tags().first("Action").orElse(""), item.id(), item.target());
    posting =
        Optional.of(
            new Posting(item, gateway.post(item).toCompletableFuture(), world.simulation.now()));
  }

  private Optional<InboxRecord> wish() {
    Optional<Name> mine = handle();
    if (mine.isEmpty()) {
      return register();
    }
    for (Map.Entry<Person, Talk> talk : talks.entrySet()) {
      Optional<InboxRecord> wish =
          talk.getKey().handle().flatMap(theirs -> wish(mine.get(), theirs, talk.getValue()));
      if (wish.isPresent()) {
        return wish;
      }
    }
    return Optional.empty();
  }

  /** The first of the candidates that is not taken. */
  private Optional<InboxRecord> register() {
    if (registered > 0) {
      Optional<Name> last = world.names().name(candidates.get(registered - 1));
      if (last.isEmpty() || last.get().owner().equals(address)) {
        return Optional.empty();
      }
    }
    if (registered == candidates.size()) {
      candidates.add(name + "-" + registered);
    }
    return Optional.of(signed(world.registryId(), "Register", candidates.get(registered++)));
  }

  private Optional<InboxRecord> wish(Name mine, Name theirs, Talk talk) {
    Optional<String> session = session(mine, theirs);
    if (session.isEmpty()) {
      if (!talk.asks) {
        return Optional.empty();
      }
      talk.asks = false;
      return Optional.of(
          signed(
              world.registryId(),
              "EstablishSession",
              Json.write(
                  Json.object().put("handleA", mine.handle()).put("handleB", theirs.handle()))));
    }
    if (talk.makesKey) {
      talk.makesKey = false;
      return Optional.of(rotation(mine, session.get()));
    }
    if (world.sessions.view(session.get()).generation() == 0) {
      return Optional.empty();
    }
    int left = talk.messages + talk.views + talk.rotations;
    if (left == 0) {
      return Optional.empty();
    }
    int next = world.simulation.random().below(left);
    if (next < talk.messages) {
      talk.messages--;
      String content = content(mine.handle(), theirs.handle(), talk.said++);
      return Optional.of(relay(mine, session.get(), "SendMessage", content));
    }
    if (next < talk.messages + talk.views) {
      talk.views--;
      return Optional.of(signed(mine.process(), "MarkViewed", session.get()));
    }
    talk.rotations--;
    return Optional.of(rotation(mine, session.get()));
  }

  static String content(String from, String to, int number) {
    return from + " to " + to + " #" + number;
  }

  private InboxRecord rotation(Name mine, String session) {
    String key = name + " " + counter;
    return relay(
        mine,
        session,
        "RotateSessionKey",
        Json.write(
            Json.object()
                .put("encrypted_sk_by_a", key)
                .put("pubkey_a", "A")
                .put("encrypted_sk_by_b", key)
                .put("pubkey_b", "B")));
  }

  private InboxRecord relay(Name mine, String target, String action, String data) {
    var tags = Json.object().put("Action", action);
    return signed(
        mine.process(),
        "RelayMessage",
        Json.write(Json.object().put("Target", target).put("Data", data).set("Tags", tags)));
  }

  private InboxRecord signed(String target, String action, String data) {
    String reference = name + "-" + counter++;
    if (SIGNED.size() > REMEMBERED) {
      SIGNED.clear();
    }
    return SIGNED.computeIfAbsent(
        List.of(name, target, action, data, reference),
        item -> wallet.message(target, action, data, new Tag(Names.REFERENCE, reference)));
  }

  /** The name this person has got, once it is active. */
  Optional<Name> handle() {
    for (int i = 0; i < registered; i++) {
      Optional<Name> found = world.names().name(candidates.get(i));
      if (found.isPresent() && found.get().isActive() && isMine(found.get())) {
        return found;
      }
    }
    return Optional.empty();
  }

  private boolean isMine(Name found) {
    return found.owner().equals(address);
  }

  /** The session of two names, once it is active. */
  Optional<String> session(Name one, Name other) {
    boolean first = one.handle().compareTo(other.handle()) < 0;
    return world
        .names()
        .link((first ? one : other).process(), (first ? other : one).process())
        .filter(link -> link.status() == SessionLink.Status.ACTIVE)
        .map(SessionLink::sessionProcess);
  }

  /** Those this person talks with. */
  List<Person> others() {
    return List.copyOf(talks.keySet());
  }

  /** How many messages this person has written to another. */
  int saidTo(Person other) {
    return talks.get(other).said;
  }

  List<InboxRecord> accepted() {
    return accepted;
  }

  boolean isDone() {
    return posting.isEmpty()
        && handle().isPresent()
        && talks.values().stream()
            .allMatch(t -> !t.makesKey && t.messages + t.views + t.rotations == 0);
  }
}
