package mostao.e2e.million;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import mostao.ao.ans104.Ed25519Signer;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.ans104.Verifier;
import mostao.ao.kafka.directory.Deployment;
import mostao.ao.kafka.directory.Directory;
import mostao.ao.kafka.publish.TopicWriter;
import mostao.ao.message.Message;
import mostao.ao.message.Names;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.ao.process.Ao;
import mostao.ao.process.Env;
import mostao.ao.process.Evaluator;
import mostao.ao.process.Json;
import mostao.ao.process.Mail;
import mostao.ao.process.Outcome;
import mostao.ao.process.Rules;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.DirectoryRecord;
import mostao.ao.wire.Headers;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.OutboxRecord;
import mostao.ao.wire.Topics;
import mostao.ao.wire.Wire;
import mostao.handle.action.HandleActions;
import mostao.handle.model.HandleChange;
import mostao.handle.model.HandleView;
import mostao.handle.model.MemoryHandle;
import mostao.messenger.authority.Authority;
import mostao.messenger.authority.FixedItems;
import mostao.messenger.push.KnownWallets;
import mostao.messenger.push.PolledRecord;
import mostao.messenger.push.PushExecutor;
import mostao.messenger.push.PushSigner;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Years of conversations on the inbox of the session service, as the gateway's messenger would have
 * written them: the handles' own {@code RelayMessage} makes the messages, the real messenger signs
 * and sends them. Left out is what goes elsewhere: the wallets' items, and the answers to wallets.
 */
final class History implements AutoCloseable {
  private static final Evaluator<HandleView, HandleChange> HANDLE = HandleActions.table();
  private static final HandleView NO_STATE = new MemoryHandle();
  private static final Tags RELAY = Tags.of(Names.ACTION, "RelayMessage");
  private static final long BEGIN_MS = 1_700_000_000_000L;

  /** Outbox records the messenger is given at once: as many as it polls at most. */
  private static final int BATCH = 500;

  private static final int SPAWNS = 100;
  private static final int MESSAGES_OF_A_KEY = 1_000;

  /** Of RSA-4096, in base64: a session key sealed, and a public key. */
  private static final int SEALED_BYTES = 512;

  private static final int PUBKEY_BYTES = 550;

  private final Authority authority;
  private final Deployment deployment;
  private final Env registry;
  private final KafkaProducer<String, byte[]> producer;
  private final ExecutorService carriers = Executors.newCachedThreadPool();
  private final Directory directory;
  private final PushExecutor executor;
  private final ConcurrentLinkedQueue<DirectoryRecord> born = new ConcurrentLinkedQueue<>();
  private final Map<String, Tags> births = new ConcurrentHashMap<>();
  private long listed;
  private long spawned;

  /**
   * @param seed of the authority's key, 32 bytes
   */
  History(String bootstrapServers, byte[] seed) {
    this.authority = new Authority(new Ed25519Signer(seed));
    this.deployment = FixedItems.of(authority, authority.address());
    VerifiedItem item = deployment.registry();
    this.registry = new Env(item.id(), item.owner(), item.item().tags(), Rules.defaults());
    this.producer = new Recording(bootstrapServers);
    this.directory =
        new Directory(
            () -> CompletableFuture.completedFuture(Map.of(0, listed)),
            new Directory.Settings("history", Duration.ofHours(1), Optional.empty(), 2_000_000),
            new Verifier()::read,
            () -> {});
    this.executor =
        new PushExecutor(
            new PushSigner(authority, deployment, authority.address()),
            directory,
            new KnownWallets(1),
            new TopicWriter(producer),
            carriers,
            new SimpleMeterRegistry());
    list(
        new DirectoryRecord(
            registry.id(),
            Topics.REGISTRY,
            deployment.moduleId(Topics.REGISTRY),
            registry.owner(),
            registry.tags()));
  }

