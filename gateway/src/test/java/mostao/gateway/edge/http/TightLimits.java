package mostao.gateway.edge.http;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.Map;

/** A gateway whose limits are soon reached. */
public final class TightLimits implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> settings = new HashMap<>();
    settings.put("mostao.limits.address.reads", "100");
    settings.put("mostao.limits.address.waiting", "20");
    settings.put("mostao.limits.address.connections", "60");
    settings.put("mostao.limits.wallet.items", "3");
    settings.put("mostao.http.header-timeout", "2s");
    settings.put("mostao.http.body-timeout", "2s");
    settings.put("mostao.http.response-timeout", "2s");
    settings.put("mostao.http.body-bytes", "16000000");
    settings.put("mostao.http.address-body-bytes", "4000000");
    settings.put("mostao.http.response-bytes", "32000000");
    settings.put("mostao.http.address-response-bytes", "8000000");
    settings.put("quarkus.swagger-ui.enabled", "true");
    return settings;
  }
}
