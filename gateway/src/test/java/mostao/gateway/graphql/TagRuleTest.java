package mostao.gateway.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import mostao.ao.message.Tags;
import org.junit.jupiter.api.Test;

class TagRuleTest {
  private static final Tags TAGS = Tags.of("Type", "X", "Type", "Process", "Name", "a.b.a");

  @Test
  void anyTagOfTheNameMayHaveAnyOfTheValues() {
    assertThat(rule("Type", false, false, "Process", "Y").allows(TAGS)).isTrue();
    assertThat(rule("Type", false, false, "process").allows(TAGS)).isFalse();
    assertThat(rule("type", false, false, "Process").allows(TAGS)).isFalse();
    assertThat(rule("Other", false, false, "Process").allows(TAGS)).isFalse();
  }

  @Test
  void unequalRefusesEveryTagOfTheName() {
    assertThat(rule("Type", true, false, "Process").allows(TAGS)).isFalse();
    assertThat(rule("Type", true, false, "Y").allows(TAGS)).isTrue();
    assertThat(rule("Other", true, false, "Y").allows(TAGS)).isTrue();
  }

  @Test
  void anAsteriskStandsForAnyText() {
    for (String pattern : List.of("*", "a*", "*a", "a*a", "a.*.a", "*.b.*", "a.b.a", "a.b.a*")) {
      assertThat(rule("Name", false, true, pattern).allows(TAGS)).as(pattern).isTrue();
    }
    for (String pattern : List.of("", "b*", "*b", "a.b.a*a", "*c*", "a.b", "*.b.b*")) {
      assertThat(rule("Name", false, true, pattern).allows(TAGS)).as(pattern).isFalse();
    }
    assertThat(rule("Name", false, false, "a*").allows(TAGS)).isFalse();
    assertThat(rule("Name", false, true, "a*a").allows(Tags.of("Name", "a"))).isFalse();
  }

  private static TagRule rule(String name, boolean unequal, boolean wildcard, String... values) {
    return new TagRule(name, List.of(values), unequal, wildcard);
  }
}
