package mostao.ao.runtime;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import mostao.ao.message.Tag;
import mostao.ao.testkit.infra.Inboxes;
import mostao.ao.testkit.infra.TopicReader;
import mostao.ao.testkit.infra.Wallet;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.OutboxRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** A new counter process on the real broker, and what is needed to talk to it. */
@TestInstance(TestInstance.Lifecycle.PER_METHOD)
public abstract class CounterCase {
  protected static final String MODULE = "counter";
  protected static final Wallet ALICE = Wallet.named("alice");
  protected static final Wallet AUTHORITY = Wallet.named("authority");

  protected Inboxes inboxes;
  protected TopicReader outbox;
  protected InboxRecord birth;
  protected String pid;
  private int counted;

  @BeforeEach
  void connect() {
    inboxes = new Inboxes();
    outbox = TopicReader.ofOutbox(MODULE);
    birth = newProcess();
    pid = birth.id();
  }

  @AfterEach
  void disconnect() {
    inboxes.close();
    outbox.close();
  }

  /** A new process item. */
  protected static InboxRecord newProcess() {
    return AUTHORITY.process(
        UUID.randomUUID().toString(), new Tag("Authority", AUTHORITY.address()));
  }

  protected void born() {
    inboxes.put(MODULE, birth);
    outbox.awaitResult(pid, pid);
  }

  /** A message that differs from all before it. */
  protected InboxRecord message(String action, String data, Tag... tags) {
    List<Tag> all = new ArrayList<>(List.of(tags));
    all.add(new Tag("Reference", Integer.toString(++counted)));
    return ALICE.message(pid, action, data, all.toArray(Tag[]::new));
  }

  protected OutboxRecord ask(String action, String data, Tag... tags) {
    InboxRecord message = message(action, data, tags);
    inboxes.put(MODULE, message);
    return outbox.awaitResult(pid, message.id());
  }

  protected static String reply(OutboxRecord outcome) {
    return outcome.result().messages().get(0).data();
  }

  protected static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Waits until something holds. */
  protected static void await(String what, BooleanSupplier holds) {
    await(what, Duration.ofSeconds(60), holds);
  }

  protected static void await(String what, Duration atMost, BooleanSupplier holds) {
    long end = System.nanoTime() + atMost.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + atMost.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(20_000_000);
    }
  }
}
