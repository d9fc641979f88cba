package mostao.e2e.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.testkit.simulation.Actor;
import mostao.ao.testkit.simulation.Broker;
import mostao.ao.testkit.simulation.Consumer;
import mostao.ao.testkit.simulation.Fault;
import mostao.ao.testkit.simulation.Group;
import mostao.ao.testkit.simulation.PlantedBug;
import mostao.ao.testkit.simulation.Sender;
import mostao.ao.testkit.simulation.Simulation;
import mostao.ao.testkit.simulation.Slot;
import mostao.ao.turn.InboxVerifier;
import mostao.ao.turn.ReceivedRecord;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.DirectoryRecord;
import mostao.ao.wire.Headers;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.Topics;
import mostao.ao.wire.Wire;
import mostao.gateway.authority.Deployment;
import mostao.gateway.directory.SimulatedDirectory;
import mostao.gateway.directory.Wallets;
import mostao.gateway.inbox.Inbox;
import mostao.gateway.inbox.Parcel;
import mostao.gateway.inbox.SimulatedInbox;
import mostao.gateway.messenger.SimulatedMessenger;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * One gateway: the real carrier, directory and inbox over the simulated broker. Its producers, the
 * reading of the directory and the messenger each go on by themselves.
 */
final class Gateway implements Actor {
  private static final int MOST_POLLED = 6;
  private static final int PARTS = 4;
  private static final Slot DIRECTORY = new Slot(Topics.PROCESSES, 0);

  private final Simulation simulation;
  private final Deployment deployment;
  private final Broker broker;
  private final Group group;
  private final String name;
  private final PlantedBug sabotage;
  private Life life;
  private int lives;
  private int deadLetters;

  Gateway(
      Simulation simulation,
      Deployment deployment,
      Broker broker,
      Group group,
      String name,
      PlantedBug sabotage) {
    this.simulation = simulation;
    this.deployment = deployment;
    this.broker = broker;
    this.group = group;
    this.name = name;
    this.sabotage = sabotage;
    this.life = new Life(name + "." + lives);
  }

  /** What a gateway has in memory, gone when it dies. */
  private final class Life {
    private final Consumer consumer;
    private final Sender prompt;
    private final Sender patient;
    private final Wallets wallets = new Wallets(100);
    private final SimulatedDirectory directory;
    private final Inbox intake;
    private final SimulatedMessenger messenger;
    private List<ReceivedRecord> batch = List.of();
    private Optional<CompletableFuture<Void>> carrying = Optional.empty();
    private long readUpTo;

    Life(String called) {
      this.consumer = group.join(called);
      this.prompt = new Sender(simulation, broker, called + " intake", Sender.Promise.PROMPT);
      this.patient = new Sender(simulation, broker, called + " messenger", Sender.Promise.PATIENT);
      this.directory = new SimulatedDirectory(this::end);
      this.intake = SimulatedInbox.over(new Outlet(0, prompt, PlantedBug.NONE));
      Inbox pushes = SimulatedInbox.over(new Outlet(simulation.now() << 20, patient, sabotage));
      this.messenger = new SimulatedMessenger(deployment, directory.directory(), wallets, pushes);
      bear(pushes);
    }

    /** As every gateway does at its start. */
    private void bear(Inbox inbox) {
      VerifiedItem item = deployment.registry();
      inbox
          .deliver(
              Parcel.toInbox(
                  Topics.REGISTRY,
                  InboxVerifier.record(item, item.owner(), item.id()),
                  Optional.empty()))
          .thenCompose(
              done ->
                  inbox.deliver(
                      Parcel.toDirectory(
                          new DirectoryRecord(
                              item.id(),
                              Topics.REGISTRY,
                              deployment.moduleId(Topics.REGISTRY),
                              item.owner(),
                              item.tags()))));
    }

    private CompletionStage<Map<Integer, Long>> end() {
      return simulation.random().strikes(Fault.BROKER_SLOW)
          ? CompletableFuture.failedFuture(new TimeoutException("the broker does not say"))
          : CompletableFuture.completedFuture(Map.of(0, broker.end(DIRECTORY)));
    }

