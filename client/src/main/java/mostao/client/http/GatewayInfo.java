package mostao.client.http;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A gateway's description of itself.
 *
 * @param version of the deployment
 * @param registry process id of the Registry
 * @param authority address that signs pushes
 * @param reads {@code private} or {@code open}
 * @param json all of it
 */
public record GatewayInfo(
    String version, String registry, String authority, String reads, JsonNode json) {

  static GatewayInfo of(JsonNode json) {
    return new GatewayInfo(
        json.path("version").asText(""),
        json.path("registry").asText(""),
        json.path("authority").asText(""),
        json.path("reads").asText(""),
        json);
  }

  /** Whether anyone may read chat lists, keys and histories. */
  public boolean openReads() {
    return reads.equals("open");
  }
}
