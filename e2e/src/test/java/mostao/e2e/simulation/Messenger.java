package mostao.e2e.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.kafka.directory.Birth;
import mostao.ao.kafka.directory.Deployment;
import mostao.ao.kafka.publish.TopicRecord;
import mostao.ao.kafka.publish.TopicWriter;
import mostao.ao.testkit.simulation.Actor;
import mostao.ao.testkit.simulation.Broker;
import mostao.ao.testkit.simulation.Consumer;
import mostao.ao.testkit.simulation.Fault;
import mostao.ao.testkit.simulation.Group;
import mostao.ao.testkit.simulation.PlantedBug;
import mostao.ao.testkit.simulation.Sender;
import mostao.ao.testkit.simulation.Simulation;
import mostao.ao.turn.InboxVerifier;
import mostao.ao.turn.ReceivedRecord;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.Headers;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.Topics;
import mostao.ao.wire.Wire;
import mostao.messenger.push.KnownWallets;
import mostao.messenger.push.PolledRecord;
import mostao.messenger.push.PushExecutor;
import mostao.messenger.push.PushSigner;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * One messenger: the real push, directory and topic writer over the simulated broker. Its producer,
 * the reading of the directory and the pushing each go on by themselves.
 */
final class Messenger implements Actor {
  private static final int MOST_POLLED = 6;
  private static final int PARTS = 3;

  private final Simulation simulation;
  private final Signatures signatures;
  private final Deployment deployment;
  private final Broker broker;
  private final Group group;
  private final String name;
  private final PlantedBug bug;
  private Life life;
  private int lives;
  private int deadLetters;

  Messenger(
      Simulation simulation,
      Signatures signatures,
      Deployment deployment,
      Broker broker,
      Group group,
      String name,
      PlantedBug bug) {
    this.simulation = simulation;
    this.signatures = signatures;
    this.deployment = deployment;
    this.broker = broker;
    this.group = group;
    this.name = name;
    this.bug = bug;
    this.life = new Life(name + ".0");
  }

  /** The memory of a messenger, gone when it dies. */
  private final class Life {
    private final Consumer consumer;
    private final Sender sender;
    private final DirectoryReader directory;
    private final PushExecutor executor;
    private List<ReceivedRecord> batch = List.of();
    private Optional<CompletableFuture<Void>> pushing = Optional.empty();

    Life(String called) {
      this.consumer = group.join(called);
      this.sender = new Sender(simulation, broker, called, Sender.Promise.PATIENT);
      this.directory = new DirectoryReader(simulation, broker, signatures);
      TopicWriter writer = new TopicWriter(new Pushes(sender, simulation.now() << 20));
      this.executor =
          new PushExecutor(
              new PushSigner(signatures.authority(), deployment, deployment.registryScheduler()),
              directory.directory(),
              new KnownWallets(100),
              writer,
              Runnable::run,
              new SimpleMeterRegistry());
      bear(writer);
    }

    /** As every messenger does at its start. */
    private void bear(TopicWriter writer) {
      Birth birth =
          Birth.of(
              deployment.registry(), Topics.REGISTRY, deployment.authority(), Optional.empty());
      writer
          .deliver(birth.inbox())
          .thenCompose(done -> writer.deliver(birth.listing()))
          .thenCompose(done -> writer.deliver(TopicRecord.toDirectory(deployment.record())));
    }

    private boolean step(int part) {
      return switch (part) {
        case 0 -> sender.step();
        case 1 -> directory.step();
        default -> push();
      };
    }

    private boolean push() {
      if (pushing.isPresent() && !pushing.get().isDone()) {
        return false;
      }
      if (pushing.isPresent() && !pushing.get().isCompletedExceptionally()) {
        consumer.done(batch);
        batch = List.of();
        pushing = Optional.empty();
        return consumer.commit();
      }
      if (batch.isEmpty()) {
        batch = consumer.poll(1 + simulation.random().below(MOST_POLLED));
      }
      if (batch.isEmpty()) {
        return consumer.commit();
      }
      pushing = Optional.of(carry(executor, batch).toCompletableFuture());
      return true;
    }

    private boolean isIdle() {
      return batch.isEmpty() && sender.isIdle() && directory.isAtEnd();
    }

    private void die() {
      sender.die();
      consumer.leave();
      directory.die();
    }
  }

  /** Has the real executor carry records as they were received. */
  static CompletionStage<Void> carry(PushExecutor executor, List<ReceivedRecord> batch) {
    return executor.carry(
        batch.stream()
            .map(
                r ->
                    new PolledRecord(
                        r.topic(), r.partition(), r.offset(), r.key(), r.value(), Optional.empty()))
            .toList());
  }

  /** The producer of pushes, which may have a bug. */
  private final class Pushes extends SimulatedProducer {
    private final Sender sender;
    private long salt;

    Pushes(Sender sender, long salt) {
      super(sender);
      this.sender = sender;
      this.salt = salt;
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<String, byte[]> record, Callback callback) {
      if (record.topic().endsWith(".dlq") && !sender.isDead()) {
        deadLetters++;
        simulation.say(
            "%s drops: %s",
            name, new String(record.headers().lastHeader(Headers.FAULT_DETAIL).value(), UTF_8));
      }
      return super.send(
          bug == PlantedBug.PUSHES_SIGNED_ANEW ? signedAnew(record) : record, callback);
    }

    private ProducerRecord<String, byte[]> signedAnew(ProducerRecord<String, byte[]> record) {
      if (!record.topic().endsWith(".inbox")
          || !(Wire.decodeInbox(record.value()) instanceof Decoded.Ok<InboxRecord> ok)
          || ok.value().id().equals(ok.value().target())) {
        return record;
      }
      InboxRecord push = ok.value();
      VerifiedItem item =
          signatures
              .authority()
              .sign(
                  Draft.empty()
                      .to(push.target())
                      .tags(push.tags().and("Salt", Long.toString(salt++)))
                      .data(push.data().bytes()))
              .orThrow();
      return new ProducerRecord<>(
          record.topic(),
          record.key(),
          Wire.encode(InboxVerifier.record(item, push.from(), push.target())));
    }
  }

  @Override
  public boolean step() {
    if (simulation.random().strikes(Fault.MESSENGER_CRASH)) {
      simulation.say("%s dies", name);
      life.die();
      lives++;
      life = new Life(name + "." + lives);
      return true;
    }
    int first = simulation.random().below(PARTS);
    for (int i = 0; i < PARTS; i++) {
      if (life.step((first + i) % PARTS)) {
        return true;
      }
    }
    return false;
  }

  boolean isIdle() {
    return life.isIdle();
  }

  /** How many entries of outboxes could not be carried. */
  int deadLetters() {
    return deadLetters;
  }
}
