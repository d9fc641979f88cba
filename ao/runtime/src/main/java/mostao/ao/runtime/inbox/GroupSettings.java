package mostao.ao.runtime.inbox;

import io.smallrye.reactive.messaging.ClientCustomizer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import mostao.ao.kafka.ClientSettings;
import org.eclipse.microprofile.config.Config;

/** Leaves out what the group's protocol does not let a member say. */
@ApplicationScoped
class GroupSettings implements ClientCustomizer<Map<String, Object>> {
  @Override
  public Map<String, Object> customize(String channel, Config of, Map<String, Object> settings) {
    return ClientSettings.groupMember(settings);
  }
}
