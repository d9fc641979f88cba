package mostao.client.soak;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Names;
import mostao.ao.message.Tags;
import mostao.ao.process.Json;
import mostao.client.chat.Handle;
import mostao.client.chat.HandleName;
import mostao.client.chat.Registry;
import mostao.client.chat.StoredMessage;
import mostao.client.http.AoClient;
import mostao.client.http.AoMessages;
import mostao.client.http.GatewayException;
import mostao.client.wallet.WalletType;

/**
 * Two people in a session: one writes numbered messages, the other reads them. {@link #send} runs
 * on one thread and {@link #read} on another.
 */
final class SoakConversation implements AutoCloseable {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String MADE_UP = "soak";

  private final SoakSettings settings;
  private final Supplier<SoakSection> section;
  private final AoClient writer;
  private final AoClient reader;
  private final HandleName from;
  private final Handle to;
  private final String session;
  private final Map<String, Long> startedAt = new ConcurrentHashMap<>();
  private final List<String> accepted = new ArrayList<>();
  private final List<String> arrived = new ArrayList<>();
  private volatile long acceptedInAll = Long.MAX_VALUE;

  private SoakConversation(
      SoakSettings settings,
      Supplier<SoakSection> section,
      AoClient writer,
      AoClient reader,
      HandleName from,
      Handle to,
      String session) {
    this.settings = settings;
    this.section = section;
    this.writer = writer;
    this.reader = reader;
    this.from = from;
    this.to = to;
    this.session = session;
  }

  /** Registers two names, establishes their session and puts a made-up key into it. */
  static SoakConversation open(SoakSettings settings, Supplier<SoakSection> section)
      throws IOException, InterruptedException {
    AoClient writer =
        new AoClient(settings.gateway(), WalletType.ED25519.create(), settings.once());
    AoClient reader =
        new AoClient(settings.gateway(), WalletType.ED25519.create(), settings.once());
    String name = "soak-" + Long.toString(RANDOM.nextLong() >>> 1, Character.MAX_RADIX);
    try (AoClient one = new AoClient(settings.gateway(), writer.wallet());
        AoClient other = new AoClient(settings.gateway(), reader.wallet())) {
      Registry registry = Registry.of(one, settings.patience());
      Handle from = registry.register(name + "-a", Json.object());
      HandleName to =
          Registry.of(other, settings.patience()).register(name + "-b", Json.object()).name();
      String session = registry.establishSession(from.name(), to);
      ObjectNode key = Json.object();
      for (String field :
          List.of("encrypted_sk_by_a", "pubkey_a", "encrypted_sk_by_b", "pubkey_b")) {
        key.put(field, MADE_UP);
      }
      from.relay(session, "RotateSessionKey", Json.write(key));
      return new SoakConversation(
          settings,
          section,
          writer,
          reader,
          from.name(),
          Registry.at(reader, registry.pid(), settings.patience()).handle(to),
          session);
    }
  }

  /** Writes at the settings' pace until told to stop. */
  boolean send(CountDownLatch stopping) throws IOException, InterruptedException {
    long step = TimeUnit.SECONDS.toNanos(1) / settings.perSecond();
    long next = System.nanoTime();
    do {
      String content = from.name() + " " + accepted.size();
      post(content);
      accepted.add(content);
      // After a pause the pace is the same as before: no burst to catch up.
      next = Math.max(next + step, System.nanoTime() - step);
    } while (!stopping.await(next - System.nanoTime(), TimeUnit.NANOSECONDS));
    acceptedInAll = accepted.size();
    return true;
  }

  private void post(String content) throws IOException, InterruptedException {
    ObjectNode message = Json.object().put("Target", session);
    message.put("Data", Json.write(Json.object().put("content", content).put("generation", 1)));
    message.putObject("Tags").put(Names.ACTION, "SendMessage");
    VerifiedItem item =
        AoMessages.draft(from.pid(), Tags.of(Names.ACTION, "RelayMessage"), Json.write(message))
            .sign(writer.wallet().signer())
            .orThrow();
    long start = System.nanoTime();
    startedAt.put(content, start);
    while (true) {
      try {
        writer.post(item);
        section.get().accepted((System.nanoTime() - start) / 1e6);
        return;
      } catch (GatewayException failed) {
        throwIfRefused(failed);
        section.get().failedPost(failed);
        writer.pause(settings.retryPause());
      }
    }
  }

  /** Reads what arrives until all that was accepted is there, or it takes too long. */
  boolean read() throws IOException, InterruptedException {
    long after = 0;
    long quietSince = System.nanoTime();
    while (arrived.size() < acceptedInAll
        && System.nanoTime() - quietSince < settings.drain().toNanos()) {
      List<StoredMessage> page = page(after);
      for (StoredMessage stored : page) {
        Long start = startedAt.remove(stored.content());
        if (start != null) {
          section.get().arrived((System.nanoTime() - start) / 1e6);
        }
        arrived.add(stored.content());
        after = stored.id();
        quietSince = System.nanoTime();
      }
      if (page.isEmpty() && !reader.pause(settings.readPause())) {
        break;
      }
    }
    return true;
  }

  private List<StoredMessage> page(long after) throws IOException, InterruptedException {
    try {
      return to.stored(session, after);
    } catch (GatewayException failed) {
      throwIfRefused(failed);
      section.get().failedRead(failed);
      return List.of();
    }
  }

  // Another try of the same request would be refused as well.
  private static void throwIfRefused(GatewayException failed) throws GatewayException {
    if (failed.status() / 100 == 4 && failed.status() != 429) {
      throw failed;
    }
  }

  /** Compares what was accepted with the session's whole history, read once more. */
  Comparison compare() throws IOException, InterruptedException {
    List<String> kept = new ArrayList<>();
    try (AoClient patient = new AoClient(settings.gateway(), reader.wallet())) {
      Handle handle = Registry.of(patient, settings.patience()).handle(to.name());
      long after = 0;
      for (List<StoredMessage> page = handle.stored(session, 0);
          !page.isEmpty();
          page = handle.stored(session, after)) {
        page.forEach(message -> kept.add(message.content()));
        after = page.get(page.size() - 1).id();
      }
    }
    return Comparison.of(session, accepted, kept);
  }

  @Override
  public void close() {
    writer.close();
    reader.close();
  }
}
