package mostao.gateway.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import mostao.ao.ans104.Base64Url;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.DirectoryRecord;
import mostao.ao.wire.Topics;
import mostao.ao.wire.Wire;
import mostao.gateway.answer.Answer;
import mostao.gateway.answer.Refused;
import mostao.gateway.answer.Unavailable;
import mostao.gateway.tail.BrokerEndOffsets;
import mostao.gateway.tail.CatchUp;
import mostao.gateway.tail.EndOffsets;
import mostao.gateway.tail.Tail;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * The processes of the deployment. Looked up in memory; whoever misses one asks again after {@link
 * #catchUp}, because another gateway may have recorded it a moment ago. Thread-safe.
 */
public final class Directory implements Tail.Listener, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Directory.class);

  private final Map<String, Listed> processes = new ConcurrentHashMap<>();
  private final Roll open = new Roll();
  private final CatchUp catchUp;
  private final AutoCloseable source;

  Directory(EndOffsets ends, long timeoutMs, AutoCloseable source) {
    this.catchUp = new CatchUp(ends, timeoutMs);
    this.source = source;
  }

  /** The directory of the broker's topic, being read. */
  public static Directory of(Map<String, Object> kafka, DirectorySettings settings) {
    BrokerEndOffsets ends =
        new BrokerEndOffsets(
            "gateway-directory-end",
            kafka,
            Topics.definition(Topics.PROCESSES),
            settings.catchUpTimeout());
    List<AutoCloseable> parts = new ArrayList<>();
    Directory directory =
        new Directory(
            ends,
            settings.catchUpTimeout().toMillis(),
            () -> {
              for (AutoCloseable part : parts) {
                part.close();
              }
            });
    Tail tail =
        new Tail(
            "gateway-directory", kafka, List.of(Topics.PROCESSES), Tail.Start.BEGINNING, directory);
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
    Decoded<DirectoryRecord> decoded = Wire.decodeDirectory(found.value());
    if (decoded instanceof Decoded.Bad<DirectoryRecord> bad) {
      LOG.errorf(
          "offset %d of %s is no process and is skipped: %s: %s",
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
    Listed listed = Listed.of(process);
    // Whoever posts a process item again has it recorded again.
    boolean isNew = processes.put(listed.process(), listed) == null;
    if (isNew && !listed.module().equals(Topics.SESSION)) {
      open.add(found.offset(), listed);
    }
  }

  @Override
  public void position(TopicPartition partition, long next) {
    catchUp.reached(partition.partition(), next);
  }

  /** The process, if this gateway knows it already. */
  public Optional<Listed> find(String process) {
    return Optional.ofNullable(processes.get(process));
  }

  /**
   * The process, if it was recorded before this call, else the refusal.
   *
   * @return on any thread; fails with {@link Unavailable} when the broker does not answer
   */
  public CompletionStage<Answer<Listed>> lookUp(String process) {
    if (find(process).isPresent() || !Base64Url.isId(process)) {
      return CompletableFuture.completedFuture(answer(process));
    }
    return catchUp().thenApply(done -> answer(process));
  }

  private Answer<Listed> answer(String process) {
    return find(process)
        .<Answer<Listed>>map(Answer::given)
        .orElseGet(() -> Answer.denied(Refused.unknownProcess(process)));
  }

  /**
   * Done when everything recorded before this call is known here. Calls at the same time share one
   * question to the broker.
   *
   * @return on any thread; fails with {@link Unavailable} when that takes longer than {@code
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
  public Roll open() {
    return open;
  }

  /** Every process of a module; walks the whole directory. */
  public List<Listed> ofModule(String module) {
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
