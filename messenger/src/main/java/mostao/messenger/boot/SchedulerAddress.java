package mostao.messenger.boot;

import jakarta.inject.Singleton;
import java.util.Optional;
import mostao.ao.ans104.Base64Url;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * {@code mostao.scheduler.address}: whose signature on assignments processes are to rely on. It is
 * the address of the gateways' scheduler key, printed when a gateway starts.
 */
@Singleton
final class SchedulerAddress {
  private static final String NAME = "mostao.scheduler.address";

  private final String address;

  /**
   * @param address Address of the gateways' scheduler key, which a gateway prints when it starts;
   *     required. It becomes the {@code Scheduler} tag of new processes.
   * @throws IllegalArgumentException when it is not set, or is not an address
   */
  SchedulerAddress(@ConfigProperty(name = NAME) Optional<String> address) {
    this.address =
        address.orElseThrow(
            () ->
                new IllegalArgumentException(
                    NAME
                        + " is not set; set it to the address of the gateways' scheduler key, which"
                        + " a gateway prints when it starts"));
    if (!Base64Url.isId(this.address)) {
      throw new IllegalArgumentException(
          NAME + " is '" + this.address + "'; an address has 43 base64url characters");
    }
  }

  String address() {
    return address;
  }
}
