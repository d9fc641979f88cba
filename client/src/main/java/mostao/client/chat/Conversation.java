package mostao.client.chat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mostao.ao.process.Json;
import mostao.client.envelope.Heads;
import mostao.client.envelope.KeyChain;
import mostao.client.envelope.MessageReader;
import mostao.client.envelope.Parties;
import mostao.client.envelope.Verdict;
import mostao.client.envelope.Verdict.Letter;
import mostao.client.seal.DecryptionException;
import mostao.client.seal.SessionKey;
import mostao.client.trust.DeviceKeys;
import mostao.client.trust.NotBelievedException;
import mostao.client.trust.Peer;
import mostao.client.trust.SafetyNumber;
import mostao.client.trust.Trust;

/**
 * One side of a session: seals, sends, reads, opens, and says of every message what is to be
 * believed of it. Thread-safe, and safe beside other programs with the same state.
 *
 * <p>Before anything is read or written the other side is met: whoever is not who they were before
 * is a {@link mostao.client.trust.ChangedException}, and nothing is sent.
 */
public final class Conversation {
  private static final int TRIES = 3;

  /**
   * A key of the session as this side can use it.
   *
   * @param generation from 1
   */
  public record Generation(long generation, SessionKey key) {}

  /**
   * A message that was sent.
   *
   * @param relayed the message to the handle that carried it
   * @param generation of the key it is sealed under
   * @param content as sealed, by which it is recognised in the history
   */
  public record Sent(Handle.Relayed relayed, long generation, String content) {}

  /** A message and what is to be believed of it. */
  public record Read(StoredMessage stored, Verdict verdict) {}

  /**
   * Messages that follow each other.
   *
   * @param warnings what is not as it was before, one sentence each
   */
  public record Page(List<Read> messages, List<String> warnings) {
    public Page {
      messages = List.copyOf(messages);
      warnings = List.copyOf(warnings);
    }
  }

  private final ProcessClient asking;
  private final Introductions introductions;
  private final Trust trust;
  private final DeviceKeys device;
  private final Handle own;
  private final String session;
  private final HandleName other;
  private final WaitPolicy patience;
  private final KeyPolicy policy;
  private final SessionKeys keys;
  private final Outgoing outgoing;
  private volatile Optional<Parties> met = Optional.empty();
  private volatile long metAt;

  Conversation(
      ProcessClient asking,
      Introductions introductions,
      Handle own,
      String session,
      HandleName other,
      WaitPolicy patience,
      KeyPolicy policy) {
    this.asking = asking;
    this.introductions = introductions;
    this.trust = introductions.trust();
    this.device = trust.device();
    this.own = own;
    this.session = session;
    this.other = other;
    this.patience = patience;
    this.policy = policy;
    this.keys = new SessionKeys(asking, session, device);
    this.outgoing = new Outgoing(own, session, device);
  }

  /** Id of the session's process. */
  public String session() {
    return session;
  }

  public Handle own() {
    return own;
  }

  public HandleName other() {
    return other;
  }

  /**
   * Both sides as they are believed now. This device is made known to the other side where it
   * isn't.
   */
  public Parties parties() throws IOException, InterruptedException {
    Peer self = introductions.meet(own.name());
    String id = device.device().id();
    if (self.devices().revoked().contains(id)) {
      throw new NotBelievedException(
          "this device was revoked by the owner of "
              + own.name().name()
              + ": use another state folder");
    }
    if (!self.devices().isBelieved(id)) {
      own.addDevice();
      self = introductions.meet(own.name());
    }
    Peer peer = introductions.meet(other);
    introductions.checkSession(session, self.birth(), peer.birth());
    Parties parties = new Parties(self, peer);
    met = Optional.of(parties);
    metAt = System.nanoTime();
    return parties;
  }

  private Parties recentParties() throws IOException, InterruptedException {
    Optional<Parties> recent = met;
    return recent.isPresent() && isRecent() ? recent.get() : parties();
  }

  private boolean isRecent() {
    return System.nanoTime() - metAt < policy.believedFor().toNanos();
  }

  /** The number that both sides see if nobody stands between them. */
  public String safetyNumber() throws IOException, InterruptedException {
    Parties parties = recentParties();
    return SafetyNumber.of(
        parties.own().birth().owner(),
        parties.own().process(),
        parties.other().birth().owner(),
        parties.other().process());
  }

  @FunctionalInterface
  private interface WithState<T> {
    T run(SessionState state) throws IOException, InterruptedException;
  }

  private <T> T exclusively(WithState<T> work) throws IOException, InterruptedException {
    return trust
        .folder()
        .exclusively(
            SessionState.file(session),
            () -> work.run(SessionState.load(trust.folder(), session, device.device().id())));
  }

