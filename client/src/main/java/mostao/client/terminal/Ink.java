package mostao.client.terminal;

/** What a line on a terminal may be written in. */
public enum Ink {
  PLAIN(0),
  FAINT(2),
  GREEN(32),
  YELLOW(33),
  RED(31);

  private final int code;

  Ink(int code) {
    this.code = code;
  }

  /** The escape sequence that begins it; {@link #PLAIN} ends every other. */
  String begin() {
    return "\u001b[" + code + "m";
  }
}
