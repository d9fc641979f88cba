package mostao.gateway.messenger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import mostao.ao.ans104.Address;
import mostao.ao.ans104.Base64Url;
import mostao.ao.ans104.Reading;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Names;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.ao.turn.InboxVerifier;
import mostao.ao.wire.DeadLetter;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.Decoded.Fault;
import mostao.ao.wire.DirectoryRecord;
import mostao.ao.wire.OutboxRecord;
import mostao.ao.wire.Topics;
import mostao.ao.wire.WalletRecord;
import mostao.ao.wire.Wire;
import mostao.gateway.directory.Listed;
import mostao.gateway.inbox.Parcel;
import org.jboss.logging.Logger;

/**
 * What one batch of outbox records asks to be delivered, worked out anew for every try. Pure but
 * for the look-up it is given; serves one batch on one thread.
 */
final class Round {
  private static final Logger LOG = Logger.getLogger(Round.class);
  private static final int MOST_DETAIL = 1_000;

  private final Items items;
  private final Function<String, Optional<Listed>> directory;
  private final Map<String, Listed> born = new HashMap<>();
  private final List<Parcel> births = new ArrayList<>();
  private final List<Parcel> listings = new ArrayList<>();
  private final List<Parcel> messages = new ArrayList<>();
  private final List<Parcel> letters = new ArrayList<>();
  private final Map<String, Integer> faults = new LinkedHashMap<>();
  private int toWallets;
  private int kept;
  private int pushes;

  /** A polled record and what it says. */
  private record Read(Sent sent, OutboxRecord record) {}

  private Round(Items items, Function<String, Optional<Listed>> directory) {
    this.items = items;
    this.directory = directory;
  }

  /**
   * @param directory who is a process; whom it doesn't know is a wallet
   */
  static Round of(List<Sent> batch, Items items, Function<String, Optional<Listed>> directory) {
    Round round = new Round(items, directory);
    for (Sent sent : batch) {
      try {
        round.plan(sent);
      } catch (RuntimeException bug) {
        // One record must not stop its partition for ever.
        LOG.errorf(bug, "offset %d of %s can't be carried", sent.offset(), sent.topic());
        round.drop(sent, new Fault(Fault.UNSENDABLE, "the messenger failed: " + bug.getClass()));
      }
    }
    return round;
  }

  /** Whoever the batch names as sender or receiver and could be a process. */
  static List<String> named(List<Sent> batch) {
    List<String> names = new ArrayList<>();
    for (Sent sent : batch) {
      if (read(sent) instanceof Decoded.Ok<OutboxRecord> ok) {
        names.add(ok.value().process());
        for (Result.Outgoing message : ok.value().result().messages()) {
          if (Base64Url.isId(message.target())) {
            names.add(message.target());
          }
        }
      }
    }
    return names;
  }

  /** Process items: delivered first. */
  List<Parcel> births() {
    return births;
  }

  /** Directory records of {@link #births}: delivered when those are. */
  List<Parcel> listings() {
    return listings;
  }

  /** Messages in order, and dead letters: delivered last. */
  List<Parcel> messages() {
    List<Parcel> last = new ArrayList<>(messages);
    last.addAll(letters);
    return last;
  }

  int pushes() {
    return pushes;
  }

  /** Messages to wallets. */
  int toWallets() {
    return toWallets;
  }

  /**
   * Messages whose target is neither a process nor a wallet's address: they stay in their Result.
   */
  int kept() {
    return kept;
  }

  /** How many records or entries were dropped, by fault. */
  Map<String, Integer> faults() {
    return faults;
  }

  private static Decoded<OutboxRecord> read(Sent sent) {
    if (sent.value() == null) {
      return Decoded.bad(Fault.NOT_JSON, "the record has no value");
    }
    Decoded<OutboxRecord> decoded = Wire.decodeOutbox(sent.value());
    return decoded instanceof Decoded.Ok<OutboxRecord> ok
            && !ok.value().process().equals(sent.key())
        ? Decoded.bad(
            Fault.WRONG_KEY,
            "the record's key is " + sent.key() + ", its Process " + ok.value().process())
        : decoded;
  }

  private void plan(Sent sent) {
    Decoded<OutboxRecord> decoded = read(sent);
    if (decoded instanceof Decoded.Bad<OutboxRecord> bad) {
      drop(sent, bad.fault());
      return;
    }
    OutboxRecord record = ((Decoded.Ok<OutboxRecord>) decoded).value();
    String module = Topics.moduleOfOutbox(sent.topic());
    Optional<Listed> sender = listed(record.process());
    if (sender.isEmpty()
        && record.result().messages().isEmpty()
        && record.result().spawns().isEmpty()) {
      // A process just born is evaluated before it is listed: its inbox comes first.
      return;
    }
    if (sender.isEmpty() || !sender.get().module().equals(module)) {
      drop(
          sent,
          new Fault(
              Fault.UNKNOWN_PROCESS,
              "process "
                  + record.process()
                  + (sender.isEmpty()
                      ? " is not in the directory"
                      : " is evaluated by module " + sender.get().module() + ", not " + module)));
      return;
    }
    Origin origin = Origin.of(sender.get(), record);
    List<String> unsendable = new ArrayList<>();
    int index = 0;
    for (Result.Outgoing message : record.result().messages()) {
      String entry = "Messages[" + index + "]";
      if (listed(message.target()).isPresent()) {
        push(sent, origin, message, entry, unsendable);
      } else {
        tell(sent, origin, record, index, entry, unsendable);
      }
      index++;
    }
    index = 0;
    for (Result.Spawn spawn : record.result().spawns()) {
      spawn(sent, origin, spawn, "Spawns[" + index++ + "]", unsendable);
    }
    if (!unsendable.isEmpty()) {
      String detail = String.join("; ", unsendable);
      drop(sent, new Fault(Fault.UNSENDABLE, cut(detail)), unsendable.size());
    }
  }

