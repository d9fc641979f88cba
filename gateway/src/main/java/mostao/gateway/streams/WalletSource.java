package mostao.gateway.streams;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mostao.ao.message.Tag;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.WalletRecord;
import mostao.ao.wire.Wire;
import org.jboss.logging.Logger;

/**
 * The messages to one wallet in the order of the log, each once. A place is {@code
 * partition-offset}. So that a repetition is recognised behind the place a stream goes on, reading
 * begins some records before it.
 */
final class WalletSource implements EventSource {
  private static final Logger LOG = Logger.getLogger(WalletSource.class);
  private static final Pattern FORM = Pattern.compile("([0-9]{1,4})-(-1|[0-9]{1,18})");
  private static final int MOST_PROCESSES = 1_000;

  private final String wallet;
  private final WalletInbox inbox;
  private final Executor thread;
  private final RecentRecords.Watch watch;
  private final DuplicateFilter duplicates = new DuplicateFilter(MOST_PROCESSES);
  private long start;
  private long next;
  private List<TopicEntry> page = List.of();
  private int index;
  private long behindPage;
  private boolean more = true;
  private Optional<StreamEvent> gap = Optional.empty();

  /**
   * @param wallet canonical address
   * @param start offset of the first record that is to be given
   * @param warmUp records before that to be looked through
   * @param thread of the stream
   * @param wake called when there is more
   */
  WalletSource(
      String wallet, WalletInbox inbox, long start, int warmUp, Executor thread, Runnable wake) {
    this.wallet = wallet;
    this.inbox = inbox;
    this.thread = thread;
    this.start = start;
    this.next = Math.max(0, start - warmUp);
    this.watch = inbox.watch(wallet, wake);
  }

  /** The first offset behind a place of this wallet's partition; 0 is before all. */
  static Optional<Long> place(String wallet, String text) {
    if (text.equals("0")) {
      return Optional.of(0L);
    }
    Matcher form = FORM.matcher(text);
    return form.matches() && Integer.parseInt(form.group(1)) == WalletInbox.partition(wallet)
        ? Optional.of(Long.parseLong(form.group(2)) + 1)
        : Optional.empty();
  }

  @Override
  public Optional<StreamEvent> poll() {
    if (gap.isPresent()) {
      Optional<StreamEvent> told = gap;
      gap = Optional.empty();
      return told;
    }
    while (index < page.size()) {
      TopicEntry entry = page.get(index++);
      next = index == page.size() ? behindPage : entry.offset() + 1;
      Optional<WalletRecord> record = record(entry);
      if (record.isPresent() && duplicates.isNew(record.get()) && entry.offset() >= start) {
        return Optional.of(new StreamEvent("message", place(entry.offset()), data(record.get())));
      }
    }
    return Optional.empty();
  }

  private Optional<WalletRecord> record(TopicEntry entry) {
    Decoded<WalletRecord> decoded = Wire.decodeWallet(entry.value());
    if (decoded instanceof Decoded.Ok<WalletRecord> ok
        && ok.value().item().target().equals(wallet)) {
      return Optional.of(ok.value());
    }
    LOG.errorf(
        "offset %d of the wallets' inbox is not a message to its key: skipped", entry.offset());
    return Optional.empty();
  }

  private static String data(WalletRecord record) {
    InboxRecord item = record.item();
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("Id", item.id()).put("Owner", item.owner()).put("From", item.from());
    data.put("Target", item.target()).put("Anchor", item.anchor());
    ArrayNode tags = data.putArray("Tags");
    for (Tag tag : item.tags()) {
      tags.addObject().put("name", tag.name()).put("value", tag.value());
    }
    Optional<String> plain = item.data().plain();
    data.put("Data", plain.orElseGet(item.data()::base64Url));
    if (plain.isEmpty()) {
      data.put("Data-Encoding", "base64url");
    }
    data.put("Process", record.process()).put("Message", record.message());
    data.put("Nonce", record.nonce()).put("Index", record.index());
    return data.put("Timestamp", record.timestamp()).toString();
  }

  @Override
  public CompletionStage<Void> fill() {
    return EventSource.taken(inbox.read(wallet, watch, next, start), thread, this::take);
  }

  private void take(WalletPage read) {
    page = read.entries();
    index = 0;
    more = read.more();
    behindPage = read.next();
    long place = Math.max(next, start);
    if (read.first() > place) {
      start = read.first();
      gap(
          "older messages are no longer kept; the stream goes on with the oldest message there"
              + " is");
    } else if (!read.more() && read.next() < place) {
      start = read.next();
      duplicates.clear();
      gap("the log ends before offset " + place + "; the stream goes on from now");
    }
    if (page.isEmpty()) {
      next = behindPage;
    }
  }

  private void gap(String sentence) {
    gap = Optional.of(StreamEvent.gap(place(start - 1), sentence));
  }

  @Override
  public boolean more() {
    return more;
  }

  @Override
  public void forget() {
    more |= index < page.size();
    page = List.of();
    index = 0;
  }

  @Override
  public String position() {
    return place(Math.max(next, start) - 1);
  }

  private String place(long offset) {
    return WalletInbox.partition(wallet) + "-" + offset;
  }

  @Override
  public void close() {
    inbox.unwatch(wallet, watch);
  }
}
