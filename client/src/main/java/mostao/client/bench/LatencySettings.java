package mostao.client.bench;

import java.net.URI;
import java.util.Objects;
import mostao.client.chat.WaitPolicy;
import mostao.client.http.HttpSettings;
import mostao.client.wallet.WalletType;

/**
 * The measurement to make.
 *
 * @param gateway base URL
 * @param wallet type of the wallet that signs
 * @param warmUp rounds that are not counted
 * @param rounds that are
 */
public record LatencySettings(
    URI gateway,
    WalletType wallet,
    int warmUp,
    int rounds,
    HttpSettings http,
    WaitPolicy patience) {
  public LatencySettings {
    Objects.requireNonNull(gateway, "gateway");
    Objects.requireNonNull(wallet, "wallet");
    if (warmUp < 0 || rounds < 1) {
      throw new IllegalArgumentException("warmUp starts at 0 and rounds at 1");
    }
  }

  public static LatencySettings of(URI gateway, WalletType wallet, int warmUp, int rounds) {
    return new LatencySettings(
        gateway, wallet, warmUp, rounds, HttpSettings.DEFAULT, WaitPolicy.DEFAULT);
  }
}
