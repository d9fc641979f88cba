package mostao.ao.runtime.unit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import mostao.ao.kafka.trace.TraceSettings;
import mostao.ao.process.Rules;
import org.apache.kafka.clients.consumer.GroupProtocol;

/** The settings of a service, all under {@code mostao.}. */
@ConfigMapping(prefix = "mostao")
public interface UnitSettings {
  /**
   * Name of the module that this service evaluates; each program sets its own, and another would
   * read another inbox.
   */
  String module();

  /**
   * A name of this replica that outlives it, as a StatefulSet's pod has one. A replica that comes
   * back under it within the consumer's {@code session.timeout.ms} keeps its partitions; until then
   * they stand still. Without a name a replica leaves its group when it stops, and others take over
   * at once.
   */
  Optional<String> instance();

  /**
   * The protocol of the consumer group: {@code classic}, in which its members decide about
   * partitions, or {@code consumer}, in which the broker does (KIP-848), with the broker's session
   * timeout and heartbeats instead of the consumer's.
   */
  @WithDefault("classic")
  GroupProtocol groupProtocol();

  /**
   * Who reads data that belongs to an owner or to two parties. {@code private} asks for proof;
   * {@code open} answers anyone, as AO's public network does. Set the gateways to the same.
   */
  @WithDefault("private")
  Reads reads();

  Limits limits();

  Inbox inbox();

  Outbox outbox();

  Database database();

  Retention retention();

  Tls tls();

  Trace trace();

  /** {@code mostao.trace}: spans of the way of a message, for an OpenTelemetry collector. */
  interface Trace extends TraceSettings {
    /**
     * The collector, as {@code http://collector:4318}: spans are sent there by OTLP over HTTP, of
     * the messages that a gateway chose to record. Without it there are none.
     */
    @Override
    Optional<URI> endpoint();

    /** Spans that wait for the collector; further ones are dropped. */
    @Override
    @WithDefault("2048")
    int queue();
  }

  /** {@code mostao.tls}: reads by TLS, and only for programs with a certificate. */
  interface Tls {
    /**
     * A folder with {@code tls.crt}, {@code tls.key} and {@code ca.crt}, as cert-manager lays them
     * out: reads are then answered by HTTPS alone, and only to programs whose certificate one of
     * the authorities in {@code ca.crt} signed. Renewed files are taken up within ten minutes.
     */
    Optional<String> folder();

    /** DNS names; the certificate of a program that reads must have one of them. */
    @WithDefault("gateway")
    Set<String> clients();
  }

  /** {@code private} asks for proof; {@code open} answers anyone, as AO's public network does. */
  enum Reads {
    PRIVATE,
    OPEN
  }

  /** {@code mostao.limits}: see {@link Rules}, whose defaults these are. Sizes in bytes. */
  interface Limits {
    /** Largest profile of a handle, in UTF-8; a larger one is refused as {@code TooLarge}. */
    @WithDefault("262144")
    int profileBytes();

    /** Largest content of one message, in UTF-8; a larger one is refused as {@code TooLarge}. */
    @WithDefault("65536")
    int contentBytes();

    /** Rows in one reply; the reader asks for the next page. */
    @WithDefault("1000")
    int pageRows();

    /**
     * Size of the rows in one reply. A page ends early rather than exceed it, but holds at least
     * one row.
     */
    @WithDefault("524288")
    int pageBytes();

    /** Most slots (nonce, timestamp, message id) in one answer to the scheduler. */
    @WithDefault("10000")
    int slotRows();

    /** All data and tags in one Result; an evaluation with more becomes an Error. */
    @WithDefault("2097152")
    int resultBytes();

    /**
     * Unmatched messages that a handle keeps; the oldest of the sender that has the most there make
     * room for new ones.
     */
    @WithDefault("10000")
    int inboxMessages();

    /** Of those, messages of one sender; its oldest make room. */
    @WithDefault("100")
    int inboxOfSender();

    /** Sessions in the chat list of a handle; unanswered requests make room. */
    @WithDefault("2000")
    int chats();

    /**
     * Unanswered requests in the chat list of a handle: chats that somebody else began. The oldest
     * make room for new ones.
     */
    @WithDefault("200")
    int chatRequests();

    /** Names of a wallet in one Registry, those kept for it after it renounced them included. */
    @WithDefault("100")
    int walletHandles();

    /** Processes that a wallet has a Registry spawn in 24 hours: handles and sessions. */
    @WithDefault("200")
    int walletBirths();

    /** Sessions that a handle has a Registry spawn in 24 hours. */
    @WithDefault("200")
    int handleSessions();

    /** How long a renounced name is kept for its last owner. {@code 0s}: not at all. */
    @WithDefault("90d")
    Duration keptName();

    /**
     * Pushes that one item may cause in a row; the message beyond is not evaluated, and its Result
     * says so.
     */
    @WithDefault("64")
    int chainDepth();

