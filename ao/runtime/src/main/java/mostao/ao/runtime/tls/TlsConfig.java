package mostao.ao.runtime.tls;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mostao.ao.secret.TlsFolder;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Makes {@code mostao.tls.folder} the framework's settings. */
public final class TlsConfig implements ConfigSourceFactory {
  private static final String NAME = "parts";
  private static final String PREFIX = "quarkus.tls." + NAME + ".";

  /** Below what people set in the environment, above what a program's files say. */
  private static final int ORDINAL = 270;

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    ConfigValue folder = context.getValue(TlsFolder.SETTING);
    if (folder == null || folder.getValue() == null || folder.getValue().isBlank()) {
      return List.of();
    }
    TlsFolder tls = new TlsFolder(Path.of(folder.getValue()));
    Map<String, String> settings = new HashMap<>();
    settings.put(PREFIX + "key-store.pem.own.cert", tls.certificate().toString());
    settings.put(PREFIX + "key-store.pem.own.key", tls.key().toString());
    settings.put(PREFIX + "trust-store.pem.certs", tls.authorities().toString());
    // Certificates are renewed days before they end.
    settings.put(PREFIX + "reload-period", "10m");
    settings.put("quarkus.http.tls-configuration-name", NAME);
    settings.put("quarkus.http.insecure-requests", "disabled");
    ConfigValue port = context.getValue("quarkus.http.port");
    if (port != null && port.getValue() != null) {
      settings.put("quarkus.http.ssl-port", port.getValue());
    }
    return List.of(new PropertiesConfigSource(settings, TlsFolder.SETTING, ORDINAL));
  }
}
