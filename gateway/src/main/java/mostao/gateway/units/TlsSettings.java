package mostao.gateway.units;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Settings under {@code mostao.tls}. */
@ConfigMapping(prefix = "mostao.tls")
public interface TlsSettings {
  /**
   * A folder with {@code tls.crt}, {@code tls.key} and {@code ca.crt}, as cert-manager lays them
   * out: with them the gateway proves itself to units whose address begins with {@code https}, and
   * believes only units whose certificate one of the authorities in {@code ca.crt} signed. Renewed
   * files are taken up within ten minutes.
   */
  Optional<String> folder();
}
