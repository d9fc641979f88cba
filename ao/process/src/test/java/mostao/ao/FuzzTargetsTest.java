package mostao.ao;

import java.util.stream.Stream;
import mostao.ao.ans104.ItemTarget;
import mostao.ao.ans104.TagsTarget;
import mostao.ao.fuzz.FuzzTargets;
import mostao.ao.process.ArgumentsTarget;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class FuzzTargetsTest {
  private static final FuzzTargets TARGETS =
      FuzzTargets.of("ao/process")
          .with(ItemTarget.class, ItemTarget::seeds)
          .with(TagsTarget.class, TagsTarget::seeds)
          .with(ArgumentsTarget.class, ArgumentsTarget::seeds);

  @TestFactory
  Stream<DynamicTest> whatWasFoundBreaksNothing() {
    return TARGETS.kept();
  }

  @TestFactory
  Stream<DynamicTest> nothingElseIsFound() {
    return TARGETS.searched();
  }
}
