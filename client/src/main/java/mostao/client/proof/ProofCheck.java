package mostao.client.proof;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mostao.ao.ans104.Base64Url;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Reading;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.assignment.Assignment;
import mostao.ao.assignment.Link;
import mostao.ao.message.Names;
import mostao.ao.message.Pushed;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.ao.process.Env;
import mostao.ao.process.Rules;

/**
 * A conversation, item by item: an assignment and its message, again and again; behind some of them
 * their Results and the messages of those as the authority signed them; at last the end. Items are
 * verified before; here is checked whose they are and that they belong where they stand. Not
 * thread-safe.
 */
final class ProofCheck {
  private static final String RESPONSE = "-Response";

  /** A reply repeats so many characters of an Action. */
  private static final int REPEATED = 256;

  private final Pins pins;
  private final long most;
  private final Optional<Recomputation> program;
  private final MessageDigest conversation = ProofFormat.sha256();
  private final MessageDigest items = ProofFormat.sha256();
  private final Set<String> ids = new HashSet<>();
  private final Map<String, ProofReport.Side> sides = new LinkedHashMap<>();
  private final Map<String, Long> sent = new HashMap<>();
  private final Map<String, Long> receipts = new HashMap<>();

  /** Messages whose Results have not come yet. */
  private final List<Taken> waiting = new ArrayList<>();

  /** Messages of the Results before, by target and anchor, that have not come as receipts yet. */
  private final Map<String, Result.Outgoing> due = new LinkedHashMap<>();

  /** Highest anchor of what the Results send; a process counts them, in 32 digits. */
  private String newest = "";

  private String session;
  private String scheduler;
  private boolean schedulerNamed;
  private String authority;
  private List<String> authorities = List.of();
  private String exporter;
  private Assignment assigned;
  private Optional<Link> before = Optional.empty();
  private long count;
  private long fromProcesses;
  private long elsewhere;
  private long first;
  private long last;
  private long recomputed;
  private Optional<Long> differs = Optional.empty();
  private boolean done;
  private String gateway = "";
  private long exported;

  /** What of a message its Result must fit. */
  private record Taken(
      Assignment assignment, Tags tags, String from, Optional<Result> recomputed) {}

  ProofCheck(Pins pins, ProofLimits limits, Optional<Recomputation> program) {
    this.pins = pins;
    this.most = limits.messages();
    this.program = program;
  }

  /** The next item of the file. */
  void accept(VerifiedItem item) throws BrokenProofException {
    require(!done, "it stands behind the end of the conversation");
    if (assigned != null) {
      message(item);
    } else if (item.tags().has(Names.TYPE, ProofFormat.ASSIGNMENT)) {
      assignment(item);
    } else if (isOurs(item, ProofFormat.RESULTS)) {
      results(item);
    } else if (isOurs(item, ProofFormat.END)) {
      end(item);
      return;
    } else {
      receipt(item);
    }
    items.update(Base64Url.decode(item.id()).orElseThrow());
  }

  private static boolean isOurs(VerifiedItem item, String type) {
    return item.tags().has(Names.DATA_PROTOCOL, ProofFormat.PROTOCOL)
        && item.tags().has(Names.TYPE, type);
  }

  private void assignment(VerifiedItem item) throws BrokenProofException {
    require(count < most, "it is the assignment of more than " + most + " messages");
    require(
        waiting.size() < ProofLimits.WAITING,
        waiting.size() + " messages before it have no Results, as many as may wait for them");
    if (session == null) {
      session = item.tags().first(Names.PROCESS).orElse("");
      require(Base64Url.isId(session), "the first assignment names no process");
      matches("session", session, pins.session());
      scheduler = item.owner();
      matches("scheduler", scheduler, pins.scheduler());
    }
    require(
        item.owner().equals(scheduler),
        "it is an assignment that " + item.owner() + " signed; those before are of " + scheduler);
    Reading<Assignment> read = Assignment.read(session, item, before);
    if (read instanceof Reading.Refused<Assignment> refused) {
      throw new BrokenProofException(refused.refusal().message());
    }
    assigned = read.orThrow();
    require(
        assigned.slot().timestamp() >= last,
        "its time is " + assigned.slot().timestamp() + ", before that of the message before it");
    last = assigned.slot().timestamp();
  }

