package mostao.ao.runtime.unit;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Ed25519Signer;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Names;
import mostao.ao.turn.BrokenDependency;
import mostao.ao.turn.InboxVerifier;
import mostao.ao.turn.ReceivedRecord;
import mostao.ao.wire.Topics;
import mostao.ao.wire.Wire;
import org.jboss.logging.Logger;

/**
 * Takes made-up batches as if they were real ones, of which nothing is kept or published. The first
 * batches of a new JVM take seconds: classes are loaded, connections made, code is interpreted.
 * Whose partitions a new replica takes over should not wait for that.
 */
@Singleton
public class Rehearsal {
  private static final Logger LOG = Logger.getLogger("mostao.unit");

  /** A partition that no topic has. */
  private static final int NOWHERE = -1;

  private static final int MOST_BATCHES = 50;
  private static final int MESSAGES = 20;

  private final Unit unit;
  private final String topic;
  private final Duration most;
  private final Ed25519Signer nobody = new Ed25519Signer(new byte[32]);

  @Inject
  Rehearsal(Unit unit, UnitSettings settings) {
    this.unit = unit;
    this.topic = Topics.inbox(settings.module());
    this.most = settings.inbox().rehearsal();
  }

  /** Returns when batches were taken for as long as the setting says, or something is away. */
  public void run() {
    long begun = System.nanoTime();
    int batches = 0;
    try {
      while (batches < MOST_BATCHES && System.nanoTime() - begun < most.toNanos()) {
        unit.rehearse(batch(batches));
        batches++;
      }
    } catch (BrokenDependency away) {
      LOG.infof("The rehearsal ended early: %s", away.getMessage());
    }
    LOG.infof("Rehearsed %d batches in %d ms", batches, (System.nanoTime() - begun) / 1_000_000);
  }

  /** A process and messages to it, different ones for every number. */
  List<ReceivedRecord> batch(int number) {
    VerifiedItem process = signed(Names.TYPE_PROCESS, Draft.empty().data("rehearsal " + number));
    List<ReceivedRecord> batch = new ArrayList<>();
    batch.add(record(0, process, process.id()));
    for (int i = 1; i <= MESSAGES; i++) {
      Draft message =
          Draft.empty().to(process.id()).tag(Names.ACTION, "Info").tag("Reference", "" + i);
      batch.add(record(i, signed(Names.TYPE_MESSAGE, message), process.id()));
    }
    return batch;
  }

  private VerifiedItem signed(String type, Draft draft) {
    return draft
        .tag(Names.DATA_PROTOCOL, Names.AO)
        .tag(Names.VARIANT, Names.VARIANT_TN_1)
        .tag(Names.TYPE, type)
        .sign(nobody)
        .orThrow();
  }

  private ReceivedRecord record(long offset, VerifiedItem item, String target) {
    byte[] value = Wire.encode(InboxVerifier.record(item, nobody.address(), target));
    return new ReceivedRecord(topic, NOWHERE, offset, 1, target, value);
  }
}
