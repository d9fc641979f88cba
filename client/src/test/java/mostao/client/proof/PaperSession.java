package mostao.client.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mostao.ao.ans104.Base64Url;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Ed25519Signer;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.assignment.Assignment;
import mostao.ao.assignment.Link;
import mostao.ao.assignment.Slot;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.client.http.ResultsPage;
import mostao.client.http.SchedulePage;

/** A session and what is written of it, made here, and shown as a gateway would. */
final class PaperSession implements ConversationSource {
  static final Ed25519Signer SCHEDULER = signer(1);
  static final Ed25519Signer AUTHORITY = signer(2);
  static final Ed25519Signer ALICE = signer(3);
  static final Ed25519Signer STRANGER = signer(9);
  static final String ALICES = id(11);
  static final String BOBS = id(12);

  private static final int PAGE = 3;

  final String session;
  final List<SchedulePage.Entry> entries = new ArrayList<>();
  final List<Result> results = new ArrayList<>();

  /** Of alice's handle. */
  final List<SchedulePage.Entry> inbox = new ArrayList<>();

  private final Map<String, Optional<Link>> links = new HashMap<>();
  private final Map<String, Long> nonces = new HashMap<>();

  private final String word;

  /** Who signs the assignments to come. */
  Ed25519Signer scheduler = SCHEDULER;

  /** How much later they are than they would be, in milliseconds. */
  long late;

  PaperSession(int messages) {
    this(messages, "content");
  }

  /**
   * @param word that every message begins with
   */
  PaperSession(int messages, String word) {
    this(messages, word, birthTags());
  }

  /**
   * @param born tags of the process item
   */
  PaperSession(int messages, String word, Tags born) {
    this.word = word;
    VerifiedItem birth = signed(AUTHORITY, Draft.empty().tags(born).data("NODATA"));
    session = birth.id();
    entries.add(new SchedulePage.Entry(assigned(session, session), birth));
    results.add(Result.nothing());
    for (int i = 1; i < messages; i++) {
      say(i % 2 == 1 ? ALICES : BOBS, i);
    }
  }

  static Tags birthTags() {
    return Tags.of("Data-Protocol", "ao", "Type", "Process", "Variant", "ao.TN.1")
        .and(Tags.of("Scheduler", address(SCHEDULER), "Authority", address(AUTHORITY)))
        .and(Tags.of("From-Process", id(13)))
        .and(Tags.of("Handle-A-Name", "alice", "Handle-A-Process", ALICES))
        .and(Tags.of("Handle-A-Owner", address(ALICE), "Handle-B-Name", "bob"))
        .and(Tags.of("Handle-B-Process", BOBS, "Handle-B-Owner", address(STRANGER)));
  }

  static Ed25519Signer signer(int seed) {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) seed);
    return new Ed25519Signer(secret);
  }

  static String address(Ed25519Signer signer) {
    return signed(signer, Draft.empty()).owner();
  }

  static String id(int fill) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) fill);
    return Base64Url.encode(bytes);
  }

  static VerifiedItem signed(Ed25519Signer signer, Draft draft) {
    return draft.sign(signer).orThrow();
  }

  VerifiedItem assigned(String process, String message) {
    long nonce = nonces.merge(process, 1L, Long::sum) - 1;
    Assignment made =
        Assignment.of(
            process,
            new Slot(nonce, 1_000 * (nonce + 1) + late, message, List.of()),
            links.getOrDefault(process, Optional.empty()),
            draft -> draft.sign(scheduler));
    links.put(process, Optional.of(made.link()));
    return made.item();
  }

  /** A push of a handle; a reply to it and a notification, of which one comes to alice. */
  void say(String from, int number) {
    VerifiedItem message =
        signed(
            AUTHORITY,
            Draft.empty()
                .to(session)
                .tags(Tags.of("Data-Protocol", "ao", "Type", "Message", "Action", "SendMessage"))
                .tags(Tags.of("Reference", "7" + number, "From-Process", from))
                .data(word + " " + number));
    entries.add(new SchedulePage.Entry(assigned(session, message.id()), message));
    String other = from.equals(ALICES) ? BOBS : ALICES;
    Result.Outgoing notice = outgoing(other, 2 * number, "Notify", Tags.none());
    Result.Outgoing reply =
        outgoing(
            from, 2 * number + 1, "SendMessage-Response", Tags.of("X-Reference", "7" + number));
    results.add(Result.of(List.of(reply, notice), List.of()));
    Result.Outgoing mine = from.equals(ALICES) ? reply : notice;
    VerifiedItem push = signed(AUTHORITY, pushed(mine));
    inbox.add(new SchedulePage.Entry(assigned(ALICES, push.id()), push));
  }

  private static Result.Outgoing outgoing(String to, int reference, String action, Tags more) {
    Tags tags =
        Tags.of("Data-Protocol", "ao", "Variant", "ao.TN.1", "Type", "Message")
            .and(Tags.of("Reference", Integer.toString(reference), "Action", action))
            .and(more);
    return new Result.Outgoing(
        to, "{\"n\":" + reference + "}", String.format(Locale.ROOT, "%032d", reference), tags);
  }

  Draft pushed(Result.Outgoing message) {
    return Draft.empty()
        .to(message.target())
        .anchor(message.anchor())
        .tags(message.tags().filter(tag -> !tag.name().matches("Data-Protocol|Type")))
        .tags(Tags.of("Data-Protocol", "ao", "Type", "Message", "From-Process", session))
        .data(message.data());
  }

  /** Items that anybody may send it. */
  void hear(VerifiedItem message, Result result) {
    entries.add(new SchedulePage.Entry(assigned(session, message.id()), message));
    results.add(result);
  }

  @Override
  public SchedulePage schedule(String process, long after, int limit) {
    List<SchedulePage.Entry> all = process.equals(session) ? entries : inbox;
    int from = (int) Math.min(after + 1, all.size());
    int to = Math.min(all.size(), from + Math.min(limit, PAGE));
    return new SchedulePage(all.subList(from, to), to < all.size());
  }

  @Override
  public SchedulePage scheduleSince(String process, long time, int limit) {
    return schedule(process, -1, limit);
  }

  @Override
  public ResultsPage results(String process, String after, int limit) {
    int from = after.isEmpty() ? 0 : Integer.parseInt(after);
    int to = Math.min(results.size(), from + Math.min(limit, PAGE));
    List<ResultsPage.Edge> edges = new ArrayList<>();
    for (int i = from; i < to; i++) {
      edges.add(new ResultsPage.Edge(results.get(i), Integer.toString(i + 1)));
    }
    return new ResultsPage(edges, to < results.size());
  }
}
