package mostao.local.watch;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mostao.ao.ans104.Base64Url;
import mostao.ao.message.Names;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.ao.wire.DeadLetter;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.Headers;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.ItemData;
import mostao.ao.wire.OutboxRecord;
import mostao.ao.wire.Topics;
import mostao.ao.wire.WalletRecord;
import mostao.ao.wire.Wire;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * The records of a conversation of a wallet and two handles with a session, as programs write them.
 * One partition a topic; every record is a millisecond after the one before, unless time passes.
 */
final class Records {
  static final String SECRET = "what alice tells bob";

  private final List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
  private final Map<String, Long> ends = new java.util.HashMap<>();
  private long now = 1_000;

  /** 43 characters that begin with a name. */
  static String id(String name) {
    return name + "A".repeat(Base64Url.ID_LENGTH - name.length());
  }

  Records after(long millis) {
    now += millis;
    return this;
  }

  /** An item that a wallet signed. */
  Place fromWallet(String module, String id, String wallet, String target, String action) {
    return inbox(
        module, item(id, wallet, wallet, target, "", Tags.of(Names.ACTION, action), SECRET));
  }

  /** What the authority pushes for a process. */
  Place push(
      String module, String id, String process, String target, String root, long ref, Tags more) {
    Tags tags = Tags.of(Names.PUSHED_FOR, root, Names.REFERENCE, Long.toString(ref)).and(more);
    return inbox(
        module,
        item(id, "authority", process, target, Base64Url.encode(anchor(ref)), tags, SECRET));
  }

  /** A birth, or the answer to the spawner: both without an anchor. */
  Place ofSpawn(
      String module, String id, String spawner, String target, String root, long ref, Tags more) {
    Tags tags = Tags.of(Names.PUSHED_FOR, root, Names.REFERENCE, Long.toString(ref)).and(more);
    return inbox(module, item(id, "authority", spawner, target, "", tags, " "));
  }

  private static InboxRecord item(
      String id, String owner, String from, String target, String anchor, Tags tags, String data) {
    return new InboxRecord(
        id, owner, "key-of-owner", 2, "signature", from, target, anchor, tags, ItemData.of(data));
  }

  private static byte[] anchor(long reference) {
    return anchorText(reference).getBytes(StandardCharsets.US_ASCII);
  }

  private static String anchorText(long reference) {
    return String.format(java.util.Locale.ROOT, "%032d", reference);
  }

  private Place inbox(String module, InboxRecord inbox) {
    return add(Topics.inbox(module), inbox.target(), Wire.encode(inbox), new RecordHeaders());
  }

  static Result.Outgoing message(String target, long ref, String action) {
    return new Result.Outgoing(
        target,
        SECRET,
        anchorText(ref),
        Tags.of(Names.ACTION, action, Names.REFERENCE, Long.toString(ref)));
  }

  static Result.Spawn spawn(long ref) {
    return new Result.Spawn("", anchorText(ref), Tags.of(Names.REFERENCE, Long.toString(ref)));
  }

  /** A refusal as an action table answers it. */
  static Result refusal(String target, long ref, String code) {
    Result.Outgoing reply = message(target, ref, "Register-Response");
    return Result.of(
        List.of(
            new Result.Outgoing(
                reply.target(), reply.data(), reply.anchor(), reply.tags().and(Names.ERROR, code))),
        List.of());
  }

  Place result(
      String module,
      String process,
      String message,
      String action,
      long nonce,
      String root,
      Result result) {
    OutboxRecord outbox =
        new OutboxRecord(process, "module", message, action, nonce, now, root, 0, result);
    return add(Topics.outbox(module), process, Wire.encode(outbox), new RecordHeaders());
  }

  Place told(String process, String message, int index, String id, String wallet, String root) {
    InboxRecord item =
        item(id, "authority", process, wallet, "", Tags.of(Names.PUSHED_FOR, root), SECRET);
    WalletRecord told = new WalletRecord(process, message, 0, index, now, item);
    return add(Topics.WALLETS, wallet, Wire.encode(told), new RecordHeaders());
  }

  Place dead(String module, Place source, String fault, byte[] value) {
    DeadLetter letter =
        new DeadLetter(
            source.topic(),
            source.partition(),
            source.offset(),
            "key",
            value,
            new Decoded.Fault(fault, SECRET));
    RecordHeaders headers = new RecordHeaders();
    Headers.of(letter).forEach(headers::add);
    return add(Topics.deadLetters(module), "key", value, headers);
  }

  Place garbage(String topic, String value) {
    return add(topic, "key", value.getBytes(StandardCharsets.UTF_8), new RecordHeaders());
  }

  private Place add(String topic, String key, byte[] value, RecordHeaders headers) {
    long offset = ends.merge(topic, 1L, Long::sum) - 1;
    ConsumerRecord<String, byte[]> record =
        new ConsumerRecord<>(
            topic,
            0,
            offset,
            now++,
            TimestampType.CREATE_TIME,
            key.length(),
            value.length,
            key,
            value,
            headers,
            Optional.empty());
    records.add(record);
    return Place.of(record);
  }

  List<ConsumerRecord<String, byte[]>> all() {
    return records;
  }

  List<Seen> seen(boolean data) {
    Decoding decoding = new Decoding(data);
    return records.stream().map(decoding::of).toList();
  }
}