  /** A producer that remembers which processes were listed through it. */
  private final class Recording extends KafkaProducer<String, byte[]> {
    Recording(String bootstrapServers) {
      super(
          Map.of(
              ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
              bootstrapServers,
              ProducerConfig.ACKS_CONFIG,
              "all",
              ProducerConfig.LINGER_MS_CONFIG,
              2),
          new StringSerializer(),
          new ByteArraySerializer());
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<String, byte[]> record, Callback callback) {
      Header id = record.headers().lastHeader(Headers.ID);
      if (record.topic().endsWith(".inbox")
          && id != null
          && new String(id.value(), StandardCharsets.UTF_8).equals(record.key())) {
        // The item that gives birth to its process: the directory has few of its tags.
        births.put(
            record.key(),
            ((Decoded.Ok<InboxRecord>) Wire.decodeInbox(record.value())).value().tags());
      }
      if (record.topic().equals(Topics.PROCESSES)) {
        DirectoryRecord listed =
            ((Decoded.Ok<DirectoryRecord>) Wire.decodeDirectory(record.value())).value();
        born.add(
            new DirectoryRecord(
                listed.process(),
                listed.module(),
                listed.moduleId(),
                listed.owner(),
                births.remove(listed.process())));
      }
      return super.send(record, callback);
    }
  }

  /** One side of a session. Used by one thread. */
  private static final class Handle {
    private final Env env;
    private final String wallet;
    private long reference;

    Handle(DirectoryRecord process, String wallet) {
      this.env = new Env(process.process(), process.owner(), process.tags(), Rules.defaults());
      this.wallet = wallet;
    }

    /** The record of the handle's service when its owner has it relay a message to a session. */
    OutboxRecord relays(String session, String action, String data, Random random) {
      String item = id(random);
      String relay =
          Json.write(
              Json.object()
                  .put("Target", session)
                  .put("Data", data)
                  .set("Tags", Json.object().put(Names.ACTION, action)));
      Message asked =
          new Message(
              item,
              wallet,
              wallet,
              env.id(),
              "",
              RELAY,
              relay,
              false,
              BEGIN_MS + reference,
              Message.Provenance.ASSIGNED);
      Outcome<HandleChange> outcome = HANDLE.evaluate(NO_STATE, env, reference, asked);
      reference = outcome.reference();
      List<Result.Outgoing> toSession =
          outcome.result().messages().stream().filter(m -> m.target().equals(session)).toList();
      return new OutboxRecord(
          env.id(),
          env.module(),
          item,
          asked.action(),
          reference,
          asked.timestamp(),
          item,
          0,
          Result.of(toSession, List.of()));
    }
  }

  /** A session and who writes there. */
  private record Session(String process, Handle a, Handle b) {}

