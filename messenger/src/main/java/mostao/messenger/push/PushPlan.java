package mostao.messenger.push;

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
import mostao.ao.kafka.directory.Birth;
import mostao.ao.kafka.directory.ProcessEntry;
import mostao.ao.kafka.log.About;
import mostao.ao.kafka.publish.TopicRecord;
import mostao.ao.message.Names;
import mostao.ao.message.Result;
import mostao.ao.turn.InboxVerifier;
import mostao.ao.wire.DeadLetter;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.Decoded.Fault;
import mostao.ao.wire.OutboxRecord;
import mostao.ao.wire.Topics;
import mostao.ao.wire.WalletRecord;
import org.jboss.logging.Logger;

/**
 * The deliveries that one batch of outbox records asks for, computed anew for every try. Pure
 * except for its look-up; serves one batch on one thread.
 */
final class PushPlan {
  private static final Logger LOG = Logger.getLogger(PushPlan.class);
  private static final int MOST_DETAIL = 1_000;
  private static final String NO_PROCESS_OR_NO_ROOM =
      " is no process, or one of those that the directory has no room for"
          + " (mostao.directory.processes)";

  private final PushSigner signer;
  private final Known directory;
  private final Map<String, ProcessEntry> born = new HashMap<>();
  private final List<TopicRecord> births = new ArrayList<>();
  private final List<TopicRecord> listings = new ArrayList<>();
  private final List<TopicRecord> messages = new ArrayList<>();
  private final List<TopicRecord> letters = new ArrayList<>();
  private final Map<String, Integer> faults = new LinkedHashMap<>();
  private int toWallets;

  /** Of the births, those that the directory does not have. */
  private int unlisted;

  private int kept;
  private int pushes;

  /** A polled record and what it says. */
  private record Read(PolledRecord sent, OutboxRecord record) {}

  private PushPlan(PushSigner signer, Known directory) {
    this.signer = signer;
    this.directory = directory;
  }

  /**
   * @param directory of the processes; an address that it doesn't know is a wallet, unless it had
   *     no room for all processes
   * @throws mostao.ao.signer.SignerUnavailable when the batch can't be signed now
   */
  static PushPlan of(OutboxBatch batch, PushSigner signer, Known directory) {
    Signing signing = signer.signing();
    PushSigner together = signer.through(signing);
    PushPlan plan;
    do {
      // Once for what is known, once more for each answer that something else depends on: a process
      // has its id when its item is signed, and its spawner is told the id.
      plan = draft(batch, together, directory);
    } while (signing.signNoted());
    return plan;
  }

  private static PushPlan draft(OutboxBatch batch, PushSigner signer, Known directory) {
    PushPlan plan = new PushPlan(signer, directory);
    for (OutboxBatch.Entry entry : batch.entries()) {
      PolledRecord sent = entry.polled();
      try {
        plan.add(sent, entry.decoded());
      } catch (RuntimeException bug) {
        // One record must not stop its partition for ever.
        Runnable line =
            () ->
                LOG.errorf(
                    bug,
                    "the entries of offset %d of %s can't be delivered",
                    sent.offset(),
                    sent.topic());
        About.message(entry.message(), sent.key(), sent.trace()).say(line);
        plan.drop(sent, new Fault(Fault.UNSENDABLE, "the messenger failed: " + bug.getClass()));
      }
    }
    return plan;
  }

  /** Process signer: delivered first. */
  List<TopicRecord> births() {
    return births;
  }

  /** Directory records of {@link #births}: delivered when those are. */
  List<TopicRecord> listings() {
    return listings;
  }

