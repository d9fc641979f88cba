package mostao.gateway.access;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The origins under which clients know this deployment, as browsers write them: {@code
 * scheme://host[:port]}. An item that names another was signed for another server, which may have
 * passed it on. Without a public URL there is only the machine itself: loopback, on any port.
 * Immutable.
 */
public final class Origins {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]|\\[0:0:0:0:0:0:0:1]");

  private final Set<String> own = new LinkedHashSet<>();

  /**
   * @param publicUrl of the deployment
   * @param others further origins
   * @throws IllegalArgumentException when one is not an absolute http or https URL
   */
  public Origins(Optional<URI> publicUrl, Set<String> others) {
    publicUrl.ifPresent(url -> own.add(required("mostao.public-url", url.toString())));
    others.forEach(other -> own.add(required("mostao.access.origins", other)));
  }

  private static String required(String setting, String url) {
    return of(url)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    setting + " is '" + url + "': set it to a URL such as https://chat.example"));
  }

  /** The origin of a URL: lower case, without the port that its scheme implies. */
  static Optional<String> of(String url) {
    try {
      URI uri = new URI(url);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      if (uri.getHost() == null || !List.of("http", "https").contains(scheme)) {
        return Optional.empty();
      }
      int implied = scheme.equals("http") ? 80 : 443;
      String port = uri.getPort() < 0 || uri.getPort() == implied ? "" : ":" + uri.getPort();
      return Optional.of(scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port);
    } catch (URISyntaxException invalid) {
      return Optional.empty();
    }
  }

  /**
   * @param named by an item; a path behind it says nothing
   */
  boolean has(String named) {
    return of(named)
        .filter(origin -> own.isEmpty() ? isLoopback(origin) : own.contains(origin))
        .isPresent();
  }

  private static boolean isLoopback(String origin) {
    return LOOPBACK.matcher(URI.create(origin).getHost()).matches();
  }

  @Override
  public String toString() {
    return own.isEmpty() ? "loopback addresses (mostao.public-url is not set)" : own.toString();
  }

  /** What an item must name, for a sentence. */
  String wanted() {
    return own.isEmpty()
        ? "the address by which it reaches this gateway on its own machine, such as"
            + " http://localhost:8080 (for any other address, its operator sets mostao.public-url)"
        : String.join(" or ", own);
  }
}
