package mostao.ao.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExitHandlerTest {
  @Test
  void theProgramEndsWithTheCodeItWasGiven() {
    List<Integer> codes = new ArrayList<>();
    new ExitHandler(codes::add).accept(1, new NullPointerException("bug"));
    new ExitHandler(codes::add).accept(1, new IllegalArgumentException("refused"));
    new ExitHandler(codes::add).accept(0, null);
    assertThat(codes).isEqualTo(List.of(1, 1, 0));
  }
}
