package mostao.ao.kafka.directory;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Predicate;
import mostao.ao.ans104.Base64Url;
import mostao.ao.ans104.Reading;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.kafka.BrokerUnavailable;
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

  /** The most that {@code mostao.directory.processes} may be. */
  public static final int MOST = RowIndex.MOST_ROWS - Directory.IN_FLIGHT;

  /** What a process may cost: measured are 31. */
  public static final int BYTES_EACH = 32;

  /**
   * Births that were begun, here or elsewhere, before the limit was seen to be reached: they are
   * kept as well, as far as they are not more than the limit.
   */
  private static final int IN_FLIGHT = 10_000;

  private static final int MOST_REGISTRIES = 100;

  private final int most;
  private final ProcessTable processes;
  private final CreationIndex open;
  private final Map<String, String> registries = new ConcurrentHashMap<>();
  private final ReadToEnd catchUp;
  private final LongAdder catchUps = new LongAdder();
  private final Function<byte[], Reading<VerifiedItem>> verifier;
  private final Optional<String> authority;
  private final AutoCloseable source;
  private volatile Optional<Deployment> deployment = Optional.empty();
  private volatile long leftOut;

  /**
   * Which topic to read, and whose records to believe.
   *
   * @param client name of the clients, for the broker's logs and metrics
   * @param catchUpTimeout how long {@link #catchUp} may take
   * @param authority address of the only authority whose deployment is accepted; if empty, the one
   *     on the topic is, which only the messenger may write
   * @param most processes; no more are born
   */
  public record Settings(
      String client, Duration catchUpTimeout, Optional<String> authority, int most) {
    /**
     * @throws IllegalArgumentException if so many can't be kept
     */
    public Settings {
      if (most < 1 || most > MOST) {
        throw new IllegalArgumentException(
            "mostao.directory.processes is " + most + ", but must be from 1 to " + MOST);
      }
    }

    /**
     * @throws IllegalArgumentException if the heap is too small for so many: the program would run,
     *     and die when they are there
     */
    public Settings in(long heap) {
      if ((long) most * BYTES_EACH > heap / 2) {
        throw new IllegalArgumentException(
            "mostao.directory.processes is "
                + most
                + ": that many take "
                + (long) most * BYTES_EACH
                + " bytes, more than half of the heap's "
                + heap
                + "; give the program more memory (-Xmx), or set a smaller limit");
      }
      return this;
    }
  }

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
    this.most = settings.most();
    this.processes = new ProcessTable(most + Math.min(most, IN_FLIGHT), KeyedHash.OF_THIS_RUN::of);
    this.open = new CreationIndex(processes.rows());
  }

  /** The directory of the broker's topic, read by a client of its own when it is asked. */
  public static Directory of(
      Map<String, Object> kafka,
      Settings settings,
      Function<byte[], Reading<VerifiedItem>> verifier) {
    Tail tail = new Tail(settings.client(), kafka, Tail.Pace.ON_DEMAND);
    return on(tail, tail.ends(Topics.PROCESSES), settings, verifier, tail);
  }

  /** The directory of the broker's topic, read by a tail that reads other topics too. */
  public static Directory on(
      Tail tail,
      EndOffsets ends,
      Settings settings,
      Function<byte[], Reading<VerifiedItem>> verifier) {
    return on(tail, ends, settings, verifier, () -> {});
  }

  private static Directory on(
      Tail tail,
      EndOffsets ends,
      Settings settings,
      Function<byte[], Reading<VerifiedItem>> verifier,
      AutoCloseable source) {
    EndOffsets asked =
        () -> {
          tail.wake();
          return ends.ask();
        };
    Directory directory = new Directory(asked, settings, verifier, source);
    tail.read(List.of(Topics.PROCESSES), Tail.Start.BEGINNING, directory);
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
    listing(found).ifPresent(listing -> add(listing, found.offset()));
  }

  /** What a record says, if it is a process. */
  static Optional<Listing> listing(ConsumerRecord<String, byte[]> found) {
    Optional<Listing> listing = ListingScan.read(found.value());
    if (listing.isEmpty()) {
      listing = parsed(found);
    }
    if (listing.isPresent() && !listing.get().process().equals(found.key())) {
      LOG.errorf(
          "offset %d of %s has another key than its process: skipped",
          found.offset(), found.topic());
      return Optional.empty();
    }
    return listing;
  }

  private static Optional<Listing> parsed(ConsumerRecord<String, byte[]> found) {
    Decoded<DirectoryRecord> decoded = Wire.decodeDirectory(found.value());
    if (decoded instanceof Decoded.Bad<DirectoryRecord> bad) {
      LOG.errorf(
          "offset %d of %s is not a process and is skipped: %s: %s",
          found.offset(), found.topic(), bad.fault().name(), bad.fault().detail());
      return Optional.empty();
    }
    return Optional.of(Listing.of(((Decoded.Ok<DirectoryRecord>) decoded).value()));
  }

  /** A process item that is posted again is recorded again. */
  private void add(Listing listing, long offset) {
    ProcessTable.Put put = processes.put(listing.process(), ProcessFacts.of(listing), offset);
    if (put == ProcessTable.Put.NO_ROOM) {
      leaveOut(offset);
    } else if (listing.module().equals(Topics.REGISTRY) && registries.size() < MOST_REGISTRIES) {
      registries.put(listing.process(), listing.owner());
    }
  }

  private void leaveOut(long offset) {
    if (leftOut == 0) {
      LOG.errorf(
          "The directory has no room for the process at offset %d of %s, and maybe further ones:"
              + " mostao.directory.processes is %d. What is sent to them is refused as"
              + " DirectoryFull until the limit is raised",
          offset, Topics.PROCESSES, most);
    }
    leftOut = leftOut + 1;
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

  @Override
  public boolean awaits() {
    return catchUp.awaits();
  }

  /** The deployment record, if a messenger has written it. */
  public Optional<Deployment> deployment() {
    return deployment;
  }

  /** The process, if it has been read already. */
  public Optional<ProcessEntry> find(String process) {
    return processes.find(process).map(facts -> new ProcessEntry(process, facts));
  }

  /**
   * The process, if it was recorded before this call.
   *
   * @return on any thread; fails with {@link BrokerUnavailable} when the broker does not answer
   */
  public CompletionStage<Optional<ProcessEntry>> lookUp(String process) {
    return lookUp(process, any -> true);
  }

  /**
   * As {@link #lookUp(String)}, for somebody for whom not every process exists: one that does not
   * is looked for as if it had never been recorded, so that the time it takes tells nothing.
   *
   * @param exists for whoever asks
   */
  public CompletionStage<Optional<ProcessEntry>> lookUp(
      String process, Predicate<ProcessEntry> exists) {
    Optional<ProcessEntry> known = find(process).filter(exists);
    if (known.isPresent() || !Base64Url.isId(process)) {
      return CompletableFuture.completedFuture(known);
    }
    return catchUp().thenApply(done -> find(process).filter(exists));
  }

  /**
   * Done when everything recorded before this call is known here. Calls at the same time share one
   * question to the broker.
   *
   * @return on any thread; fails with {@link BrokerUnavailable} when that takes longer than {@code
   *     mostao.directory.catch-up-timeout}
   */
  public CompletionStage<Void> catchUp() {
    catchUps.increment();
    return catchUp.now();
  }

  /** How often somebody waited for the end of the directory. */
  public long catchUps() {
    return catchUps.sum();
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

  /** Owners of the registries by process id, the first of them: a deployment has few. */
  public Map<String, String> registries() {
    return Map.copyOf(registries);
  }

  /** Where the newest record of an open process is, given where its first was. */
  long newest(long place) {
    return processes.newest(place);
  }

  /** Whether so many more processes may be born. */
  public boolean hasRoomFor(int births) {
    return processes.size() <= most - births;
  }

  /** The most processes: {@code mostao.directory.processes}. */
  public int most() {
    return most;
  }

  /** Records of processes for which there was no room: they exist and are not known here. */
  public long leftOut() {
    return leftOut;
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