  private void push(
      Sent sent, Origin origin, Result.Outgoing message, String entry, List<String> unsendable) {
    Listed target = listed(message.target()).orElseThrow();
    Optional<Parcel> parcel =
        parcel(
            sent,
            items.push(origin, message),
            target.module(),
            origin.process(),
            target.process(),
            entry,
            unsendable);
    parcel.ifPresent(
        one -> {
          messages.add(one);
          pushes++;
        });
  }

  /** Among the pushes, so that what a process sends is delivered in the order it was sent. */
  private void tell(
      Sent sent,
      Origin origin,
      OutboxRecord record,
      int index,
      String entry,
      List<String> unsendable) {
    Result.Outgoing message = record.result().messages().get(index);
    Optional<String> wallet = Address.canonical(message.target());
    if (wallet.isEmpty()) {
      kept++;
      return;
    }
    fitting(
            items.tell(origin, message, wallet.get()),
            item ->
                Parcel.toWallet(
                    new WalletRecord(
                        record.process(),
                        record.message(),
                        record.nonce(),
                        index,
                        record.timestamp(),
                        InboxVerifier.record(item, origin.process(), wallet.get())),
                    sent.trace()),
            entry,
            unsendable)
        .ifPresent(
            parcel -> {
              messages.add(parcel);
              toWallets++;
            });
  }

  private void spawn(
      Sent sent, Origin origin, Result.Spawn spawn, String entry, List<String> unsendable) {
    Optional<String> module = items.module(spawn);
    if (module.isEmpty()) {
      unsendable.add(
          entry
              + ": its Module "
              + spawn.tags().ofAo(Names.MODULE).orElse("")
              + " is none of ours");
      return;
    }
    Reading<VerifiedItem> birth = items.birth(origin, spawn, module.get());
    Optional<Parcel> toNew =
        parcel(sent, birth, module.get(), origin.process(), "", entry, unsendable);
    if (toNew.isEmpty()) {
      return;
    }
    VerifiedItem item = birth.orThrow();
    Optional<Parcel> toSpawner =
        parcel(
            sent,
            items.spawned(origin, spawn, module.get(), item.id()),
            Topics.moduleOfOutbox(sent.topic()),
            origin.process(),
            origin.process(),
            entry,
            unsendable);
    if (toSpawner.isEmpty()) {
      // Nobody would hear of the process: it is not born.
      return;
    }
    Tags tags = item.tags();
    DirectoryRecord listing =
        new DirectoryRecord(
            item.id(), module.get(), tags.first(Names.MODULE).orElse(""), item.owner(), tags);
    births.add(toNew.get());
    listings.add(Parcel.toDirectory(listing));
    messages.add(toSpawner.get());
    pushes++;
    born.put(item.id(), Listed.of(listing));
  }

  /**
   * The record for an inbox, or a sentence on why there can't be one.
   *
   * @param target empty for a process item, whose target is itself
   */
  private static Optional<Parcel> parcel(
      Sent sent,
      Reading<VerifiedItem> signed,
      String module,
      String from,
      String target,
      String entry,
      List<String> unsendable) {
    return fitting(
        signed,
        item ->
            Parcel.toInbox(
                module,
                InboxVerifier.record(item, from, target.isEmpty() ? item.id() : target),
                sent.trace()),
        entry,
        unsendable);
  }

  private static Optional<Parcel> fitting(
      Reading<VerifiedItem> signed,
      Function<VerifiedItem, Parcel> made,
      String entry,
      List<String> unsendable) {
    return signed.fold(
        item -> {
          Parcel parcel = made.apply(item);
          if (!parcel.fits()) {
            unsendable.add(
                entry + ": its record of " + parcel.value().length + " bytes is too big");
            return Optional.empty();
          }
          return Optional.of(parcel);
        },
        refusal -> {
          unsendable.add(entry + ": " + refusal);
          return Optional.empty();
        });
  }

  private Optional<Listed> listed(String process) {
    Listed fresh = born.get(process);
    return fresh == null ? directory.apply(process) : Optional.of(fresh);
  }

  private void drop(Sent sent, Fault fault) {
    drop(sent, fault, 1);
  }

  private void drop(Sent sent, Fault fault, int count) {
    faults.merge(fault.name(), count, Integer::sum);
    byte[] value = sent.value() == null ? new byte[0] : sent.value();
    letters.add(
        Parcel.toDeadLetters(
            Topics.moduleOfOutbox(sent.topic()),
            new DeadLetter(
                sent.topic(), sent.partition(), sent.offset(), sent.key(), value, fault)));
  }

  private static String cut(String detail) {
    return detail.length() <= MOST_DETAIL ? detail : detail.substring(0, MOST_DETAIL) + "…";
  }
}
