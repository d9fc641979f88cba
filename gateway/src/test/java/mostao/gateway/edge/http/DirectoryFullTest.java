package mostao.gateway.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Tags;
import mostao.gateway.fixture.Client.Reply;
import mostao.gateway.fixture.Condition;
import mostao.gateway.fixture.GatewayFixture;
import mostao.gateway.fixture.TestSystem;
import org.junit.jupiter.api.Test;

/** A deployment that may have two processes. */
@QuarkusTest
@TestProfile(DirectoryFullTest.Two.class)
@QuarkusTestResource(
    value = TestSystem.class,
    initArgs = {
      @ResourceArg(name = "mostao.directory.processes", value = "2"),
      @ResourceArg(name = "mostao.spawn.modules", value = "registry")
    },
    restrictToAnnotatedClass = true)
class DirectoryFullTest {
  private final GatewayFixture gateway = GatewayFixture.open();

  @Inject MeterRegistry meters;

  /** An application of its own. */
  public static final class Two implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("mostao.directory.processes", "2");
    }
  }

  @Test
  void whatThereIsNoRoomForIsRefusedByNameAndTheRestGoesOn() {
    // The Registry is one.
    byte[] second = registry().bytes();
    assertThat(gateway.client().post(second).status()).isEqualTo(202);
    Condition.await("it is listed", () -> gauge("processes") == 2);

    refused(gateway.client().post(registry().bytes()));
    assertThat(meters.get("mostao.intake.items").tag("outcome", "DirectoryFull").counter().count())
        .isEqualTo(1);
    assertThat(gauge("limit")).isEqualTo(2);
    assertThat(gateway.client().post(second).status()).as("it exists").isEqualTo(202);
    assertThat(gateway.client().post(message(gateway.registry())).status()).isEqualTo(202);
    String nobody = GatewayFixture.newId();
    assertThat(gateway.client().post(message(nobody)).json().path("code").asText())
        .isEqualTo("UnknownProcess");

    // Others may have recorded some before they saw the limit.
    String third = gateway.list("session", "Handle-A-Owner", "a", "Handle-B-Owner", "b");
    String fourth = gateway.list("handle");
    String session = gateway.list("session", "Handle-A-Owner", "a", "Handle-B-Owner", "b");
    Condition.await("not all have room", () -> gauge("left.out") == 1);
    assertThat(gateway.client().post(message(third)).status()).isEqualTo(202);
    assertThat(gateway.client().post(message(fourth)).status()).isEqualTo(202);
    // Nobody can say that it does not exist, nor of any other.
    for (String unknown : new String[] {session, nobody}) {
      refused(gateway.client().post(message(unknown)));
    }
    // And a session that is there is to a stranger as what is not.
    for (String unknown : new String[] {session, nobody, third}) {
      refused(gateway.client().get("/" + unknown));
      refused(gateway.client().get("/results/" + unknown));
    }
    assertThat(gateway.client().get("/not-an-id/latest").status()).isEqualTo(404);
    assertThat(gateway.client().post(message(gateway.registry())).status()).isEqualTo(202);
    assertThat(gateway.health("ready").status()).isEqualTo(200);
    assertThat(gateway.health("live").status()).isEqualTo(200);
  }

  private static void refused(Reply reply) {
    assertThat(reply.status()).as(reply.response().body()).isEqualTo(503);
    assertThat(reply.json().path("code").asText()).isEqualTo("DirectoryFull");
    assertThat(reply.header("retry-after")).isEqualTo("30");
  }

  private static byte[] message(String target) {
    return GatewayFixture.message(target).bytes();
  }

  private VerifiedItem registry() {
    return Draft.empty()
        .tags(Tags.of("Data-Protocol", "ao", "Variant", "ao.TN.1", "Type", "Process"))
        .tags(Tags.of("Module", gateway.module("registry"), "Scheduler", gateway.scheduler()))
        .tags(Tags.of("Authority", gateway.authority(), "Unique", GatewayFixture.newId()))
        .data(" ")
        .sign(GatewayFixture.wallet())
        .orThrow();
  }

  private double gauge(String name) {
    return meters.get("mostao.directory." + name).gauge().value();
  }
}
