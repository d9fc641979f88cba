package mostao.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import mostao.ao.testkit.proxy.TcpProxy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a network does between two parts, what was accepted is done once and in order. */
@ExtendWith(FaultSystem.class)
class NetworkIT {
  private static final int PAIRS = 4;
  private static final int SOME = 100;

  @Tag("nightly")
  @ParameterizedTest(name = "{0} of {1}: {2}")
  @MethodSource("inTheWayOfConversations")
  void whilePeopleTalk(String link, String service, Outage trouble) throws Exception {
    try (Load load = Load.start(PAIRS)) {
      load.awaitAccepted(SOME);
      trouble.befall(proxy(link, service));
      LoadRecord.over(service + "-" + link + " " + trouble);
      load.awaitAccepted(SOME);
      assertThat(Judge.settle(load).accepted()).isGreaterThan(2 * SOME);
    }
  }

  static Stream<Arguments> inTheWayOfConversations() {
    return Stream.of(
            anyTrouble("database", "session"),
            anyTrouble("database", "handle"),
            anyTrouble("broker", "session"),
            anyTrouble("broker", "handle"),
            anyTrouble("broker", "gateway"),
            anyTrouble("broker", "messenger"))
        .flatMap(each -> each);
  }

  /** Registrations and sessions are sagas over all services: each must complete by itself. */
  @Tag("nightly")
  @ParameterizedTest(name = "{0} of {1}: {2}")
  @MethodSource("inTheWayOfNewcomers")
  void whilePeopleRegisterAndMeet(String link, String service, Outage trouble) throws Exception {
    CompletableFuture<Void> over =
        CompletableFuture.runAsync(
            () -> {
              trouble.befall(proxy(link, service));
              LoadRecord.over(service + "-" + link + " " + trouble);
            });
    try (Load load = Load.start(PAIRS)) {
      over.get();
      load.awaitAccepted(SOME);
      Judge.settle(load);
    }
  }

  static Stream<Arguments> inTheWayOfNewcomers() {
    return Stream.concat(anyTrouble("database", "registry"), anyTrouble("broker", "registry"));
  }

  private static Stream<Arguments> anyTrouble(String link, String service) {
    return Arrays.stream(Outage.values()).map(trouble -> Arguments.of(link, service, trouble));
  }

  /** The link of a service to the broker or to its database. */
  private static TcpProxy proxy(String link, String service) {
    return link.equals("broker")
        ? FaultSystem.proxies().broker(service)
        : FaultSystem.proxies().database(service);
  }
}
