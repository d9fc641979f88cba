package mostao.client.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.StringWriter;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void nothingControlsTheTerminal() {
    assertThat(Printable.of("a\u001b[2Jb\rc\u0007\u009b1m\u0000")).isEqualTo("a?[2Jb?c??1m?");
    assertThat(Printable.of("one\nalice: two\tthree")).isEqualTo("one alice: two three");
    // Turned around, or hidden.
    assertThat(Printable.of("\u202egpj.exe\u2066\u2028\ufeff\ud800")).isEqualTo("?gpj.exe????");
  }

  @Test
  void aCommandThatForgetsItControlsNothingEither() {
    StringWriter terminal = new StringWriter();
    TerminalWriter out = new TerminalWriter(terminal);
    out.println("a\u001b[2J\rb\tÜ🦊\u202e");
    out.printf(Locale.ROOT, "%s%c", "\u009b", '\u0007');
    out.append('\b').write('\u2028');
    out.write("x\u0000y".toCharArray());
    out.flush();
    assertThat(terminal).hasToString("a?[2J?b\tÜ🦊?\n????x?y");
    out.clearLine();
    assertThat(terminal.toString()).endsWith("y\r\u001b[K");
  }

  @Test
  void whatIsSeenStays() {
    String seen = "Ümlaut 漢字 العربية 🦊 👩\u200d💻";
    assertThat(Printable.of(seen)).isEqualTo(seen);
    assertThat(Printable.json("\"" + seen + "\""))
        .isEqualTo("\"" + seen.replace("\u200d", "\u200d") + "\"");
  }

  @Test
  void jsonSaysTheSame() throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    String text = "a\u009b1m\u202e\u2028b";

    String printable = Printable.json(mapper.writeValueAsString(text));

    assertThat(printable).isEqualTo("\"a\\u009b1m\\u202e\\u2028b\"");
    assertThat(mapper.readTree(printable).textValue()).isEqualTo(text);
  }
}
