package mostao.client.envelope;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.LongStream;
import mostao.client.envelope.Verdict.Letter;
import mostao.client.envelope.Verdict.Reason;
import mostao.client.seal.DecryptionException;
import mostao.client.seal.SessionKey;
import mostao.client.trust.Checked;
import mostao.client.trust.Device;
import mostao.client.trust.Peer;
import mostao.client.trust.Sha256;

/** Gives the verdict on one message after the other, in the session's order. Not thread-safe. */
public final class MessageReader {
  /**
   * A message as the session shows it.
   *
   * @param sender process of the handle it is said to be from
   */
  public record Row(String sender, long generation, String content) {}

  /**
   * The key of a generation as this reader has it.
   *
   * @param key empty if it is sealed for others
   * @param statement empty if it was made by a client that makes none
   * @param fault why it is not believed, empty if it is or has no statement
   */
  public record Key(Optional<SessionKey> key, Optional<KeyStatement> statement, String fault) {}

  /** Finds the keys. */
  @FunctionalInterface
  public interface Keys {
    Key of(long generation) throws IOException, InterruptedException;
  }

  private final String session;
  private final Parties parties;
  private final Keys keys;
  private final Heads heads;
  private final boolean fromTheBeginning;
  private final Set<String> oldForms = new HashSet<>();

  /**
   * @param heads how far was read before; moved on
   */
  public MessageReader(String session, Parties parties, Keys keys, Heads heads) {
    this(session, parties, keys, heads, true);
  }

  /**
   * @param fromTheBeginning whether nothing lies before the first message but what {@code heads}
   *     know
   */
  private MessageReader(
      String session, Parties parties, Keys keys, Heads heads, boolean fromTheBeginning) {
    this.session = session;
    this.parties = parties;
    this.keys = keys;
    this.heads = heads;
    this.fromTheBeginning = fromTheBeginning;
  }

  /** The verdicts on messages that follow each other; a gap may close among them. */
  public List<Verdict> read(List<Row> rows) throws IOException, InterruptedException {
    Map<String, Long> later = new HashMap<>();
    List<String> places = new ArrayList<>();
    for (Row row : rows) {
      String place = Envelope.parse(row.content()).map(e -> place(row, e)).orElse("");
      places.add(place);
      later.merge(place, 1L, Long::sum);
    }
    List<Verdict> verdicts = new ArrayList<>();
    for (int at = 0; at < rows.size(); at++) {
      later.merge(places.get(at), -1L, Long::sum);
      verdicts.add(verdict(rows.get(at), later));
    }
    return verdicts;
  }

  /** The verdict on a message alone, whatever stands before it. */
  public Verdict alone(Row row) throws IOException, InterruptedException {
    Heads nowhere = new Heads();
    return new MessageReader(session, parties, keys, nowhere, false).verdict(row, Map.of());
  }

  private static String place(Row row, Envelope envelope) {
    return place(envelope.prefix(), row.generation(), envelope.counter());
  }

  private static String place(byte[] prefix, long generation, long counter) {
    return HexFormat.of().formatHex(prefix) + " " + generation + " " + counter;
  }

  private Verdict verdict(Row row, Map<String, Long> later)
      throws IOException, InterruptedException {
    Optional<Peer> sender = parties.of(row.sender());
    if (sender.isEmpty()) {
      return refused(Reason.NOT_THIS_SENDER, "it is from neither side");
    }
    Optional<Envelope> envelope = Envelope.parse(row.content());
    if (envelope.isEmpty()) {
      return oldForm(row, sender.get());
    }
    Optional<Device> device = Parties.device(sender.get(), envelope.get().prefix());
    if (device.isPresent()) {
      return envelope(row, envelope.get(), device.get(), later);
    }
    // One old message in 256 looks like an envelope until it is opened.
    Verdict old = oldForm(row, sender.get());
    if (old instanceof Verdict.Unverified) {
      return old;
    }
    boolean others =
        parties.both().stream()
            .anyMatch(peer -> Parties.device(peer, envelope.get().prefix()).isPresent());
    return others
        ? refused(Reason.NOT_THIS_SENDER, "another's device wrote it")
        : refused(Reason.UNKNOWN_DEVICE, "a device that is not known wrote it");
  }

  private Verdict oldForm(Row row, Peer sender) throws IOException, InterruptedException {
    Key key = keys.of(row.generation());
    if (!key.fault().isEmpty()) {
      return refused(Reason.KEY_NOT_BELIEVED, key.fault());
    }
    if (key.key().isEmpty()) {
      return refused(Reason.NO_KEY, "its key is not sealed for this device or wallet");
    }
    String text;
    try {
      text = key.key().get().open(row.content());
    } catch (DecryptionException changed) {
      return refused(Reason.CHANGED, changed.getMessage());
    }
    if (!oldForms.add(Sha256.text(row.content()))) {
      return new Verdict.Refused(
          Reason.REPEATED, "the same was there before", Optional.of(Letter.text(text)));
    }
    return new Verdict.Unverified(Letter.text(text), why(sender));
  }

