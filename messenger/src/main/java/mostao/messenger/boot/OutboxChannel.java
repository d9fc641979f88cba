package mostao.messenger.boot;

import java.util.LinkedHashMap;
import java.util.Map;
import mostao.ao.wire.Topics;
import mostao.messenger.push.OutboxJoin;
import org.eclipse.microprofile.config.Config;

/**
 * The settings of the messenger's channel on which delivery depends. The framework's defaults would
 * lose messages, so that a deployment which overrides ours is refused at start.
 */
final class OutboxChannel {
  private static final String PREFIX = "mp.messaging.incoming.outboxes.";

  private OutboxChannel() {}

  /**
   * @throws IllegalStateException naming the first setting with a wrong value
   */
  static void check(Config config) {
    Map<String, String> required = new LinkedHashMap<>();
    required.put("connector", "smallrye-kafka");
    required.put("group.id", Topics.MESSENGER_GROUP);
    required.put("batch", "true");
    required.put("auto.offset.reset", "earliest");
    required.put("enable.auto.commit", "false");
    required.put("commit-strategy", OutboxJoin.STRATEGY);
    required.put("failure-strategy", "fail");
    required.forEach(
        (name, value) -> {
          String effective = config.getOptionalValue(PREFIX + name, String.class).orElse("not set");
          if (!effective.equals(value)) {
            throw new IllegalStateException(
                PREFIX
                    + name
                    + " is "
                    + effective
                    + "; messages may be lost unless it is "
                    + value);
          }
        });
  }
}
