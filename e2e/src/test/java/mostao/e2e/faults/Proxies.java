package mostao.e2e.faults;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import mostao.ao.testkit.proxy.TcpProxy;
import mostao.local.broker.BrokerSettings.ProxyListener;
import mostao.local.database.EmbeddedDatabase;
import mostao.local.os.Ports;
import mostao.local.stack.ServiceSpec;
import mostao.local.stack.StackSettings;

/**
 * A proxy before the broker for each service, one before the database for each that has one, and
 * one before the gateway for clients. They pass everything unless a test says otherwise. Tests
 * themselves reach broker and database directly. Thread-safe.
 */
final class Proxies implements AutoCloseable {
  private final Map<String, TcpProxy> brokers;
  private final Map<String, TcpProxy> databases;
  private final TcpProxy gateway;
  private final StackSettings settings;

  private Proxies(
      Map<String, TcpProxy> brokers,
      Map<String, TcpProxy> databases,
      TcpProxy gateway,
      StackSettings settings) {
    this.brokers = brokers;
    this.databases = databases;
    this.gateway = gateway;
    this.settings = settings;
  }

  /** Starts the proxies of a stack that has not been started. */
  static Proxies before(StackSettings stack) {
    Map<String, TcpProxy> brokers = new LinkedHashMap<>();
    Map<String, TcpProxy> databases = new LinkedHashMap<>();
    List<ProxyListener> listeners = new ArrayList<>();
    StackSettings settings = stack;
    int port = Ports.freeBase(stack.services().size());
    for (ServiceSpec service : stack.services()) {
      TcpProxy broker = TcpProxy.to(port);
      brokers.put(service.name(), broker);
      listeners.add(
          new ProxyListener(service.name().toUpperCase(Locale.ROOT), port, broker.port()));
      port++;
      Optional<TcpProxy> database =
          service.schema().map(schema -> TcpProxy.to(stack.databasePort()));
      database.ifPresent(proxy -> databases.put(service.name(), proxy));
      settings = settings.withService(service.name(), spec -> led(spec, broker, database));
    }
    return new Proxies(
        brokers, databases, TcpProxy.to(stack.port()), settings.withProxyListeners(listeners));
  }

  private static ServiceSpec led(ServiceSpec spec, TcpProxy broker, Optional<TcpProxy> database) {
    ServiceSpec led = spec.with("kafka.bootstrap.servers", "127.0.0.1:" + broker.port());
    if (database.isEmpty()) {
      return led;
    }
    return led.with(
        "quarkus.datasource.jdbc.url",
        "jdbc:postgresql://127.0.0.1:"
            + database.get().port()
            + "/"
            + EmbeddedDatabase.DATABASE
            + "?currentSchema="
            + spec.schema().orElseThrow());
  }

  /** The settings of the stack, its services led through the proxies. */
  StackSettings settings() {
    return settings;
  }

  /** Between this service and the broker. */
  TcpProxy broker(String service) {
    return known(brokers, service);
  }

  /** Between this service and the database. */
  TcpProxy database(String service) {
    return known(databases, service);
  }

  /** Between clients that go through it and the gateway. */
  TcpProxy gateway() {
    return gateway;
  }

  private static TcpProxy known(Map<String, TcpProxy> proxies, String service) {
    TcpProxy proxy = proxies.get(service);
    if (proxy == null) {
      throw new IllegalArgumentException(
          "no proxy for service " + service + "; there are " + proxies.keySet());
    }
    return proxy;
  }

  /** Everything passes again. */
  void heal() {
    all().forEach(TcpProxy::heal);
  }

  private Stream<TcpProxy> all() {
    return Stream.of(brokers.values().stream(), databases.values().stream(), Stream.of(gateway))
        .flatMap(proxies -> proxies);
  }

  @Override
  public void close() {
    all().forEach(TcpProxy::close);
  }
}
