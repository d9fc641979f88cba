package mostao.ao.runtime.tls;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import mostao.ao.runtime.unit.UnitSettings;
import mostao.ao.secret.TlsFolder;
import mostao.ao.unit.UnitError;

/** Answers only programs that may ask, but for health and metrics. Thread-safe, never blocks. */
@Singleton
final class PeerGuard {
  /** The most urgent of our filters. */
  private static final int PRIORITY = 400;

  /** Health and metrics, which are for whoever reaches this port. */
  private static final String OPERATORS = "/q/";

  private static final int DNS_NAME = 2;

  private final Optional<TlsFolder> own;
  private final Set<String> clients;

  @Inject
  PeerGuard(UnitSettings settings, MeterRegistry meters) {
    this.own = TlsFolder.of(settings.tls().folder());
    this.clients = settings.tls().clients();
    Gauge.builder("mostao.tls.expires", () -> own.map(TlsFolder::secondsLeft).orElse(Double.NaN))
        .description("Time until the certificate of this program ends")
        .baseUnit("seconds")
        .register(meters);
  }

  void register(@Observes Filters filters) {
    if (own.isPresent()) {
      filters.register(this::guard, PRIORITY);
    }
  }

  private void guard(RoutingContext context) {
    if (context.normalizedPath().startsWith(OPERATORS)) {
      context.next();
      return;
    }
    List<String> names = names(context.request());
    if (names.stream().anyMatch(clients::contains)) {
      context.next();
      return;
    }
    String who =
        names.isEmpty() ? "a client without a certificate" : "the certificate of " + names.get(0);
    UnitError error =
        new UnitError(
            UnitError.NOT_A_PART, who + " may not read here; mostao.tls.clients are " + clients);
    context
        .response()
        .setStatusCode(401)
        .putHeader("content-type", "application/json")
        .end(error.json().toString());
  }

  /** DNS names of the certificate that the client has proven; TLS has checked who signed it. */
  private static List<String> names(HttpServerRequest request) {
    try {
      Certificate[] chain = request.sslSession().getPeerCertificates();
      List<String> names = new ArrayList<>();
      if (chain[0] instanceof X509Certificate x509 && x509.getSubjectAlternativeNames() != null) {
        for (List<?> name : x509.getSubjectAlternativeNames()) {
          if (name.get(0).equals(DNS_NAME)) {
            names.add((String) name.get(1));
          }
        }
      }
      return names;
    } catch (SSLPeerUnverifiedException | CertificateParsingException none) {
      return List.of();
    }
  }
}
