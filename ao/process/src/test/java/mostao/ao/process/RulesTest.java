package mostao.ao.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RulesTest {
  private final Rules rules = Rules.defaults();

  @Test
  void theTextNamesEveryRuleAndEveryQuota() {
    assertThat(rules).hasToString(asOfAnyRecord(rules));
    assertThat(rules.quotas()).hasToString(asOfAnyRecord(rules.quotas()));
  }

  private static String asOfAnyRecord(Record some) {
    return Arrays.stream(some.getClass().getRecordComponents())
        .map(component -> component.getName() + "=" + value(component, some))
        .collect(Collectors.joining(", ", some.getClass().getSimpleName() + "[", "]"));
  }

  private static Object value(RecordComponent component, Record of) {
    try {
      return component.getAccessor().invoke(of);
    } catch (ReflectiveOperationException bug) {
      throw new AssertionError(bug);
    }
  }
}
