package mostao.gateway.boot;

import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** {@code mostao.public-url}: where clients reach the deployment. */
@Singleton
final class PublicUrl {
  private final Optional<URI> url;

  /**
   * @param url Where clients reach the gateway. Access items must name its origin, and GraphQL's
   *     Scheduler-Location is {@code /su} there. If not set: the host and port it listens on, and
   *     access items must name a loopback address.
   */
  PublicUrl(@ConfigProperty(name = "mostao.public-url") Optional<URI> url) {
    this.url = url;
  }

  Optional<URI> url() {
    return url;
  }
}