  private void refresh(SessionState state, Parties parties)
      throws IOException, InterruptedException {
    long highest = state.chain.highest();
    keys.refresh(state, parties, trust.acceptsChange());
    if (state.chain.highest() != highest) {
      state.save();
    }
  }

  /**
   * Replaces the session key by a new one, sealed for the devices and owners of both sides, and
   * waits until the session has it.
   *
   * @throws RefusedException GenerationConflict when the other side was first; read the current key
   *     and go on with that
   */
  public Generation rotate() throws IOException, InterruptedException {
    Parties parties = parties();
    return exclusively(
        state -> {
          refresh(state, parties);
          return rotate(state, parties);
        });
  }

  private Generation rotate(SessionState state, Parties parties)
      throws IOException, InterruptedException {
    SessionKeys.Rotation made = keys.rotation(state.chain, parties);
    long generation = state.chain.highest() + 1;
    String hash = made.statement().hash();
    Handle.Relayed relayed = own.relay(session, "RotateSessionKey", Json.write(made.data()));
    return patience.await(
        asking.client(),
        "generation " + generation + " of the session key",
        () -> {
          refresh(state, parties);
          Optional<KeyChain.Link> link = state.chain.link(generation);
          if (link.isPresent() && link.get().hash().equals(hash)) {
            return Optional.of(new Generation(generation, made.key()));
          }
          throwIfRefused(relayed);
          return Optional.empty();
        });
  }

  /** The key to seal with, once there is one that is believed. */
  public Optional<Generation> currentKey() throws IOException, InterruptedException {
    Parties parties = parties();
    return exclusively(
        state -> {
          refresh(state, parties);
          return newest(state);
        });
  }

  private Optional<Generation> newest(SessionState state) throws IOException, InterruptedException {
    long generation = state.chain.highest();
    return generation == 0
        ? Optional.empty()
        : keys.key(state.chain, generation).key().map(key -> new Generation(generation, key));
  }

  /** The generations of the key, each with what is thought of it. */
  public List<KeyChain.Link> generations() throws IOException, InterruptedException {
    Parties parties = recentParties();
    return exclusively(
        state -> {
          refresh(state, parties);
          return state.chain.links();
        });
  }

  /**
   * Seals a text and sends it; under a new key if there is none to be believed, or the one there is
   * has served its time. When this returns, the message is on its way to the session; two messages
   * of one side arrive in the order they were sent.
   */
  public Sent send(String text) throws IOException, InterruptedException {
    boolean recent = isRecent() && met.isPresent();
    Parties parties = recentParties();
    return exclusively(
        state -> {
          outgoing.deliverPending(state);
          if (!recent || state.chain.highest() == 0) {
            refresh(state, parties);
          }
          Generation key =
              isWorn(state, parties) ? rotate(state, parties) : newest(state).orElseThrow();
          return outgoing.send(
              state, parties, key, new Letter(Letter.TEXT, text, System.currentTimeMillis()));
        });
  }

  private boolean isWorn(SessionState state, Parties parties)
      throws IOException, InterruptedException {
    if (keys.unfit(state.chain, parties).isPresent()) {
      return true;
    }
    KeyChain.Link link = state.chain.link(state.chain.highest()).orElseThrow();
    boolean old = System.currentTimeMillis() - link.seen() >= policy.longestUse().toMillis();
    long ours = state.own.generation() == link.generation() ? state.own.counter() : 0;
    long written = Math.max(ours, state.heads.written(link.generation()));
    return old || written >= policy.mostMessages();
  }

  /**
   * Waits until the session has a message that was sent.
   *
   * @throws RefusedException when the session refused it
   */
  public StoredMessage awaitStored(Sent sent, long after) throws IOException, InterruptedException {
    try {
      return patience.await(
          asking.client(),
          "the message in session " + session,
          () -> {
            for (StoredMessage stored : history(after)) {
              if (stored.content().equals(sent.content())) {
                return Optional.of(stored);
              }
            }
            throwIfRefused(sent.relayed());
            return Optional.empty();
          });
    } catch (RefusedException refused) {
      forget(sent);
      throw refused;
    }
  }

  /**
   * Sends a text and waits until the session has it; where the key was replaced meanwhile, the text
   * goes again under the new one.
   *
   * @throws RefusedException when the session refused it
   */
  public StoredMessage say(String text) throws IOException, InterruptedException {
    long before = newestId();
    for (int attempt = 1; ; attempt++) {
      try {
        return awaitStored(send(text), before);
      } catch (RefusedException refused) {
        if (!refused.code().equals("GenerationConflict") || attempt == TRIES) {
          throw refused;
        }
      }
    }
  }

