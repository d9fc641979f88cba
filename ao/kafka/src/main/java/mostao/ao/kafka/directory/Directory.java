package mostao.ao.kafka.directory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import mostao.ao.ans104.Base64Url;
import mostao.ao.ans104.Reading;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.kafka.BrokerUnavailable;
import mostao.ao.kafka.tail.BrokerEndOffsets;
import mostao.ao.kafka.tail.EndOffsets;
import mostao.ao.kafka.tail.ReadToEnd;
import mostao.ao.kafka.tail.Tail;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.DeploymentRecord;
import mostao.ao.wire.DirectoryRecord;
import mostao.ao.wire.Topics;
import mostao.ao.wire.Wire;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * The processes of the deployment, and its deployment record. Looked up in memory; a caller that
 * misses a process asks again after {@link #catchUp}, because it may have been recorded a moment
 * ago. Thread-safe.
 */
public final class Directory implements Tail.Listener, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Directory.class);

  private final Map<String, ProcessEntry> processes = new ConcurrentHashMap<>();
  private final CreationIndex open = new CreationIndex();
  private final ReadToEnd catchUp;
  private final Function<byte[], Reading<VerifiedItem>> verifier;
  private final Optional<String> authority;
  private final AutoCloseable source;
  private volatile Optional<Deployment> deployment = Optional.empty();

  /**
   * Which topic to read, and whose records to believe.
   *
   * @param client name of the clients, for the broker's logs and metrics
   * @param catchUpTimeout how long {@link #catchUp} may take
   * @param authority address of the only authority whose deployment is accepted; if empty, the one
   *     on the topic is, which only the messenger may write
   */
  public record Settings(String client, Duration catchUpTimeout, Optional<String> authority) {}

  /**
   * @param verifier from bytes to an item whose signature holds
   * @param source closed with the directory
   */
  public Directory(
      EndOffsets ends,
      Settings settings,
      Function<byte[], Reading<VerifiedItem>> verifier,
      AutoCloseable source) {
    this.catchUp = new ReadToEnd(ends, settings.catchUpTimeout().toMillis());
    this.verifier = verifier;
    this.authority = settings.authority();
    this.source = source;
  }

  /** The directory of the broker's topic, being read. */
  public static Directory of(
      Map<String, Object> kafka,
      Settings settings,
      Function<byte[], Reading<VerifiedItem>> verifier) {
    BrokerEndOffsets ends =
        new BrokerEndOffsets(
            settings.client() + "-end",
            kafka,
            Topics.definition(Topics.PROCESSES),
            settings.catchUpTimeout());
    List<AutoCloseable> parts = new ArrayList<>();
    Directory directory =
        new Directory(
            ends,
            settings,
            verifier,
            () -> {
              for (AutoCloseable part : parts) {
                part.close();
              }
            });
    Tail tail =
        new Tail(
            settings.client(), kafka, List.of(Topics.PROCESSES), Tail.Start.BEGINNING, directory);
    parts.add(tail);
    parts.add(ends);
    tail.start();
    return directory;
  }

  @Override
  public void record(ConsumerRecord<String, byte[]> found) {
    if (found.value() == null) {
      LOG.errorf("offset %d of %s erases a process: ignored", found.offset(), found.topic());
      return;
    }
    if (DeploymentRecord.KEY.equals(found.key())) {
      deployment(found);
      return;
    }
    Decoded<DirectoryRecord> decoded = Wire.decodeDirectory(found.value());
    if (decoded instanceof Decoded.Bad<DirectoryRecord> bad) {
      LOG.errorf(
          "offset %d of %s is not a process and is skipped: %s: %s",
          found.offset(), found.topic(), bad.fault().name(), bad.fault().detail());
      return;
    }
    DirectoryRecord process = ((Decoded.Ok<DirectoryRecord>) decoded).value();
    if (!process.process().equals(found.key())) {
      LOG.errorf(
          "offset %d of %s has another key than its process: skipped",
          found.offset(), found.topic());
      return;
    }
    ProcessEntry listed = ProcessEntry.of(process);
    // A process item that is posted again is recorded again.
    boolean isNew = processes.put(listed.process(), listed) == null;
    if (isNew && !listed.module().equals(Topics.SESSION)) {
      open.add(found.offset(), listed);
    }
  }

  private void deployment(ConsumerRecord<String, byte[]> found) {
    Decoded<DeploymentRecord> decoded = Wire.decodeDeployment(found.value());
    if (decoded instanceof Decoded.Bad<DeploymentRecord> bad) {
      LOG.errorf(
          "offset %d of %s is not a deployment and is skipped: %s: %s",
          found.offset(), found.topic(), bad.fault().name(), bad.fault().detail());
      return;
    }
    DeploymentRecord record = ((Decoded.Ok<DeploymentRecord>) decoded).value();
    if (authority.isPresent() && !authority.get().equals(record.authority())) {
      LOG.errorf(
          "offset %d of %s is the deployment of authority %s, but mostao.authority.address is %s:"
              + " skipped",
          found.offset(), found.topic(), record.authority(), authority.get());
      return;
    }
    try {
      deployment = Optional.of(Deployment.of(record, verifier));
    } catch (IllegalArgumentException wrong) {
      LOG.errorf(
          "offset %d of %s is not a deployment and is skipped: %s",
          found.offset(), found.topic(), wrong.getMessage());
    }
  }

  @Override
  public void position(TopicPartition partition, long next) {
    catchUp.reached(partition.partition(), next);
  }

  /** The deployment record, if a messenger has written it. */
  public Optional<Deployment> deployment() {
    return deployment;
  }

  /** The process, if it has been read already. */
  public Optional<ProcessEntry> find(String process) {
    return Optional.ofNullable(processes.get(process));
  }

  /**
   * The process, if it was recorded before this call.
   *
   * @return on any thread; fails with {@link BrokerUnavailable} when the broker does not answer
   */
  public CompletionStage<Optional<ProcessEntry>> lookUp(String process) {
    Optional<ProcessEntry> known = find(process);
    if (known.isPresent() || !Base64Url.isId(process)) {
      return CompletableFuture.completedFuture(known);
    }
    return catchUp().thenApply(done -> find(process));
  }

  /**
   * Done when everything recorded before this call is known here. Calls at the same time share one
   * question to the broker.
   *
   * @return on any thread; fails with {@link BrokerUnavailable} when that takes longer than {@code
   *     mostao.directory.catch-up-timeout}
   */
  public CompletionStage<Void> catchUp() {
    return catchUp.now();
  }

  /** Whether the directory was read to its end at least once. */
  public boolean ready() {
    return catchUp.readOnce();
  }

  /**
   * The processes that anyone may know of, in order. Sessions are not among them: that would show
   * who talks to whom.
   */
  public CreationIndex open() {
    return open;
  }

  /** Every process of a module; walks the whole directory. */
  public List<ProcessEntry> ofModule(String module) {
    return processes.values().stream().filter(one -> one.module().equals(module)).toList();
  }

  public int size() {
    return processes.size();
  }

  @Override
  public void close() {
    try {
      source.close();
    } catch (Exception e) {
      LOG.warn("the directory's clients did not close in order", e);
    }
  }
}
