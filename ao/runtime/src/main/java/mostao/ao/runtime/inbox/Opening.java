package mostao.ao.runtime.inbox;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import mostao.ao.runtime.outbox.KafkaOutbox;
import mostao.ao.runtime.unit.Rehearsal;
import org.jboss.logging.Logger;

/**
 * Lets the consumers join their group once this process has started and is fluent. Until then the
 * partitions stay with the other replicas, which serve them.
 */
@Singleton
class Opening {
  private static final Logger LOG = Logger.getLogger("mostao.inbox");

  private final Memberships memberships;
  private final Rehearsal rehearsal;
  private final KafkaOutbox outbox;

  @Inject
  Opening(Memberships memberships, Rehearsal rehearsal, KafkaOutbox outbox) {
    this.memberships = memberships;
    this.rehearsal = rehearsal;
    this.outbox = outbox;
  }

  /** On a thread of its own: the start goes on meanwhile, and reads are answered. */
  void begin() {
    Thread thread = new Thread(this::rehearseAndOpen, "inbox-opening");
    thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
    thread.setDaemon(true);
    thread.start();
  }

  private void rehearseAndOpen() {
    try {
      outbox.meet();
      rehearsal.run();
    } catch (RuntimeException | StackOverflowError bug) {
      LOG.errorf(bug, "The rehearsal failed; the inbox is opened without it");
    } finally {
      memberships.open();
    }
  }
}
