package mostao.registry.action;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import mostao.ao.message.Tags;
import mostao.ao.process.Env;
import mostao.ao.process.Json;
import mostao.ao.process.Rules;
import mostao.registry.model.MemoryRegistry;
import mostao.registry.model.Name;
import mostao.registry.model.RegistryChange;
import mostao.registry.model.Requester;
import mostao.registry.model.SessionLink;
import org.junit.jupiter.api.Test;

class RegistryStateTest {
  private static final Requester NOBODY = new Requester("w", Optional.empty());

  private final MemoryRegistry registry = new MemoryRegistry();

  @Test
  void aRegistryShowsItsNamesAndWithOpenReadsItsSessions() {
    Name alice = name("alice", 1).activated("pa");
    Name bob = name("bob", 2).activated("pb");
    registry.apply(new RegistryChange.PutName(bob));
    registry.apply(new RegistryChange.PutName(alice));
    registry.apply(new RegistryChange.PutName(name("carol", 3)));
    registry.apply(new RegistryChange.PutLink(SessionLink.asked(alice, bob, Set.of(), 4, NOBODY)));
    assertThat(state(Rules.defaults()).has("sessions")).as("who talks to whom").isFalse();
    assertThat(Json.write(state(Rules.defaults().withOpenReads())))
        .isEqualTo(
            "{\"name\":\"registry\",\"names\":{\"items\":["
                + "{\"handle\":\"alice\",\"owner\":\"w\",\"pid\":\"pa\"},"
                + "{\"handle\":\"bob\",\"owner\":\"w\",\"pid\":\"pb\"},"
                + "{\"handle\":\"carol\",\"owner\":\"w\",\"pending\":true}],\"more\":false},"
                + "\"sessions\":{\"items\":[{\"handleA\":\"alice\",\"handleB\":\"bob\","
                + "\"pending\":true}],\"more\":false}}");
  }

  @Test
  void ofManyNamesThereIsTheFirstPage() {
    for (int i = 0; i < 5; i++) {
      registry.apply(new RegistryChange.PutName(name("n" + i, i)));
    }
    JsonNode names =
        state(new Rules(false, 9_999, 9_999, 3, 100_000, 999_999, 10, 64, 0)).path("names");
    assertThat(names.path("items")).hasSize(3);
    assertThat(names.path("more").asBoolean()).isTrue();
  }

  private static Name name(String handle, long reference) {
    return Name.reserved(handle, "w", reference, Optional.empty());
  }

  private ObjectNode state(Rules rules) {
    return new RegistryState()
        .of(new Env("r", "authority", Tags.of("Name", "registry"), rules), registry.view());
  }
}
