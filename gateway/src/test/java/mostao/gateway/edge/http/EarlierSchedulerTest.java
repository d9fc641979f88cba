package mostao.gateway.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Locale;
import mostao.gateway.fixture.GatewayFixture;
import mostao.gateway.fixture.TestSystem;
import mostao.gateway.fixture.TestWallets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A deployment that began when the authority was the scheduler too, and one more key later. */
@QuarkusTest
@QuarkusTestResource(
    value = TestSystem.class,
    initArgs = {
      @ResourceArg(name = TestSystem.RECORDED, value = "EARLIER"),
      @ResourceArg(name = "mostao.scheduler.earlier", value = EarlierSchedulerTest.BETWEEN)
    },
    restrictToAnnotatedClass = true)
class EarlierSchedulerTest {
  static final String BETWEEN = "jMkxOCWZzyN5MR9vn1ASkjeCfO7yGcWDQRmlZRZRAxA";

  private GatewayFixture gateway;

  @BeforeEach
  void open() {
    gateway = GatewayFixture.open();
  }

  @Test
  void theKeysBeforeThePresentOneAreKnown() {
    assertThat(gateway.scheduler())
        .isEqualTo(TestSystem.current().scheduler().address())
        .isNotEqualTo(gateway.authority());
    assertThat(texts(gateway.home().path("schedulers")))
        .containsExactly(gateway.scheduler(), gateway.authority(), BETWEEN);
  }

  @Test
  void thePlaceOfAnEarlierSchedulerIsThatOfThePresentOne() {
    String present = only(located(gateway.scheduler()));
    assertThat(only(located(gateway.authority()))).isEqualTo(present);
    assertThat(only(located(BETWEEN))).isEqualTo(present);
    assertThat(located(TestWallets.signer(5).address())).isEmpty();
    // For everything else an earlier scheduler is another owner.
    assertThat(listed(gateway.scheduler(), "\"Module\"")).isEmpty();
    assertThat(listed(gateway.authority(), "\"Module\"")).hasSize(3);
    assertThat(listed(BETWEEN, "\"Scheduler-Location\", \"Module\"")).isEmpty();
  }

  private static String only(List<String> ids) {
    assertThat(ids).hasSize(1);
    return ids.get(0);
  }

  private List<String> located(String owner) {
    return listed(owner, "\"Scheduler-Location\"");
  }

  private List<String> listed(String owner, String types) {
    String query =
        String.format(
                Locale.ROOT,
                "{ transactions(owners: [\"%s\"], tags: [{name: \"Type\", values: [%s]}])",
                owner,
                types)
            + " { edges { node { id } } } }";
    String body = "{\"query\":\"" + query.replace("\"", "\\\"") + "\"}";
    return gateway
        .client()
        .post("/graphql", "application/json", BodyPublishers.ofString(body))
        .json()
        .findValuesAsText("id");
  }

  private static List<String> texts(JsonNode array) {
    return java.util.stream.StreamSupport.stream(array.spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }
}
