package mostao.messenger.push;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import mostao.ao.ans104.Base64Url;
import mostao.ao.message.Result;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.Decoded.Fault;
import mostao.ao.wire.OutboxRecord;
import mostao.ao.wire.Wire;

/**
 * Polled records and their content: each is decoded once, however often the batch is tried.
 *
 * @param entries in the order in which they were polled
 */
record OutboxBatch(List<Entry> entries) {
  /** A record, and its content or the fault in it. */
  record Entry(PolledRecord polled, Decoded<OutboxRecord> decoded) {
    /** Id of the message that it answers; null if it can't be read. */
    String message() {
      return decoded instanceof Decoded.Ok<OutboxRecord> ok ? ok.value().message() : null;
    }

    /** The same, but what it sends goes on under this context. */
    Entry under(Optional<byte[]> trace) {
      return new Entry(
          new PolledRecord(
              polled.topic(),
              polled.partition(),
              polled.offset(),
              polled.key(),
              polled.value(),
              trace),
          decoded);
    }
  }

  OutboxBatch {
    entries = List.copyOf(entries);
  }

  static OutboxBatch of(List<PolledRecord> polled) {
    return new OutboxBatch(polled.stream().map(OutboxBatch::entry).toList());
  }

  static Entry entry(PolledRecord polled) {
    return new Entry(polled, decode(polled));
  }

  private static Decoded<OutboxRecord> decode(PolledRecord polled) {
    if (polled.value() == null) {
      return Decoded.bad(Fault.NOT_JSON, "the record has no value");
    }
    Decoded<OutboxRecord> decoded = Wire.decodeOutbox(polled.value());
    return decoded instanceof Decoded.Ok<OutboxRecord> ok
            && !ok.value().process().equals(polled.key())
        ? Decoded.bad(
            Fault.WRONG_KEY,
            "the record's key is " + polled.key() + ", its Process " + ok.value().process())
        : decoded;
  }

  /** Processes that evaluated the messages of the batch. */
  Set<String> senders() {
    return collect(records().map(OutboxRecord::process));
  }

  /** Ids to which something is sent: processes, or wallets. */
  Set<String> targets() {
    return collect(
        records()
            .flatMap(record -> record.result().messages().stream())
            .map(Result.Outgoing::target)
            .filter(Base64Url::isId));
  }

  private Stream<OutboxRecord> records() {
    return entries.stream()
        .map(Entry::decoded)
        .flatMap(
            decoded ->
                decoded instanceof Decoded.Ok<OutboxRecord> ok
                    ? Stream.of(ok.value())
                    : Stream.<OutboxRecord>empty());
  }

  private static Set<String> collect(Stream<String> ids) {
    Set<String> found = new LinkedHashSet<>();
    ids.forEach(found::add);
    return found;
  }
}
