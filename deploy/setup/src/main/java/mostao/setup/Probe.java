package mostao.setup;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * Asks a URL once. Exit code 0: it answered with 2xx in time. For platforms that ask a container's
 * health by a command in it, in images without a shell.
 */
final class Probe {
  private static final int TIMEOUT_MS = 3_000;

  private Probe() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments, new PrintWriter(System.err, true, StandardCharsets.UTF_8)));
  }

  static int run(String[] arguments, PrintWriter err) {
    if (arguments.length != 1) {
      err.println("probe: give one URL");
      return 2;
    }
    try {
      HttpURLConnection asked =
          (HttpURLConnection) URI.create(arguments[0]).toURL().openConnection();
      asked.setConnectTimeout(TIMEOUT_MS);
      asked.setReadTimeout(TIMEOUT_MS);
      int status = asked.getResponseCode();
      asked.disconnect();
      if (status >= 200 && status < 300) {
        return 0;
      }
      err.println("probe: " + arguments[0] + " answers " + status);
    } catch (IOException notThere) {
      err.println("probe: " + arguments[0] + ": " + notThere.getMessage());
    }
    return 1;
  }
}
