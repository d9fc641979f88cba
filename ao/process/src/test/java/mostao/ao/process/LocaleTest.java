package mostao.ao.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import mostao.ao.assignment.BlockHeight;
import mostao.ao.message.Tags;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A locale with digits of its own changes nothing that others read. */
class LocaleTest {
  private final Locale before = Locale.getDefault();

  @BeforeEach
  void setOwnDigits() {
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    assertThat(String.format(Locale.getDefault(), "%d", 1)).isEqualTo("\u0661");
  }

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  @Test
  void anchorsAndBlockHeightsHaveAsciiDigits() {
    Ao ao = new Ao(new Env("id", "owner", Tags.none(), Rules.defaults()), 41);
    assertThat(ao.send(Mail.to("friend")).anchor()).isEqualTo("0".repeat(30) + "42");
    assertThat(BlockHeight.at(120_000L * 17)).isEqualTo("000000000017");
  }
}
