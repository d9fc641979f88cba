package mostao.client.cli;

import java.net.URI;
import picocli.CommandLine.Option;

/** Of every command that talks to a running system. */
final class GatewayOption {
  @Option(
      names = "--gateway",
      defaultValue = "http://127.0.0.1:7070",
      paramLabel = "URL",
      description = "Base URL of the gateway (default: ${DEFAULT-VALUE}).")
  private URI gateway;

  URI url() {
    return gateway;
  }
}