  private String why(Peer sender) {
    String name = sender.birth().name();
    String why =
        sender.hasDevices()
            ? "it is in the form that nobody signs"
            : name + " has no device that signs";
    Peer other = parties.other();
    return other.hasDevices() || other.ownerKey().isPresent()
        ? why
        : why + ", and nobody vouches for the key of " + other.birth().name();
  }

  private Verdict envelope(Row row, Envelope envelope, Device device, Map<String, Long> later)
      throws IOException, InterruptedException {
    Key key = keys.of(row.generation());
    if (!key.fault().isEmpty() || key.statement().isEmpty()) {
      String fault = key.fault().isEmpty() ? "no device signed it" : key.fault();
      return refused(Reason.KEY_NOT_BELIEVED, "its key is not believed: " + fault);
    }
    if (!key.statement().get().isHolder(device.id())) {
      return refused(Reason.NOT_A_HOLDER, "the device that wrote it was not given the key");
    }
    if (key.key().isEmpty()) {
      skip(row, envelope, device);
      return refused(Reason.NO_KEY, "its key is not sealed for this device or wallet");
    }
    Envelope.Place place =
        new Envelope.Place(
            session, row.generation(), row.sender(), device.id(), envelope.counter());
    Checked<Envelope.Opened> opened = envelope.open(key.key().get(), place, device);
    return opened instanceof Checked.Good<Envelope.Opened> good
        ? placed(row.generation(), envelope, device, good.value(), later)
        : refused(Reason.CHANGED, ((Checked.Bad<Envelope.Opened>) opened).reason());
  }

  // So that what comes behind it, under a key we have, does not look like a gap.
  private void skip(Row row, Envelope envelope, Device device) {
    Optional<Heads.Head> head = heads.of(device.id());
    boolean further =
        head.isEmpty()
            || head.get().generation() < row.generation()
            || head.get().generation() == row.generation()
                && head.get().counter() < envelope.counter();
    if (further) {
      heads.put(
          device.id(), row.generation(), envelope.counter(), envelope.hash(), new TreeSet<>());
    }
  }

  private Verdict placed(
      long generation,
      Envelope envelope,
      Device device,
      Envelope.Opened opened,
      Map<String, Long> later) {
    Optional<Letter> letter = Optional.of(opened.letter());
    if (generation < heads.generation()) {
      return new Verdict.Refused(
          Reason.OLD_GENERATION, "its key was replaced before it was shown", letter);
    }
    Optional<Heads.Head> head = heads.of(device.id());
    boolean same = head.isPresent() && head.get().generation() == generation;
    long last = same ? head.get().counter() : 0;
    long counter = envelope.counter();
    SortedSet<Long> missing = same ? new TreeSet<>(head.get().missing()) : new TreeSet<>();
    if (counter <= last) {
      boolean late = missing.remove(counter);
      heads.put(device.id(), generation, last, head.orElseThrow().hash(), missing);
      return late
          ? new Verdict.Refused(
              Reason.REORDERED, "it was written before the one that is shown before it", letter)
          : new Verdict.Refused(Reason.REPEATED, "the same place was filled before", letter);
    }
    boolean anchors = head.isEmpty() && !fromTheBeginning;
    if (!anchors && counter - last - 1 > 0) {
      LongStream.range(Math.max(last + 1, counter - 1000), counter).forEach(missing::add);
    }
    heads.put(device.id(), generation, counter, envelope.hash(), missing);
    if (anchors) {
      return new Verdict.Verified(opened.letter(), device.id());
    }
    long absent = counter - last - 1;
    if (absent > 0) {
      boolean closes =
          LongStream.range(last + 1, counter)
              .allMatch(c -> later.getOrDefault(place(device.prefix(), generation, c), 0L) > 0);
      return closes
          ? new Verdict.Refused(
              Reason.REORDERED, "it is shown before what was written before it", letter)
          : new Verdict.Refused(
              Reason.GAP, absent + " of the same device before it are missing", letter);
    }
    String before = head.map(Heads.Head::hash).orElse("");
    if (opened.previous().equals(before)) {
      return new Verdict.Verified(opened.letter(), device.id());
    }
    return same
        ? new Verdict.Refused(
            Reason.NOT_FOLLOWING, "it follows another message than the one shown", letter)
        : new Verdict.Refused(
            Reason.GAP, "messages of the same device under an earlier key are missing", letter);
  }

  private static Verdict refused(Reason reason, String detail) {
    return new Verdict.Refused(reason, detail, Optional.empty());
  }
}