  private void message(VerifiedItem item) throws BrokenProofException {
    String expected = assigned.slot().message();
    require(
        item.id().equals(expected),
        "it is " + item.id() + "; the assignment before it is of message " + expected);
    require(ids.add(item.id()), "message " + item.id() + " was there before");
    if (count == 0) {
      birth(item);
    }
    Optional<String> spoken = item.tags().first(Names.FROM_PROCESS);
    if (spoken.isPresent()) {
      require(
          authorities.contains(item.owner()),
          "it says that it comes from process "
              + spoken.get()
              + ", and "
              + item.owner()
              + " signed it, which is not the authority");
      fromProcesses += count > 0 ? 1 : 0;
    }
    if (count > 0 && !item.targetId().equals(session)) {
      elsewhere++;
    }
    Optional<Result> own =
        program
            .filter(one -> differs.isEmpty())
            .map(one -> one.next(session, item, assigned.slot()));
    waiting.add(new Taken(assigned, item.tags(), spoken.orElse(item.owner()), own));
    before = Optional.of(assigned.link());
    assigned = null;
    count++;
  }

  private void birth(VerifiedItem item) throws BrokenProofException {
    first = last;
    require(
        item.id().equals(session) && item.tags().has(Names.TYPE, Names.TYPE_PROCESS),
        "the first message of process " + session + " is not its process item");
    side(item, "Handle-A-");
    side(item, "Handle-B-");
    authority = item.owner();
    authorities = new Env(session, authority, item.tags(), Rules.defaults()).authorities();
    require(
        authorities.contains(authority),
        "the process item is signed by " + authority + ", which the process does not trust");
    matches("authority", authority, pins.authority());
    String named = item.tags().first(Names.SCHEDULER).orElse("");
    schedulerNamed = named.equals(scheduler);
    require(
        schedulerNamed || pins.scheduler().isPresent(),
        "the assignments are signed by "
            + scheduler
            + ", and the process item names the scheduler "
            + named
            + "; if that key was replaced, name the new one");
  }

  private void side(VerifiedItem item, String prefix) throws BrokenProofException {
    String process = item.tags().first(prefix + "Process").orElse("");
    require(!process.isEmpty(), "process " + session + " is no session: it has no two handles");
    sides.put(
        process,
        new ProofReport.Side(
            item.tags().first(prefix + "Name").orElse(""),
            item.tags().first(prefix + "Owner").orElse("")));
  }

  private void results(VerifiedItem item) throws BrokenProofException {
    export(item);
    List<ProofFormat.Placed> all = ProofFormat.placed(item.data());
    require(
        !all.isEmpty() && all.size() == waiting.size(),
        "it has " + all.size() + " Results; " + waiting.size() + " messages before it have none");
    due.clear();
    for (int i = 0; i < all.size(); i++) {
      result(waiting.get(i), all.get(i));
    }
    waiting.clear();
  }

  private void result(Taken taken, ProofFormat.Placed placed) throws BrokenProofException {
    long nonce = taken.assignment().slot().nonce();
    String message = taken.assignment().slot().message();
    require(
        placed.nonce() == nonce && placed.message().equals(message),
        "the Result of nonce "
            + placed.nonce()
            + " and message "
            + placed.message()
            + " stands where that of nonce "
            + nonce
            + " and message "
            + message
            + " belongs");
    answers(taken, placed.result());
    if (taken.recomputed().isPresent() && differs.isEmpty()) {
      if (taken.recomputed().get().equals(placed.result())) {
        recomputed++;
      } else {
        differs = Optional.of(nonce);
      }
    }
    for (Result.Outgoing outgoing : placed.result().messages()) {
      if (sides.containsKey(outgoing.target())) {
        sent.merge(outgoing.target(), 1L, Long::sum);
        due.put(outgoing.target() + outgoing.anchor(), outgoing);
        newest = outgoing.anchor().compareTo(newest) > 0 ? outgoing.anchor() : newest;
      }
    }
    conversation.update(Base64Url.decode(taken.assignment().item().id()).orElseThrow());
    conversation.update(Base64Url.decode(message).orElseThrow());
    conversation.update(ProofFormat.sha256().digest(ProofFormat.bytes(placed.result())));
  }

  /** A reply says which Action and which reference it is for. */
  private static void answers(Taken taken, Result result) throws BrokenProofException {
    if (result.messages().isEmpty()) {
      return;
    }
    Tags reply = result.messages().get(0).tags();
    String action = reply.first(Names.ACTION).orElse("");
    String asked = taken.tags().first(Names.ACTION).orElse("");
    if (!action.endsWith(RESPONSE)) {
      return;
    }
    String where = "the Result of nonce " + taken.assignment().slot().nonce();
    require(
        action.equals(asked + RESPONSE) || asked.length() > REPEATED,
        where + " is an answer to " + action + ", and the message is a " + asked);
    Optional<String> reference = taken.tags().first(Names.REFERENCE);
    require(
        reference.isEmpty() || reply.has(Names.X_REFERENCE, reference.get()),
        where + " answers another reference than " + reference.orElse(""));
  }