  /** Messages in order, and dead letters: delivered last. */
  List<TopicRecord> messages() {
    List<TopicRecord> last = new ArrayList<>(messages);
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

  private void add(PolledRecord sent, Decoded<OutboxRecord> decoded) {
    if (decoded instanceof Decoded.Bad<OutboxRecord> bad) {
      drop(sent, bad.fault());
      return;
    }
    OutboxRecord record = ((Decoded.Ok<OutboxRecord>) decoded).value();
    String module = Topics.moduleOfOutbox(sent.topic());
    Optional<ProcessEntry> sender = listed(record.process());
    if (sender.isEmpty()
        && record.result().messages().isEmpty()
        && record.result().spawns().isEmpty()) {
      // A process just born is evaluated before it is listed: its inbox comes first.
      return;
    }
    if (sender.isEmpty() && !directory.isComplete()) {
      drop(
          sent,
          new Fault(Fault.DIRECTORY_FULL, "process " + record.process() + NO_PROCESS_OR_NO_ROOM));
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
    List<String> roomless = new ArrayList<>();
    int index = 0;
    for (Result.Outgoing message : record.result().messages()) {
      String entry = "Messages[" + index + "]";
      if (listed(message.target()).isPresent()) {
        push(sent, origin, message, entry, unsendable);
      } else if (Base64Url.isId(message.target()) && !directory.isComplete()) {
        roomless.add(entry + ": its target " + message.target() + NO_PROCESS_OR_NO_ROOM);
      } else {
        tell(sent, origin, record, index, entry, unsendable);
      }
      index++;
    }
    index = 0;
    for (Result.Spawn spawn : record.result().spawns()) {
      spawn(sent, origin, spawn, "Spawns[" + index++ + "]", unsendable, roomless);
    }
    if (!roomless.isEmpty()) {
      String detail = String.join("; ", roomless);
      drop(sent, new Fault(Fault.DIRECTORY_FULL, cut(detail)), roomless.size());
    }
    if (!unsendable.isEmpty()) {
      String detail = String.join("; ", unsendable);
      drop(sent, new Fault(Fault.UNSENDABLE, cut(detail)), unsendable.size());
    }
  }

  private void push(
      PolledRecord sent,
      Origin origin,
      Result.Outgoing message,
      String entry,
      List<String> unsendable) {
    ProcessEntry target = listed(message.target()).orElseThrow();
    Optional<TopicRecord> record =
        toInbox(
            sent,
            signer.push(origin, message),
            target.module(),
            origin.process(),
            target.process(),
            entry,
            unsendable);
    record.ifPresent(
        one -> {
          messages.add(one);
          pushes++;
        });
  }

  /** Among the pushes, so that what a process sends is delivered in the order it was sent. */
  private void tell(
      PolledRecord sent,
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
            signer.tell(origin, message, wallet.get()),
            item ->
                TopicRecord.toWallet(
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
            told -> {
              messages.add(told);
              toWallets++;
            });
  }

  private void spawn(
      PolledRecord sent,
      Origin origin,
      Result.Spawn spawn,
      String entry,
      List<String> unsendable,
      List<String> roomless) {
    Optional<String> module = signer.module(spawn);
    if (module.isEmpty()) {
      unsendable.add(
          entry
              + ": its Module "
              + spawn.tags().ofAo(Names.MODULE).orElse("")
              + " is not a module of this deployment");
      return;
    }
    Optional<Birth> born =
        signer
            .birth(origin, spawn, module.get())
            .fold(
                item -> Optional.of(Birth.of(item, module.get(), origin.process(), sent.trace())),
                refusal -> {
                  unsendable.add(entry + ": " + refusal);
                  return Optional.empty();
                });
    if (born.isEmpty() || !fits(born.get().inbox(), entry, unsendable)) {
      return;
    }
    Birth birth = born.get();
    // One that is tried again may be listed since the first try, and counts already.
    boolean isNew = listed(birth.entry().process()).isEmpty();
    if (isNew && !directory.hasRoomFor(unlisted + 1)) {
      roomless.add(entry + ": there are as many processes as mostao.directory.processes allows");
      return;
    }
    Optional<TopicRecord> toSpawner =
        toInbox(
            sent,
            signer.spawned(origin, spawn, module.get(), birth.entry().process()),
            Topics.moduleOfOutbox(sent.topic()),
            origin.process(),
            origin.process(),
            entry,
            unsendable);
    if (toSpawner.isEmpty()) {
      // No program could find the process, so it is not created.
      return;
    }
    births.add(birth.inbox());
    listings.add(birth.listing());
    messages.add(toSpawner.get());
    pushes++;
    this.born.put(birth.entry().process(), birth.entry());
    unlisted += isNew ? 1 : 0;
  }

  /** The record for an inbox, or a sentence on why there can't be one. */
  private static Optional<TopicRecord> toInbox(
      PolledRecord sent,
      Reading<VerifiedItem> signed,
      String module,
      String from,
      String target,
      String entry,
      List<String> unsendable) {
    return fitting(
        signed,
        item -> TopicRecord.toInbox(module, InboxVerifier.record(item, from, target), sent.trace()),
        entry,
        unsendable);
  }

  private static Optional<TopicRecord> fitting(
      Reading<VerifiedItem> signed,
      Function<VerifiedItem, TopicRecord> made,
      String entry,
      List<String> unsendable) {
    return signed.fold(
        item -> {
          TopicRecord record = made.apply(item);
          return fits(record, entry, unsendable) ? Optional.of(record) : Optional.empty();
        },
        refusal -> {
          unsendable.add(entry + ": " + refusal);
          return Optional.empty();
        });
  }

  private static boolean fits(TopicRecord record, String entry, List<String> unsendable) {
    if (!record.fits()) {
      unsendable.add(entry + ": its record of " + record.value().length + " bytes is too big");
    }
    return record.fits();
  }

  private Optional<ProcessEntry> listed(String process) {
    ProcessEntry fresh = born.get(process);
    return fresh == null ? directory.find(process) : Optional.of(fresh);
  }

  private void drop(PolledRecord sent, Fault fault) {
    drop(sent, fault, 1);
  }

  private void drop(PolledRecord sent, Fault fault, int count) {
    faults.merge(fault.name(), count, Integer::sum);
    byte[] value = sent.value() == null ? new byte[0] : sent.value();
    letters.add(
        TopicRecord.toDeadLetters(
            Topics.moduleOfOutbox(sent.topic()),
            new DeadLetter(
                sent.topic(), sent.partition(), sent.offset(), sent.key(), value, fault)));
  }

  private static String cut(String detail) {
    return detail.length() <= MOST_DETAIL ? detail : detail.substring(0, MOST_DETAIL) + "…";
  }
}
