package mostao.ao.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import mostao.ao.testkit.infra.Infra;
import mostao.ao.wire.OutboxRecord;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = Infra.class,
    initArgs = @ResourceArg(name = "module", value = "counter"))
class TurnOnKafkaTest extends CounterCase {
  @Test
  void a_message_is_evaluated_stored_and_answered() {
    born();
    assertThat(reply(ask("Add", "3"))).isEqualTo("{\"total\":3}");
    OutboxRecord second = ask("Add", "4");
    assertThat(reply(second)).isEqualTo("{\"total\":7}");
    assertThat(second.nonce()).isEqualTo(2);
  }
}
