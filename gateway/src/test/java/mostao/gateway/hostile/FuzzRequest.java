package mostao.gateway.hostile;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One hostile request.
 *
 * @param operation what it is for, as the OpenAPI document names it; empty where it is for none
 * @param headers as lines, without those that frame the body
 * @param framing the lines that do, which may lie
 * @param honest whether the framing is right, so that an answer is expected
 */
record FuzzRequest(
    String operation,
    String method,
    String target,
    List<String> headers,
    List<String> framing,
    byte[] body,
    boolean honest) {
  byte[] bytes() {
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
    headers.forEach(line -> head.append(line).append("\r\n"));
    framing.forEach(line -> head.append(line).append("\r\n"));
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    all.writeBytes(body);
    return all.toByteArray();
  }

  boolean hasUri() {
    try {
      return !new URI(target).toString().isEmpty();
    } catch (URISyntaxException none) {
      return false;
    }
  }

  /** A browser would not send it: the CORS filter refuses such a method, without a body. */
  boolean isForeignToCors() {
    return headers.stream().anyMatch(line -> line.startsWith("Origin:"))
        && !List.of("GET", "HEAD", "POST", "DELETE", "OPTIONS").contains(method);
  }

  boolean head() {
    return method.equals("HEAD");
  }

  @Override
  public String toString() {
    String text = new String(bytes(), StandardCharsets.ISO_8859_1);
    return text.length() > 700 ? text.substring(0, 700) + "… of " + text.length() : text;
  }
}
