package mostao.client.http;

import java.io.IOException;

/** The gateway refused a request, or couldn't be reached. */
public final class GatewayException extends IOException {
  private static final long serialVersionUID = 1L;

  /** The status where no answer came at all. */
  public static final int UNREACHABLE = 0;

  private final int status;
  private final String code;
  private final String sentence;

  GatewayException(String request, int status, String code, String sentence) {
    super(request + " was answered with " + status + ": " + sentence);
    this.status = status;
    this.code = code;
    this.sentence = sentence;
  }

  GatewayException(String request, IOException cause) {
    super(request + " got no answer: " + said(cause), cause);
    this.status = UNREACHABLE;
    this.code = "";
    this.sentence = said(cause);
  }

  /** HTTP status, or {@link #UNREACHABLE}. */
  public int status() {
    return status;
  }

  /** The gateway's code for programs, or empty. */
  public String code() {
    return code;
  }

  /** The gateway's sentence for people. */
  public String sentence() {
    return sentence;
  }

  private static String said(IOException cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
