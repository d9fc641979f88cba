package mostao.client.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import mostao.ao.process.Json;
import mostao.client.trust.DeviceStatement;
import mostao.client.trust.Devices;
import mostao.client.trust.HandleBirth;
import mostao.client.trust.Peer;
import org.junit.jupiter.api.Test;

/** Whatever a server shows is refused or believed, and never a crash. */
class GarbageTest {
  private static final Path VECTORS =
      Path.of(System.getProperty("mostao.root"), "client/src/test/resources/e2e/vectors.json");
  private static final int ROUNDS = 4000;

  private final Random random = new Random(7);

  private String changed(String text) {
    StringBuilder changed = new StringBuilder(text);
    for (int times = 1 + random.nextInt(3); times > 0 && changed.length() > 1; times--) {
      int at = random.nextInt(changed.length());
      switch (random.nextInt(4)) {
        case 0 -> changed.setCharAt(at, (char) (32 + random.nextInt(95)));
        case 1 -> changed.deleteCharAt(at);
        case 2 -> changed.insert(at, changed.substring(at, Math.min(changed.length(), at + 9)));
        default -> changed.setLength(at);
      }
    }
    return changed.toString();
  }

  @Test
  void changedStatementsAndMessagesAreRefused() throws Exception {
    JsonNode vectors = Json.parse(Files.readString(VECTORS)).orElseThrow();
    List<Peer> peers = new ArrayList<>();
    for (JsonNode side : vectors.path("parties")) {
      HandleBirth birth =
          new HandleBirth(
              side.path("process").asText(),
              side.path("handle").asText(),
              side.path("owner").asText(),
              side.path("registry").asText());
      Devices devices = Devices.of(List.of(side.path("devices").path(0).asText()), birth);
      peers.add(new Peer(birth, devices, side.path("pubkey").asText(), false));
    }
    Parties parties = new Parties(peers.get(0), peers.get(1));
    String device = vectors.path("parties").path(1).path("devices").path(0).asText();
    JsonNode key = vectors.path("sessionKeys").path(0).path("statements").path(0);
    String content = vectors.path("messages").path(0).path("rows").path(0).path("content").asText();
    String session = vectors.path("session").asText();

    for (int round = 0; round < ROUNDS; round++) {
      String statement = changed(device);
      if (!statement.equals(device)) {
        assertThat(DeviceStatement.read(statement)).isNotEqualTo(DeviceStatement.read(device));
      }
      String text = changed(key.path("signed").asText());
      ObjectNode field = Json.object().put("signed", text);
      field.put("signature", round % 2 == 0 ? key.path("signature").asText() : changed("abcd"));
      KeyChain chain = KeyChain.of(Json.array());
      JsonNode row = Json.object().put("generation", 1).set("statement", field);
      chain.extend(session, List.of(row), parties, 0, false);
      assertThat(chain.link(1).orElseThrow().believed())
          .isEqualTo(text.equals(key.path("signed").asText()) && round % 2 == 0);
      Optional<Envelope> envelope = Envelope.parse(changed(content));
      envelope.ifPresent(one -> assertThat(one.counter()).isPositive());
    }
  }
}