    /**
     * How long after a rotation messages under the session key before it are still stored. {@code
     * 0s}: never.
     */
    @WithDefault("60s")
    Duration staleGeneration();
  }

  /** {@code mostao.inbox}: how records are taken. */
  interface Inbox {
    /**
     * Consumers in this process; each takes one batch at a time, of partitions of its own. More use
     * more cores. With more than 1, {@code mostao.instance} must not be set.
     */
    @WithDefault("1")
    int concurrency();

    /**
     * Threads that read what each consumer polled and check its signatures, while the batch before
     * is evaluated; from 1 to 16. What is polled is divided between them.
     */
    @WithDefault("2")
    int readers();

    /** Most records in one batch, which is one transaction. */
    @WithDefault("500")
    int batchRecords();

    /**
     * How long after a batch began the rest behind it ends, at the latest. Behind a batch of four
     * records or more the thread that takes batches rests as long as the batch took, or until a
     * full one waits: where the processors are busy, fewer and larger batches cost less. At most
     * {@code 1s}; {@code 0s}: no rest.
     */
    @WithDefault("20ms")
    Duration longestRest();

    /**
     * First wait before a batch is taken again that met a broken dependency; it doubles with each
     * try.
     */
    @WithDefault("100ms")
    Duration retryFirst();

    /** The longest such wait. */
    @WithDefault("5s")
    Duration retryLongest();

    /**
     * How long a stop waits for the batch in progress; what is not committed is evaluated again
     * after the next start.
     */
    @WithDefault("10s")
    Duration shutdownWait();

    /**
     * A batch that makes no progress for so long, or a consumer that does not poll, is stuck:
     * liveness goes down.
     */
    @WithDefault("5m")
    Duration stuckAfter();

    /**
     * How long a replica that starts evaluates made-up messages, of which nothing is kept, before
     * it joins its group: a new JVM is slow at first, and the partitions are served by the others
     * meanwhile. {@code 0s}: not at all.
     */
    @WithDefault("3s")
    Duration rehearsal();

    /**
     * A topic other than the one the database was evaluated from that an operator vouches for: the
     * same records at the same offsets. As the refusal names it: {@code <cluster>/<topic id>}.
     */
    Optional<String> acceptOrigin();

    /**
     * A consumer that has not heard from its coordinator for so long is told by health as waiting
     * for the broker.
     */
    @WithDefault("10s")
    Duration silentAfter();
  }

  /** {@code mostao.outbox}: how Results are published. */
  interface Outbox {
    /**
     * How long a publication may wait for its records to be acknowledged before health says so and
     * it is tried again. The records are never given up.
     */
    @WithDefault("20s")
    Duration deliveryTimeout();

    /** How long the producer may wait for metadata or buffer space. */
    @WithDefault("10s")
    Duration maxBlock();
  }

  /** {@code mostao.database}: bounds, most of which free what a dead service holds. */
  interface Database {
    /**
     * Rows that are remembered from one turn of their process to the next, which then need not ask
     * for them; each takes half a kilobyte or less. {@code 0}: none.
     */
    @WithDefault("20000")
    int rememberedRows();

    /**
     * How long a turn may take, from its first statement to its commit; then it is rolled back and
     * tried again.
     */
    @WithDefault("60s")
    Duration transactionTimeout();

    /** How long a turn waits for a partition that another turn holds; then it is tried again. */
    @WithDefault("10s")
    Duration lockTimeout();

    /** How long one statement may take before the server ends it. */
    @WithDefault("30s")
    Duration statementTimeout();

    /**
     * How long a transaction may do nothing before the server ends it. A service that froze, or
     * whose connection was forgotten on the way, holds its partitions' rows for so long.
     */
    @WithDefault("20s")
    Duration idleTimeout();

    /**
     * Whether to start on a schema that a later release has brought up to date. {@code accept} it
     * to go back by one release, when the release notes allow it.
     */
    @WithDefault("refuse")
    NewerSchema newerSchema();

    /** What to do about a schema with versions that this program does not know. */
    enum NewerSchema {
      REFUSE,
      ACCEPT
    }
  }

  /** {@code mostao.retention}: what of the evaluation log may go. */
  interface Retention {
    /**
     * How long items and Results are kept after their evaluation, as {@code 90d}; then they are
     * emptied, and asking for one is answered with 410. Ids, order and times stay, and so do the
     * items that gave birth to processes. Without it everything is kept.
     */
    Optional<Duration> keep();

    /** Most evaluations emptied in one transaction. */
    @WithDefault("500")
    int rows();

    /** How often a replica looks for what has become too old. */
    @WithDefault("10s")
    Duration every();
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
        limits.staleGeneration().toMillis(),
        new Rules.Quotas(
            limits.chats(),
            limits.chatRequests(),
            limits.inboxOfSender(),
            limits.walletHandles(),
            limits.walletBirths(),
            limits.handleSessions(),
            limits.keptName().toMillis()));
  }
}