  private void forget(Sent sent) throws IOException, InterruptedException {
    metAt = System.nanoTime() - policy.believedFor().toNanos();
    exclusively(
        state -> {
          outgoing.takeBack(state, sent.content());
          return true;
        });
  }

  /** Id of the newest message, 0 without messages. */
  public long newestId() throws IOException, InterruptedException {
    List<StoredMessage> newest =
        own.stored(session, Json.object().put("limit", 1).put("order", "desc"));
    return newest.isEmpty() ? 0 : newest.get(0).id();
  }

  /** All messages behind the one with this id, oldest first, as stored; 0 is the beginning. */
  public List<StoredMessage> history(long after) throws IOException, InterruptedException {
    List<StoredMessage> all = new ArrayList<>();
    long from = after;
    while (true) {
      List<StoredMessage> found = own.stored(session, from);
      if (found.isEmpty()) {
        return all;
      }
      for (StoredMessage one : found) {
        if (one.id() <= from) {
          throw new NotBelievedException(
              "the session shows message " + one.id() + " behind message " + from);
        }
        from = one.id();
      }
      all.addAll(found);
    }
  }

  /** What came since this state was last read, with the verdict on each. */
  public Page readNew() throws IOException, InterruptedException {
    Parties parties = recentParties();
    return exclusively(
        state -> {
          List<StoredMessage> rows = history(state.read);
          // Behind the rows, so that their keys are there.
          refresh(state, parties);
          List<Read> read = read(rows, reader(state, parties, state.heads));
          if (!rows.isEmpty()) {
            state.read = rows.get(rows.size() - 1).id();
            state.save();
          }
          return new Page(read, warnings(state));
        });
  }

  /** Everything from the beginning, with the verdict on each; says what was there and is gone. */
  public Page readAll() throws IOException, InterruptedException {
    Parties parties = parties();
    return exclusively(
        state -> {
          List<StoredMessage> rows = history(0);
          refresh(state, parties);
          Heads found = new Heads();
          List<Read> read = read(rows, reader(state, parties, found));
          List<String> warnings = new ArrayList<>(warnings(state));
          for (String lost : state.heads.ahead(found)) {
            warnings.add("messages of device " + lost + " that were here before are gone");
          }
          long newest = rows.isEmpty() ? 0 : rows.get(rows.size() - 1).id();
          if (newest >= state.read && state.heads.ahead(found).isEmpty()) {
            state.heads = found;
            state.read = newest;
            state.save();
          }
          return new Page(read, warnings);
        });
  }

  private List<Read> read(List<StoredMessage> rows, MessageReader reader)
      throws IOException, InterruptedException {
    List<Verdict> verdicts = reader.read(rows.stream().map(Conversation::row).toList());
    List<Read> read = new ArrayList<>();
    for (int at = 0; at < rows.size(); at++) {
      read.add(new Read(rows.get(at), verdicts.get(at)));
    }
    return read;
  }

  private MessageReader reader(SessionState state, Parties parties, Heads heads) {
    return new MessageReader(
        session, parties, generation -> keys.key(state.chain, generation), heads);
  }

  private static MessageReader.Row row(StoredMessage stored) {
    return new MessageReader.Row(stored.sender(), stored.generation(), stored.content());
  }

  private static List<String> warnings(SessionState state) {
    return state.chain.links().stream()
        .filter(link -> !link.fault().isEmpty())
        .map(
            link ->
                "generation " + link.generation() + " of the key is not believed: " + link.fault())
        .toList();
  }

  /** The verdict on a message alone, whatever stands before it. */
  public Verdict verdict(StoredMessage message) throws IOException, InterruptedException {
    Parties parties = recentParties();
    return exclusively(
        state -> {
          if (state.chain.highest() < message.generation()) {
            refresh(state, parties);
          }
          return reader(state, parties, new Heads()).alone(row(message));
        });
  }

  /**
   * The text of a message, whatever stands before it.
   *
   * @throws DecryptionException when it is refused
   */
  public String open(StoredMessage message)
      throws IOException, InterruptedException, DecryptionException {
    Verdict verdict = verdict(message);
    if (verdict instanceof Verdict.Refused refused) {
      throw new DecryptionException(refused.detail());
    }
    return verdict.readable().orElseThrow().body();
  }

  /** The person has compared the safety number with the other side. */
  public void compared() throws IOException, InterruptedException {
    trust.compared(recentParties().other().birth());
    met = Optional.empty();
  }

  private void throwIfRefused(Handle.Relayed relayed) throws IOException, InterruptedException {
    Optional<RefusedException> refusal = own.refusalOf(relayed, session);
    if (refusal.isPresent()) {
      throw refusal.get();
    }
  }
}
