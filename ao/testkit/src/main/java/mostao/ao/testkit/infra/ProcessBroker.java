package mostao.ao.testkit.infra;

import java.util.List;
import mostao.ao.wire.Topics;
import mostao.local.broker.EmbeddedBroker;
import mostao.local.os.Signal;

/** The embedded broker, in a process of its own. */
record ProcessBroker(EmbeddedBroker process) implements Broker {
  @Override
  public String bootstrapServers() {
    return process.bootstrapServers();
  }

  @Override
  public void createTopics(List<Topics.Definition> topics) {
    process.createTopics(topics);
  }

  @Override
  public void stop() {
    process.stop();
  }

  @Override
  public void start() {
    process.start();
  }

  @Override
  public void freeze() {
    process.signal(Signal.STOP);
  }

  @Override
  public void thaw() {
    if (process.running()) {
      process.signal(Signal.CONT);
    }
  }

  /** Its data is of no more use. */
  @Override
  public void close() {
    process.killAbruptly();
  }
}
