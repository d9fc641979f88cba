package mostao.client;

import java.util.stream.Stream;
import mostao.ao.fuzz.FuzzTargets;
import mostao.client.envelope.EnvelopeTarget;
import mostao.client.envelope.KeyStatementTarget;
import mostao.client.trust.DeviceStatementTarget;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class FuzzTargetsTest {
  private static final FuzzTargets TARGETS =
      FuzzTargets.of("client")
          .with(EnvelopeTarget.class, EnvelopeTarget::seeds)
          .with(KeyStatementTarget.class, KeyStatementTarget::seeds)
          .with(DeviceStatementTarget.class, DeviceStatementTarget::seeds);

  @TestFactory
  Stream<DynamicTest> whatWasFoundBreaksNothing() {
    return TARGETS.kept();
  }

  @TestFactory
  Stream<DynamicTest> nothingElseIsFound() {
    return TARGETS.searched();
  }
}
