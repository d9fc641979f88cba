package mostao.session.action;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import mostao.ao.message.Tags;
import mostao.ao.process.Env;
import mostao.ao.process.Json;
import mostao.ao.process.Rules;
import mostao.session.model.MemorySession;
import mostao.session.model.SessionChange;
import mostao.session.model.SessionKey;
import mostao.session.model.StoredMessage;
import org.junit.jupiter.api.Test;

class SessionStateTest {
  private static final Tags TAGS =
      Tags.of(
          "Handle-A-Name",
          "alice",
          "Handle-A-Process",
          "pa",
          "Handle-A-Owner",
          "wa",
          "Handle-B-Name",
          "bob",
          "Handle-B-Process",
          "pb",
          "Handle-B-Owner",
          "wb");

  private final MemorySession session = new MemorySession();

  @Test
  void aSessionShowsItsPartiesKeyAndNewestMessages() {
    session.apply(
        new SessionChange.AddKey(
            new SessionKey(1, Optional.empty(), 0, "ea", "ka", "eb", "kb", Optional.empty())));
    session.apply(
        new SessionChange.AddMessage(new StoredMessage(1, "m", "pb", 1, 2_500, "sealed", false)));
    assertThat(Json.write(state(Rules.defaults())))
        .isEqualTo(
            "{\"parties\":[{\"name\":\"alice\",\"process\":\"pa\",\"owner\":\"wa\"},"
                + "{\"name\":\"bob\",\"process\":\"pb\",\"owner\":\"wb\"}],\"generation\":1,"
                + "\"keys\":[{\"generation\":1,\"encrypted_sk_by_a\":\"ea\",\"pubkey_a\":\"ka\","
                + "\"encrypted_sk_by_b\":\"eb\",\"pubkey_b\":\"kb\"}],\"messages\":{\"count\":1,"
                + "\"items\":[{\"id\":1,\"messageId\":\"m\",\"sender\":\"pb\",\"senderName\":\"bob\","
                + "\"pubkey\":\"kb\",\"generation\":1,\"timestamp\":2.500,\"content\":\"sealed\"}],"
                + "\"more\":false}}");
  }

  @Test
  void aNewSessionIsEmpty() {
    ObjectNode state = state(Rules.defaults());
    assertThat(state.path("generation").asLong()).isZero();
    assertThat(state.path("keys")).isEmpty();
    assertThat(state.path("messages").toString())
        .isEqualTo("{\"count\":0,\"items\":[],\"more\":false}");
  }

  @Test
  void ofALongHistoryThereIsTheNewestPage() {
    session.apply(
        new SessionChange.AddKey(
            new SessionKey(1, Optional.empty(), 0, "ea", "ka", "eb", "kb", Optional.empty())));
    for (int i = 1; i <= 5; i++) {
      session.apply(
          new SessionChange.AddMessage(new StoredMessage(i, "m" + i, "pa", 1, i, "sealed", false)));
    }
    JsonNode messages =
        state(new Rules(false, 9_999, 9_999, 3, 100_000, 999_999, 10, 64, 0)).path("messages");
    assertThat(messages.path("count").asLong()).isEqualTo(5);
    assertThat(messages.path("items")).hasSize(3);
    assertThat(messages.path("items").get(0).path("id").asLong()).isEqualTo(5);
    assertThat(messages.path("more").asBoolean()).isTrue();
  }

  private ObjectNode state(Rules rules) {
    return new SessionState().of(new Env("s", "authority", TAGS, rules), session.view());
  }
}
