package mostao.ao.runtime.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import mostao.ao.kafka.ClientSettings;
import mostao.ao.kafka.log.About;
import mostao.ao.kafka.publish.Flusher;
import mostao.ao.kafka.trace.Span;
import mostao.ao.kafka.trace.Traces;
import mostao.ao.runtime.unit.UnitSettings;
import mostao.ao.turn.BrokenDependency;
import mostao.ao.turn.Outbox;
import mostao.ao.turn.Publication;
import mostao.ao.wire.DeadLetter;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.Encoded;
import mostao.ao.wire.Headers;
import mostao.ao.wire.OutboxRecord;
import mostao.ao.wire.Topics;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.jboss.logging.Logger;

/**
 * Publishes with one idempotent producer. No transaction: a record published twice is recognised by
 * its ids. Thread-safe.
 *
 * <p>The producer never gives up a record it took. Otherwise a later record of the partition could
 * be written first, and a retry would reverse their order for every reader of the topic. Only the
 * waiting has a bound; publishing the same again waits for the same records. For the same reason
 * nothing is handed over behind a record that was not taken. A producer that has failed permanently
 * is replaced.
 */
@Singleton
public class KafkaOutbox implements Outbox {
  private static final Logger LOG = Logger.getLogger("mostao.outbox");
  private static final int LONGEST_DETAIL = 1_000;
  private static final int MOST_REMEMBERED = 5_000;
  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final String results;
  private final String publishing;
  private final String deadLetters;
  private final Map<String, Object> configuration;
  private final Supplier<Producer<String, byte[]>> producers;
  private final Duration patience;
  private final MeterRegistry meters;
  private final Traces traces;
  private final Flusher flusher;

  /** Records that were handed over and whose acknowledgement the publisher has not seen. */
  private final Map<Piece, Sent> underWay = new ConcurrentHashMap<>();

  private Producer<String, byte[]> producer;
  private boolean closed;

  /**
   * Identifies what is published, the same when it is published again: an evaluation, or a position
   * on an inbox.
   */
  private record Piece(String where, String what, long number) {
    static Piece of(OutboxRecord outcome) {
      return new Piece(outcome.process(), outcome.message(), outcome.nonce());
    }

    static Piece of(DeadLetter letter) {
      return new Piece(letter.topic(), Integer.toString(letter.partition()), letter.offset());
    }
  }

  /** A record that a producer has. */
  private record Sent(Producer<String, byte[]> by, Future<RecordMetadata> answer) {
    boolean isAcknowledged() {
      return answer.isDone() && !hasFailed();
    }

    boolean hasFailed() {
      if (!answer.isDone()) {
        return false;
      }
      try {
        answer.get();
        return false;
      } catch (ExecutionException failed) {
        return true;
      } catch (InterruptedException hurry) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }

  @Inject
  KafkaOutbox(
      UnitSettings settings,
      @Identifier("default-kafka-broker") Map<String, Object> broker,
      MeterRegistry meters,
      Traces traces) {
    this(
        settings.module(),
        configuration(settings, broker),
        KafkaProducer::new,
        Producer::flush,
        settings.outbox().deliveryTimeout(),
        meters,
        traces);
  }

  /**
   * @param producers makes one from its settings
   * @param flush has what a producer was handed leave, see {@link Flusher}
   * @param patience how long a publication may wait for its records
   */
  KafkaOutbox(
      String module,
      Map<String, Object> configuration,
      Function<Map<String, Object>, Producer<String, byte[]>> producers,
      Consumer<Producer<String, byte[]>> flush,
      Duration patience,
      MeterRegistry meters,
      Traces traces) {
    this.results = Topics.outbox(module);
    this.publishing = "publish " + results;
    this.deadLetters = Topics.deadLetters(module);
    this.configuration = configuration;
    this.producers = () -> producers.apply(configuration);
    this.patience = patience;
    this.meters = meters;
    this.traces = traces;
    this.flusher = new Flusher(results + "-flush", () -> current().ifPresent(flush));
    Decoded.Fault.names().forEach(this::letters);
    this.producer = this.producers.get();
  }

