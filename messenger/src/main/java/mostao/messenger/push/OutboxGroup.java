package mostao.messenger.push;

import io.smallrye.reactive.messaging.ClientCustomizer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import mostao.ao.kafka.ClientSettings;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.eclipse.microprofile.config.Config;

/**
 * Leaves out what the group's protocol does not let a member say, and has {@link OutboxGaps} see
 * what is polled.
 */
@ApplicationScoped
class OutboxGroup implements ClientCustomizer<Map<String, Object>> {
  private final OutboxGaps gaps;

  OutboxGroup(OutboxGaps gaps) {
    this.gaps = gaps;
  }

  @Override
  public Map<String, Object> customize(String channel, Config of, Map<String, Object> settings) {
    Map<String, Object> all = ClientSettings.groupMember(settings);
    all.put(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG, List.of(OutboxPolls.class));
    all.put(OutboxPolls.GAPS, gaps);
    return all;
  }
}
