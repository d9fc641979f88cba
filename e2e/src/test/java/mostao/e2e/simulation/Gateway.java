package mostao.e2e.simulation;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import mostao.ao.kafka.publish.TopicRecord;
import mostao.ao.kafka.publish.TopicWriter;
import mostao.ao.testkit.simulation.Actor;
import mostao.ao.testkit.simulation.Broker;
import mostao.ao.testkit.simulation.Fault;
import mostao.ao.testkit.simulation.Sender;
import mostao.ao.testkit.simulation.Simulation;
import mostao.ao.wire.InboxRecord;

/**
 * One gateway: the real directory and topic writer over the simulated broker. Its producer and the
 * reading of the directory each go on by themselves.
 */
final class Gateway implements Actor {
  private final Simulation simulation;
  private final Broker broker;
  private final Signatures signatures;
  private final String name;
  private Life life;
  private int lives;

  Gateway(Simulation simulation, Broker broker, Signatures signatures, String name) {
    this.simulation = simulation;
    this.broker = broker;
    this.signatures = signatures;
    this.name = name;
    this.life = new Life(name + ".0");
  }

  /** The memory of a gateway, gone when it dies. */
  private final class Life {
    private final Sender sender;
    private final DirectoryReader directory;
    private final TopicWriter writer;

    Life(String called) {
      this.sender = new Sender(simulation, broker, called, Sender.Promise.PROMPT);
      this.directory = new DirectoryReader(simulation, broker, signatures);
      this.writer = new TopicWriter(new SimulatedProducer(sender));
    }

    private boolean step(int part) {
      return part == 0 ? sender.step() : directory.step();
    }
  }

  @Override
  public boolean step() {
    if (simulation.random().strikes(Fault.GATEWAY_CRASH)) {
      simulation.say("%s dies", name);
      life.sender.die();
      life.directory.die();
      lives++;
      life = new Life(name + "." + lives);
      return true;
    }
    int first = simulation.random().below(2);
    return life.step(first) || life.step(1 - first);
  }

  /**
   * Takes an item from outside.
   *
   * @return true when it is accepted, false when its target is unknown; fails when nothing is
   *     known; stays open for ever when the gateway dies
   */
  CompletionStage<Boolean> post(InboxRecord item) {
    Life now = life;
    return now.directory
        .directory()
        .lookUp(item.target())
        .thenCompose(
            found ->
                found.isEmpty()
                    ? CompletableFuture.completedFuture(false)
                    : now.writer
                        .deliver(TopicRecord.toInbox(found.get().module(), item, Optional.empty()))
                        .thenApply(done -> true));
  }

  boolean isIdle() {
    return life.sender.isIdle() && life.directory.isAtEnd();
  }
}