  /** The deployment's {@code kafka.*} settings (servers, security) under those we insist on. */
  private static Map<String, Object> configuration(
      UnitSettings settings, Map<String, Object> broker) {
    Map<String, Object> all =
        ClientSettings.producer(
            "ao-" + settings.module() + "-outbox",
            broker,
            Topics.MAX_DEAD_LETTER_BYTES + 64 * 1024);
    int patience = Math.toIntExact(settings.outbox().deliveryTimeout().toMillis());
    all.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
    all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
    all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1, patience / 2));
    all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, settings.outbox().maxBlock().toMillis());
    return all;
  }

  /** The effective settings of the producer. */
  public Map<String, Object> configuration() {
    return Map.copyOf(configuration);
  }

  /** Finds the brokers of the topic, as the first publication would have to. */
  public void meet() {
    try {
      producer().partitionsFor(results);
    } catch (KafkaException | BrokenDependency away) {
      LOG.infof("The brokers of %s are not found yet: %s", results, away.getMessage());
    }
  }

  @Override
  public void publish(List<Publication> outcomes, List<DeadLetter> letters) {
    hand(outcomes, letters).await();
  }

  @Override
  public HandedOver hand(List<Publication> outcomes, List<DeadLetter> letters) {
    Handed handed = new Handed(producer(), outcomes.stream().map(this::span).toList(), letters);
    handed.orBroken(() -> hand(outcomes, handed));
    return handed;
  }

  private Span span(Publication outcome) {
    return traces
        .follow(publishing, Traces.Kind.SENDS, outcome.trace())
        .set("messaging.system", "kafka")
        .set("messaging.destination.name", results)
        .set("ao.message", outcome.result().message())
        .set("ao.process", outcome.result().process());
  }

  private void hand(List<Publication> outcomes, Handed handed)
      throws ExecutionException, InterruptedException {
    for (int i = 0; i < outcomes.size(); i++) {
      Publication outcome = outcomes.get(i);
      Span span = handed.spans.get(i);
      hand(
          handed.by,
          Piece.of(outcome.result()),
          () -> record(outcome.stored(), span.context()),
          handed.due);
    }
    for (DeadLetter letter : handed.letters) {
      hand(handed.by, Piece.of(letter), () -> record(letter), handed.due);
    }
    flusher.leave();
  }

  /** What a producer does, or an answer of its. */
  @FunctionalInterface
  private interface Step {
    void run() throws ExecutionException, InterruptedException, TimeoutException;
  }

  /** What one producer was handed at once, with the span of each Result. */
  private final class Handed implements HandedOver {
    private final Producer<String, byte[]> by;
    private final List<Span> spans;
    private final List<DeadLetter> letters;
    private final long deadline = System.nanoTime() + patience.toNanos();
    private final Map<Piece, Sent> due = new LinkedHashMap<>();

    Handed(Producer<String, byte[]> by, List<Span> spans, List<DeadLetter> letters) {
      this.by = by;
      this.spans = spans;
      this.letters = letters;
    }

    @Override
    public void await() {
      orBroken(
          () -> {
            for (Sent record : due.values()) {
              record.answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            }
          });
      underWay.keySet().removeAll(due.keySet());
      spans.forEach(Span::end);
      letters.forEach(KafkaOutbox.this::report);
    }

    void orBroken(Step step) {
      try {
        step.run();
      } catch (TimeoutException late) {
        trim();
        throw broken(
            "the broker did not acknowledge a record in " + patience.toMillis() + " ms", late);
      } catch (ExecutionException failed) {
        forget(by, due, failed.getCause());
        throw broken("the broker did not acknowledge a record", failed.getCause());
      } catch (KafkaException | IllegalStateException failed) {
        forget(by, due, failed);
        throw broken("the producer did not take a record", failed);
      } catch (InterruptedException hurry) {
        Thread.currentThread().interrupt();
        throw broken("interrupted while publishing", hurry);
      }
    }

    private BrokenDependency broken(String what, Throwable why) {
      spans.forEach(
          span -> {
            span.failed(what);
            span.end();
          });
      return new BrokenDependency(what, why);
    }
  }

  /**
   * Hands a record to the producer, unless it is in flight.
   *
   * @throws ExecutionException when the producer did not take it: nothing may be handed over behind
   *     it
   */
  private void hand(
      Producer<String, byte[]> now,
      Piece piece,
      Supplier<ProducerRecord<String, byte[]>> record,
      Map<Piece, Sent> due)
      throws ExecutionException, InterruptedException {
    Sent sent = underWay.get(piece);
    if (sent == null || (sent.by != now && !sent.isAcknowledged())) {
      sent = new Sent(now, now.send(record.get()));
      underWay.put(piece, sent);
    }
    due.put(piece, sent);
    if (sent.answer.isDone()) {
      sent.answer.get();
    }
  }

  /**
   * Failed records are handed over again next time. A producer gives a record up only when the
   * record could never get through, or when it has failed itself; then another takes its place. The
   * records that the old one still has fail with it, so the new one writes them in order.
   */
  private void forget(Producer<String, byte[]> failed, Map<Piece, Sent> due, Throwable why) {
    if (!(why instanceof RetriableException
        || why instanceof InterruptException
        || why instanceof RecordTooLargeException)) {
      replace(failed, why);
    }
    due.forEach(
        (piece, sent) -> {
          if (sent.hasFailed()) {
            underWay.remove(piece, sent);
          }
        });
    trim();
  }

  /** Forgets finished records, many of them of partitions that another instance has by now. */
  private void trim() {
    if (underWay.size() > MOST_REMEMBERED) {
      underWay.values().removeIf(sent -> sent.answer.isDone());
    }
  }

  private synchronized Producer<String, byte[]> producer() {
    if (producer == null) {
      if (closed) {
        throw new BrokenDependency("the producer is closed", null);
      }
      try {
        producer = producers.get();
      } catch (KafkaException failed) {
        throw new BrokenDependency("no producer could be made", failed);
      }
    }
    return producer;
  }

  private synchronized Optional<Producer<String, byte[]>> current() {
    return Optional.ofNullable(producer);
  }

  private synchronized void replace(Producer<String, byte[]> failed, Throwable why) {
    if (producer == failed) {
      LOG.errorf("The producer of %s failed and is replaced: %s", results, why.toString());
      producer = null;
      failed.close(Duration.ZERO);
    }
  }

  private ProducerRecord<String, byte[]> record(
      Encoded<OutboxRecord> outcome, Optional<byte[]> trace) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(results, outcome.record().process(), outcome.json());
    Headers.of(outcome.record()).forEach(record.headers()::add);
    trace.ifPresent(context -> record.headers().add(Headers.TRACEPARENT, context));
    return record;
  }

  private ProducerRecord<String, byte[]> record(DeadLetter letter) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(deadLetters, letter.key(), letter.value());
    Headers.of(shortened(letter)).forEach(record.headers()::add);
    return record;
  }

  /**
   * The detail quotes the record's content, which may be as long as a record: it must fit twice.
   */
  private static DeadLetter shortened(DeadLetter letter) {
    Decoded.Fault fault = letter.fault();
    if (fault.detail().length() <= LONGEST_DETAIL) {
      return letter;
    }
    return new DeadLetter(
        letter.topic(),
        letter.partition(),
        letter.offset(),
        letter.key(),
        letter.value(),
        new Decoded.Fault(fault.name(), fault.detail().substring(0, LONGEST_DETAIL) + "…"));
  }

  private Counter letters(String reason) {
    return meters.counter("mostao.dead.letters", "reason", reason);
  }

  private void report(DeadLetter letter) {
    letters(letter.fault().name()).increment();
    Runnable line =
        () ->
            LOG.warnf(
                "The record at %s-%d offset %d is not a message (%s): kept on %s",
                letter.topic(),
                letter.partition(),
                letter.offset(),
                letter.fault().name(),
                deadLetters);
    About.message(null, letter.key(), Optional.empty()).say(line);
  }

  @PreDestroy
  synchronized void close() {
    closed = true;
    if (producer != null) {
      producer.close(CLOSE);
    }
    flusher.close();
  }
}