    private boolean step(int part) {
      return switch (part) {
        case 0 -> prompt.step();
        case 1 -> patient.step();
        case 2 -> read();
        default -> carry();
      };
    }

    private boolean read() {
      List<ReceivedRecord> found = broker.read(DIRECTORY, readUpTo, 1);
      if (found.isEmpty()) {
        directory.reached(new TopicPartition(Topics.PROCESSES, 0), readUpTo);
        return false;
      }
      readUpTo++;
      directory.read(found.get(0));
      return true;
    }

    private boolean carry() {
      if (carrying.isPresent() && !carrying.get().isDone()) {
        return false;
      }
      if (carrying.isPresent() && !carrying.get().isCompletedExceptionally()) {
        consumer.done(batch);
        batch = List.of();
        carrying = Optional.empty();
        return consumer.commit();
      }
      if (batch.isEmpty()) {
        batch = consumer.poll(1 + simulation.random().below(MOST_POLLED));
      }
      if (batch.isEmpty()) {
        return consumer.commit();
      }
      carrying = Optional.of(messenger.carry(batch).toCompletableFuture());
      return true;
    }

    private boolean isIdle() {
      return batch.isEmpty()
          && prompt.isIdle()
          && patient.isIdle()
          && readUpTo == broker.end(DIRECTORY);
    }

    private void die() {
      prompt.die();
      patient.die();
      consumer.leave();
      // Nobody waits for the directory any more.
      directory.reached(new TopicPartition(Topics.PROCESSES, 0), Long.MAX_VALUE);
    }
  }

  /** The producer under an inbox. */
  private final class Outlet extends MockProducer<String, byte[]> {
    private final Sender sender;
    private final PlantedBug sabotage;
    private long salt;

    Outlet(long salt, Sender sender, PlantedBug sabotage) {
      this.salt = salt;
      this.sender = sender;
      this.sabotage = sabotage;
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<String, byte[]> record, Callback callback) {
      if (sender.isDead()) {
        return CompletableFuture.completedFuture(null);
      }
      if (record.topic().endsWith(".dlq")) {
        deadLetters++;
        simulation.say(
            "%s drops: %s",
            name, new String(record.headers().lastHeader(Headers.FAULT_DETAIL).value(), UTF_8));
      }
      ProducerRecord<String, byte[]> sent =
          sabotage == PlantedBug.PUSHES_SIGNED_ANEW ? signedAnew(record) : record;
      sender.send(
          sent.topic(),
          sent.key(),
          sent.value(),
          acknowledged ->
              callback.onCompletion(
                  null, acknowledged ? null : new TimeoutException("not acknowledged in time")));
      return CompletableFuture.completedFuture(null);
    }

    private ProducerRecord<String, byte[]> signedAnew(ProducerRecord<String, byte[]> record) {
      if (!record.topic().endsWith(".inbox")
          || !(Wire.decodeInbox(record.value()) instanceof Decoded.Ok<InboxRecord> ok)
          || ok.value().id().equals(ok.value().target())) {
        return record;
      }
      InboxRecord push = ok.value();
      VerifiedItem item =
          deployment
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
    if (simulation.random().strikes(Fault.GATEWAY_CRASH)) {
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

  /**
   * Takes an item from outside.
   *
   * @return true when it is accepted, false when its target is unknown; fails when nothing is
   *     known; stays open for ever when the gateway dies
   */
  CompletionStage<Boolean> post(InboxRecord item) {
    Life now = life;
    now.wallets.signed(item.owner());
    return now.directory
        .directory()
        .lookUp(item.target())
        .thenCompose(
            found ->
                found.fold(
                    target ->
                        now.intake
                            .deliver(Parcel.toInbox(target.module(), item, Optional.empty()))
                            .thenApply(done -> true),
                    refused -> CompletableFuture.completedFuture(false)));
  }

  boolean isIdle() {
    return life.isIdle();
  }

  /** How many entries of outboxes could not be carried. */
  int deadLetters() {
    return deadLetters;
  }
}
