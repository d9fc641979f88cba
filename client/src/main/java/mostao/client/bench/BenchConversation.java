package mostao.client.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import mostao.ao.process.Json;
import mostao.client.chat.Handle;
import mostao.client.chat.Registry;
import mostao.client.http.AoClient;
import mostao.client.wallet.WalletType;

/**
 * One conversation: two fresh wallets of Ed25519, which sign fastest, their handles and a session.
 * Used by one thread at a time.
 *
 * <p>The key in the session is made up, and so are the contents: to the services it is all the
 * same.
 */
final class BenchConversation implements AutoCloseable {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String MADE_UP = "bench";

  private final BenchSettings settings;
  private final AoClient client;
  private final Handle sender;
  private final String session;
  private final List<Double> millis = new ArrayList<>();

  private BenchConversation(
      BenchSettings settings, AoClient client, Handle sender, String session) {
    this.settings = settings;
    this.client = client;
    this.sender = sender;
    this.session = session;
  }

  /** Registers two names, establishes their session and puts a key into it. */
  static BenchConversation open(BenchSettings settings) throws IOException, InterruptedException {
    AoClient client = client(settings);
    try (AoClient other = client(settings)) {
      String name = "bench-" + Long.toString(RANDOM.nextLong() >>> 1, Character.MAX_RADIX);
      Registry registry = Registry.of(client, settings.patience());
      Handle sender = registry.register(name + "-a", Json.object());
      Handle receiver =
          Registry.of(other, settings.patience()).register(name + "-b", Json.object());
      String session = registry.establishSession(sender.name(), receiver.name());
      ObjectNode key = Json.object();
      for (String field :
          List.of("encrypted_sk_by_a", "pubkey_a", "encrypted_sk_by_b", "pubkey_b")) {
        key.put(field, MADE_UP);
      }
      sender.relay(session, "RotateSessionKey", Json.write(key));
      return new BenchConversation(settings, client, sender, session);
    } catch (IOException | InterruptedException failed) {
      client.close();
      throw failed;
    }
  }

  private static AoClient client(BenchSettings settings) {
    return new AoClient(settings.gateway(), WalletType.ED25519.create(), settings.http());
  }

  /** Sends one message after the other until then, by {@link System#nanoTime}. */
  void sendUntil(long end) throws IOException, InterruptedException {
    while (System.nanoTime() < end) {
      byte[] random = new byte[settings.contentBytes()];
      RANDOM.nextBytes(random);
      String content = Base64.getEncoder().encodeToString(random);
      String message = Json.write(Json.object().put("content", cut(content)).put("generation", 1));
      long start = System.nanoTime();
      sender.relay(session, "SendMessage", message);
      millis.add((System.nanoTime() - start) / 1e6);
    }
  }

  private String cut(String content) {
    return content.substring(0, Math.min(content.length(), settings.contentBytes()));
  }

  List<Double> millis() {
    return List.copyOf(millis);
  }

  /** How many messages the session has, once it has all that were sent. */
  long stored() throws IOException, InterruptedException {
    return sender.awaitMessages(session, millis.size());
  }

  @Override
  public void close() {
    client.close();
  }
}
