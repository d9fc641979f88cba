package mostao.ao.runtime.unit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import mostao.ao.process.Rules;

/** The settings of a service, all under {@code mostao.}. */
@ConfigMapping(prefix = "mostao")
public interface UnitSettings {
  /** Name of the module this service evaluates: registry, handle, session. */
  String module();

  /**
   * A name of this replica that outlives it, as a StatefulSet's pod has one. A replica that comes
   * back under it within the consumer's {@code session.timeout.ms} keeps its partitions; until then
   * they stand still. Without a name a replica leaves its group when it stops, and others take over
   * at once.
   */
  Optional<String> instance();

  /** The readers of data that belongs to an owner or to two parties. */
  @WithDefault("private")
  Reads reads();

  Limits limits();

  Inbox inbox();

  Outbox outbox();

  Database database();

  /** {@code private} asks for proof; {@code open} answers anyone, as AO's public network does. */
  enum Reads {
    PRIVATE,
    OPEN
  }

  /** {@code mostao.limits}: see {@link Rules}, whose defaults these are. Sizes in bytes. */
  interface Limits {
    @WithDefault("262144")
    int profileBytes();

    @WithDefault("65536")
    int contentBytes();

    @WithDefault("1000")
    int pageRows();

    @WithDefault("524288")
    int pageBytes();

    /** Most slots (nonce, timestamp, message id) in one answer to the scheduler. */
    @WithDefault("10000")
    int slotRows();

    @WithDefault("2097152")
    int resultBytes();

    @WithDefault("10000")
    int inboxMessages();

    @WithDefault("64")
    int chainDepth();

    @WithDefault("60s")
    Duration staleGeneration();
  }

  /** {@code mostao.inbox}: how records are taken. */
  interface Inbox {
    /** Consumers in this process; each takes one batch at a time, of partitions of its own. */
    @WithDefault("1")
    int concurrency();

    /** Most records in one batch. */
    @WithDefault("500")
    int batchRecords();

    /** First and longest wait before a batch is taken again that met a broken dependency. */
    @WithDefault("100ms")
    Duration retryFirst();

    @WithDefault("5s")
    Duration retryLongest();

    /** How long a stop waits for the batch in progress. */
    @WithDefault("10s")
    Duration shutdownWait();

    /** A batch that makes no progress for so long, or a consumer that does not poll, is stuck. */
    @WithDefault("5m")
    Duration stuckAfter();

    /**
     * A topic other than the one the database was evaluated from that an operator vouches for: the
     * same records at the same offsets. As the refusal names it: {@code <cluster>/<topic id>}.
     */
    Optional<String> acceptOrigin();

    /** A consumer that has not heard from its coordinator for so long waits for the broker. */
    @WithDefault("10s")
    Duration silentAfter();
  }

  /** {@code mostao.outbox}: how Results are published. */
  interface Outbox {
    /**
     * How long a publication may wait for its records to be acknowledged before health says so and
     * it is tried again. The records are never given up: see the outbox.
     */
    @WithDefault("20s")
    Duration deliveryTimeout();

    /** How long the producer may wait for metadata or buffer space. */
    @WithDefault("10s")
    Duration maxBlock();
  }

  /** {@code mostao.database}: bounds that free what a dead service holds. */
  interface Database {
    /** How long a turn may take, from its first statement to its commit. */
    @WithDefault("60s")
    Duration transactionTimeout();

    /** How long a turn waits for a partition that another turn holds. */
    @WithDefault("10s")
    Duration lockTimeout();

    @WithDefault("30s")
    Duration statementTimeout();

    /**
     * How long a transaction may do nothing before the server ends it. A service that froze, or
     * whose connection was forgotten on the way, holds its partitions' rows for so long.
     */
    @WithDefault("20s")
    Duration idleTimeout();
  }

  /** The settings that evaluation depends on. */
  default Rules rules() {
    Limits limits = limits();
    return new Rules(
        reads() == Reads.OPEN,
        limits.profileBytes(),
        limits.contentBytes(),
        limits.pageRows(),
        limits.pageBytes(),
        limits.resultBytes(),
        limits.inboxMessages(),
        limits.chainDepth(),
        limits.staleGeneration().toMillis());
  }
}
