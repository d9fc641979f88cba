package mostao.gateway.graphql;

import java.util.stream.Stream;
import mostao.ao.fuzz.FuzzTargets;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class FuzzTargetsTest {
  private static final FuzzTargets TARGETS =
      FuzzTargets.of("gateway").with(GraphqlTarget.class, GraphqlTarget::seeds);

  @TestFactory
  Stream<DynamicTest> whatWasFoundBreaksNothing() {
    return TARGETS.kept();
  }

  @TestFactory
  Stream<DynamicTest> nothingElseIsFound() {
    return TARGETS.searched();
  }
}
