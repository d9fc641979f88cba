package mostao.local.watch;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import mostao.ao.ans104.Base64Url;
import mostao.ao.message.Names;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.ao.process.Refusal;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.DirectoryRecord;
import mostao.ao.wire.Headers;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.ItemData;
import mostao.ao.wire.OutboxRecord;
import mostao.ao.wire.Topics;
import mostao.ao.wire.WalletRecord;
import mostao.ao.wire.Wire;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Reads records of every topic of a deployment. Never fails: what is no record of ours says so. */
final class Decoding {
  private static final List<String> REFUSALS =
      Arrays.stream(Refusal.Code.values()).map(Refusal.Code::text).toList();

  private static final String NO_ACTION = "(no Action)";

  private final boolean data;

  /**
   * @param data whether contents are kept
   */
  Decoding(boolean data) {
    this.data = data;
  }

  Seen of(ConsumerRecord<String, byte[]> record) {
    String topic = record.topic();
    if (topic.equals(Topics.PROCESSES)) {
      boolean deployment =
          record.value() != null && Wire.decodeDeployment(record.value()) instanceof Decoded.Ok;
      return deployment
          ? unread(record, "the deployment: its authority, Registry and modules")
          : read(record, Wire::decodeDirectory, listed -> listed(record, listed));
    }
    if (topic.equals(Topics.WALLETS)) {
      return read(record, Wire::decodeWallet, wallet -> told(record, wallet));
    }
    for (String module : Topics.MODULES) {
      if (topic.equals(Topics.inbox(module))) {
        return read(record, Wire::decodeInbox, inbox -> taken(record, inbox));
      }
      if (topic.equals(Topics.outbox(module))) {
        return read(record, Wire::decodeOutbox, outbox -> evaluated(record, outbox));
      }
      if (topic.equals(Topics.deadLetters(module))) {
        return dead(module, record);
      }
    }
    return unread(record, "a record of a topic that is not of a deployment");
  }

  private static <T> Seen read(
      ConsumerRecord<String, byte[]> record,
      Function<byte[], Decoded<T>> decode,
      Function<T, Seen> seen) {
    if (record.value() == null) {
      return unread(record, "deleted");
    }
    Decoded<T> decoded = decode.apply(record.value());
    if (decoded instanceof Decoded.Ok<T> ok) {
      return seen.apply(ok.value());
    }
    // The detail of a fault may quote contents.
    return unread(record, "not a message: " + ((Decoded.Bad<T>) decoded).fault().name());
  }

  private static Seen.Unread unread(ConsumerRecord<String, byte[]> record, String why) {
    return new Seen.Unread(Place.of(record), record.timestamp(), why);
  }

  private static Seen listed(ConsumerRecord<String, byte[]> record, DirectoryRecord listed) {
    return new Seen.Listed(
        Place.of(record), record.timestamp(), listed.process(), listed.module(), listed.owner());
  }

  private Seen taken(ConsumerRecord<String, byte[]> record, InboxRecord inbox) {
    boolean push = !inbox.from().equals(inbox.owner());
    return new Seen.Taken(
        Place.of(record),
        record.timestamp(),
        inbox.id(),
        inbox.from(),
        inbox.target(),
        push,
        action(inbox.tags()),
        push ? inbox.tags().first(Names.PUSHED_FOR).orElse(inbox.id()) : inbox.id(),
        Base64Url.decode(inbox.anchor())
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
            .orElse(""),
        inbox.tags().first(Names.REFERENCE),
        inbox.tags().first(Names.ERROR),
        contents(inbox.data()));
  }

  private Optional<String> contents(ItemData contents) {
    return data ? Optional.of(contents.plain().orElseGet(contents::base64Url)) : Optional.empty();
  }

  private static Seen evaluated(ConsumerRecord<String, byte[]> record, OutboxRecord outbox) {
    Result result = outbox.result();
    return new Seen.Evaluated(
        Place.of(record),
        record.timestamp(),
        outbox.process(),
        outbox.message(),
        outbox.action().isEmpty() ? NO_ACTION : outbox.action(),
        outbox.nonce(),
        outbox.pushedFor(),
        result.messages().stream()
            .map(one -> sent(one.target(), one.anchor(), one.tags()))
            .toList(),
        result.spawns().stream().map(one -> sent("", one.anchor(), one.tags())).toList(),
        result.assignments().size(),
        refusal(result),
        result.error());
  }

  /** A refusal empties the outbox but for the answer, which names one of the codes. */
  private static Optional<String> refusal(Result result) {
    return result.messages().size() == 1 && result.spawns().isEmpty()
        ? result.messages().get(0).tags().first(Names.ERROR).filter(REFUSALS::contains)
        : Optional.empty();
  }

  private static Seen.Sent sent(String target, String anchor, Tags tags) {
    return new Seen.Sent(target, action(tags), anchor, tags.first(Names.REFERENCE));
  }

  private Seen told(ConsumerRecord<String, byte[]> record, WalletRecord wallet) {
    InboxRecord item = wallet.item();
    return new Seen.Told(
        Place.of(record),
        record.timestamp(),
        wallet.process(),
        wallet.message(),
        wallet.index(),
        item.id(),
        item.target(),
        action(item.tags()),
        item.tags().first(Names.PUSHED_FOR),
        item.tags().first(Names.ERROR),
        contents(item.data()));
  }

  /** What a birth lacks is a type, not an action. */
  private static String action(Tags tags) {
    return tags.first(Names.ACTION)
        .or(() -> tags.ofAo(Names.TYPE).filter(Names.TYPE_PROCESS::equals).map(type -> "(birth)"))
        .orElse(NO_ACTION);
  }

  private static Seen dead(String module, ConsumerRecord<String, byte[]> record) {
    Optional<String> source = header(record, Headers.SOURCE_TOPIC);
    if (source.isEmpty()) {
      return unread(record, "a note that a dead letter was sent back");
    }
    Place stood =
        new Place(
            source.get(),
            (int) number(record, Headers.SOURCE_PARTITION),
            number(record, Headers.SOURCE_OFFSET));
    return new Seen.Dead(
        Place.of(record),
        record.timestamp(),
        module + "@" + record.offset(),
        stood,
        header(record, Headers.FAULT).orElse("Unnamed"),
        header(record, Headers.FAULT_DETAIL).orElse(""),
        Optional.ofNullable(record.key()).orElse("none"));
  }

  private static Optional<String> header(ConsumerRecord<String, byte[]> record, String name) {
    Header found = record.headers().lastHeader(name);
    return found == null || found.value() == null
        ? Optional.empty()
        : Optional.of(new String(found.value(), StandardCharsets.UTF_8));
  }

  private static long number(ConsumerRecord<String, byte[]> record, String name) {
    return header(record, name)
        .filter(text -> text.matches("[0-9]{1,9}"))
        .map(Long::parseLong)
        .orElse(-1L);
  }
}
