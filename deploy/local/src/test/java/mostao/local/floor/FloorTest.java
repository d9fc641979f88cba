package mostao.local.floor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FloorTest {
  /** Whatever a part had made in a database or on a broker until then is removed by its end. */
  @Test
  void a_part_that_fails_while_it_begins_is_closed() {
    List<String> done = new ArrayList<>();
    Part half =
        new Part() {
          @Override
          public String name() {
            return "half";
          }

          @Override
          public void begin() throws IOException {
            done.add("begun");
            throw new IOException("the disk is full");
          }

          @Override
          public int some() {
            done.add("some");
            return 1;
          }

          @Override
          public void close() {
            done.add("closed");
          }
        };
    Floor floor = new Floor(null, null, Duration.ZERO, new PrintWriter(new StringWriter()));
    assertThatThrownBy(() -> floor.measured(half)).hasMessage("the disk is full");
    assertThat(done).containsExactly("begun", "closed");
  }
}