  private void receipt(VerifiedItem item) throws BrokenProofException {
    Result.Outgoing outgoing = due.remove(item.targetId() + anchor(item));
    require(
        outgoing != null && item.tags().has(Names.FROM_PROCESS, session),
        "it is neither an assignment nor anything that a Result before it sends");
    require(
        authorities.contains(item.owner()),
        "it is a message of the session that " + item.owner() + " signed, not the authority");
    List<?> said = Pushed.tags(outgoing).list();
    List<?> signed = item.tags().list();
    byte[] data = Pushed.data(outgoing.data()).getBytes(StandardCharsets.UTF_8);
    require(
        signed.size() >= said.size()
            && signed.subList(0, said.size()).equals(said)
            && Arrays.equals(item.data(), data),
        "the authority signed something else for " + item.targetId() + " than its Result says");
    receipts.merge(item.targetId(), 1L, Long::sum);
  }

  private void export(VerifiedItem item) throws BrokenProofException {
    require(session != null && count > 0, "it stands before the first message");
    require(
        item.tags().has(ProofFormat.SESSION, session), "it is of another session than " + session);
    if (exporter == null) {
      exporter = item.owner();
    }
    require(
        item.owner().equals(exporter),
        item.owner() + " signed it; what else the exporter says is signed by " + exporter);
  }

  private void end(VerifiedItem item) throws BrokenProofException {
    export(item);
    require(waiting.isEmpty(), waiting.size() + " messages before it have no Results");
    gateway = item.tags().first(ProofFormat.GATEWAY).orElse("");
    String time = item.tags().first(Names.TIMESTAMP).orElse("");
    require(time.matches("[0-9]{1,15}"), "it does not say when it was made");
    exported = Long.parseLong(time);
    Tags whole = endTags(gateway, exported);
    require(
        item.tags().equals(whole) && item.data().length == 0 && item.targetId().isEmpty(),
        "it is the end of another conversation than stands before it");
    done = true;
  }

  private Tags endTags(String from, long when) {
    return Tags.of(
        Names.DATA_PROTOCOL,
        ProofFormat.PROTOCOL,
        Names.TYPE,
        ProofFormat.END,
        ProofFormat.SESSION,
        session,
        ProofFormat.MESSAGES,
        Long.toString(count),
        ProofFormat.LAST,
        before.orElseThrow().assignment(),
        ProofFormat.DIGEST,
        digest(),
        ProofFormat.ITEMS,
        Base64Url.encode(copy(items).digest()),
        ProofFormat.GATEWAY,
        from,
        Names.TIMESTAMP,
        Long.toString(when));
  }

  /** The end of what was accepted, for its exporter to sign. */
  Draft end(String from, long when) {
    return Draft.empty().tags(endTags(from, when));
  }

  /** Places of messages whose Results have not come yet, in order. */
  List<Assignment> waiting() {
    return waiting.stream().map(Taken::assignment).toList();
  }

  /** Whether the Results before send this, and it has not come yet. */
  boolean expects(VerifiedItem item) {
    return due.containsKey(item.targetId() + anchor(item));
  }

  /** Whether it was sent behind everything that the Results so far send. */
  boolean isLater(VerifiedItem item) {
    return anchor(item).compareTo(newest) > 0;
  }

  private static String anchor(VerifiedItem item) {
    return new String(item.item().anchor(), StandardCharsets.UTF_8);
  }

  long count() {
    return count;
  }

  /** Time of the first message, once it was accepted. */
  long first() {
    return first;
  }

  /** What there is, once everything was accepted. */
  ProofReport report() throws BrokenProofException {
    require(done, "the conversation has no end: the file was cut, or is not whole yet");
    return new ProofReport(
        session,
        sides,
        scheduler,
        schedulerNamed,
        authority,
        exporter,
        gateway,
        exported,
        count,
        fromProcesses,
        elsewhere,
        first,
        last,
        receipts,
        sent,
        program.map(one -> recomputed),
        differs,
        digest());
  }

  private String digest() {
    return Base64Url.encode(copy(conversation).digest());
  }

  private static MessageDigest copy(MessageDigest running) {
    try {
      return (MessageDigest) running.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 of this Java runtime can't be copied", e);
    }
  }

  private static void matches(String what, String found, Optional<String> pinned)
      throws BrokenProofException {
    require(
        pinned.isEmpty() || pinned.get().equals(found),
        "the " + what + " is " + found + ", not " + pinned.orElse(""));
  }

  private static void require(boolean holds, String otherwise) throws BrokenProofException {
    if (!holds) {
      throw new BrokenProofException(otherwise);
    }
  }
}