  /**
   * Writes that many messages, of sessions side by side, and returns how many records the inbox
   * has.
   *
   * @param threads how many write at once; a session belongs to one of them
   * @param say told how it goes
   */
  long write(long messages, int sessions, int threads, Consumer<String> say) {
    List<Session> all = sessions(sessions);
    say.accept(String.format(Locale.ROOT, "%,d sessions are born", sessions));
    List<CompletableFuture<Long>> writers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      List<Session> own = new ArrayList<>();
      for (int s = i; s < all.size(); s += threads) {
        own.add(all.get(s));
      }
      long share = messages / threads + (i < messages % threads ? 1 : 0);
      Random random = new Random(i);
      writers.add(CompletableFuture.supplyAsync(() -> write(own, share, random)));
    }
    return sessions + writers.stream().mapToLong(CompletableFuture::join).sum();
  }

  private long write(List<Session> sessions, long messages, Random random) {
    List<OutboxRecord> batch = new ArrayList<>();
    long records = 0;
    for (long i = 0; i < messages; i++) {
      Session session = sessions.get((int) (i % sessions.size()));
      long before = i / sessions.size();
      if (before % MESSAGES_OF_A_KEY == 0) {
        batch.add(session.a.relays(session.process, "RotateSessionKey", keys(random), random));
        records++;
      }
      Handle writer = before % 3 == 1 ? session.b : session.a;
      batch.add(
          writer.relays(
              session.process,
              "SendMessage",
              sealed(1 + before / MESSAGES_OF_A_KEY, random),
              random));
      records++;
      if (batch.size() >= BATCH) {
        carry(Topics.HANDLE, batch);
        batch.clear();
      }
    }
    carry(Topics.HANDLE, batch);
    return records;
  }

  private List<Session> sessions(int count) {
    Random random = new Random(-1);
    List<Handle> handles = new ArrayList<>();
    List<Session> sessions = new ArrayList<>();
    while (sessions.size() < count) {
      List<Mail> births = new ArrayList<>();
      List<String> wallets = new ArrayList<>();
      for (int i = 0; i < 2 * Math.min(SPAWNS, count - sessions.size()); i++) {
        wallets.add(id(random));
        births.add(spawn().tag("Handle-Name", "h" + spawned++).tag("Handle-Owner", wallets.get(i)));
      }
      List<DirectoryRecord> people = bear(Topics.HANDLE, births);
      List<Mail> meetings = new ArrayList<>();
      for (int i = 0; i < people.size(); i += 2) {
        meetings.add(party(party(spawn(), "A", people.get(i)), "B", people.get(i + 1)));
        handles.add(new Handle(people.get(i), wallets.get(i)));
        handles.add(new Handle(people.get(i + 1), wallets.get(i + 1)));
      }
      for (DirectoryRecord session : bear(Topics.SESSION, meetings)) {
        int first = 2 * sessions.size();
        sessions.add(new Session(session.process(), handles.get(first), handles.get(first + 1)));
      }
    }
    return sessions;
  }

  private Mail spawn() {
    return Mail.toNobody().tag("Registry", registry.id()).tag(Names.AUTHORITY, authority.address());
  }

  private static Mail party(Mail mail, String side, DirectoryRecord handle) {
    return mail.tag("Handle-" + side + "-Name", handle.tags().first("Handle-Name").orElseThrow())
        .tag("Handle-" + side + "-Process", handle.process())
        .tag("Handle-" + side + "-Owner", handle.tags().first("Handle-Owner").orElseThrow());
  }

  /** The results of the Registry's spawns, in order. */
  private List<DirectoryRecord> bear(String module, List<Mail> births) {
    Ao ao = new Ao(registry, spawned);
    births.forEach(birth -> ao.spawn(module, birth));
    spawned = ao.reference();
    String item = id(new Random(spawned));
    OutboxRecord record =
        new OutboxRecord(
            registry.id(),
            registry.module(),
            item,
            "Register",
            spawned,
            BEGIN_MS,
            item,
            0,
            ao.result());
    born.clear();
    carry(Topics.REGISTRY, List.of(record));
    List<DirectoryRecord> there = List.copyOf(born);
    there.forEach(this::list);
    return there;
  }

  private void list(DirectoryRecord process) {
    directory.record(
        new ConsumerRecord<>(
            Topics.PROCESSES, 0, listed++, process.process(), Wire.encode(process)));
    directory.position(new TopicPartition(Topics.PROCESSES, 0), listed);
  }

  private void carry(String module, List<OutboxRecord> batch) {
    List<PolledRecord> polled =
        batch.stream()
            .map(
                record ->
                    new PolledRecord(
                        Topics.outbox(module),
                        0,
                        record.nonce(),
                        record.process(),
                        Wire.encode(record),
                        Optional.empty()))
            .toList();
    executor.carry(polled).toCompletableFuture().join();
  }

  private static String keys(Random random) {
    return Json.write(
        Json.object()
            .put("encrypted_sk_by_a", base64(SEALED_BYTES, random))
            .put("pubkey_a", base64(PUBKEY_BYTES, random))
            .put("encrypted_sk_by_b", base64(SEALED_BYTES, random))
            .put("pubkey_b", base64(PUBKEY_BYTES, random)));
  }

  /** A sentence or three, sealed: of the size it has in life and as hard to compress. */
  private static String sealed(long generation, Random random) {
    return Json.write(
        Json.object()
            .put("content", base64(60 + random.nextInt(180), random))
            .put("generation", generation));
  }

  private static String base64(int bytes, Random random) {
    byte[] some = new byte[bytes];
    random.nextBytes(some);
    return Base64.getEncoder().encodeToString(some);
  }

  private static String id(Random random) {
    byte[] some = new byte[32];
    random.nextBytes(some);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(some);
  }

  @Override
  public void close() {
    carriers.shutdown();
    producer.close();
  }
}
