package mostao.gateway.edge.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import mostao.ao.ans104.VerifiedItem;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.ErrorCode;
import mostao.gateway.answer.Reply;
import mostao.gateway.fixture.GatewayFixture;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
  private final AtomicLong now = new AtomicLong();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  private final TimeMeter clock =
      new TimeMeter() {
        @Override
        public long currentTimeNanos() {
          return now.get();
        }

        @Override
        public boolean isWallClockBased() {
          return false;
        }
      };

  private RateLimits limits(int writes, int reads, int items) {
    return new RateLimits(new Settings(writes, reads, items, 0), meters, clock);
  }

  private record Settings(int writes, int reads, int items, long bytes) implements LimitSettings {
    @Override
    public Address address() {
      return new Address() {
        @Override
        public int writes() {
          return writes;
        }

        @Override
        public int reads() {
          return reads;
        }

        @Override
        public int graphql() {
          return 5;
        }

        @Override
        public int questions() {
          return 1;
        }

        @Override
        public int waiting() {
          return 1;
        }

        @Override
        public int connections() {
          return 1;
        }
      };
    }

    @Override
    public int connections() {
      return 1;
    }

    @Override
    public Wallet wallet() {
      return new Wallet() {
        @Override
        public int items() {
          return items;
        }

        @Override
        public long bytes() {
          return bytes;
        }
      };
    }

    @Override
    public Duration burst() {
      return Duration.ofSeconds(3);
    }

    @Override
    public int remembered() {
      return 50;
    }
  }

  @Test
  void anAddressMayUseItsBurstAndThenItsRateAndIsToldWhenToComeBack() {
    RateLimits limits = limits(2, 100, 0);
    for (int i = 0; i < 6; i++) {
      assertThat(limits.ofAddress(RequestKind.WRITE, "a")).isEmpty();
    }
    ApiError refused = limits.ofAddress(RequestKind.WRITE, "a").orElseThrow();
    assertThat(refused.code()).isEqualTo(ErrorCode.TOO_MANY);
    assertThat(refused.retryAfterSeconds()).hasValue(1);
    assertThat(refused.error()).contains("address a").contains("2 requests");
    assertThat(limits.ofAddress(RequestKind.READ, "a")).as("another kind").isEmpty();
    assertThat(limits.ofAddress(RequestKind.WRITE, "b")).as("another address").isEmpty();
    now.addAndGet(Duration.ofMillis(500).toNanos());
    assertThat(limits.ofAddress(RequestKind.WRITE, "a")).isEmpty();
    assertThat(limits.ofAddress(RequestKind.WRITE, "a")).isPresent();
    assertThat(meters.counter("mostao.limits.refused", "kind", "write").count()).isEqualTo(2);
  }

  @Test
  void zeroSwitchesALimitOffAndLessIsRefusedByName() {
    RateLimits limits = limits(0, 1, 0);
    for (int i = 0; i < 10_000; i++) {
      assertThat(limits.ofAddress(RequestKind.WRITE, "a")).isEmpty();
    }
    assertThatThrownBy(() -> limits(1, -1, 0)).hasMessageContaining("mostao.limits.address.reads");
  }

  @Test
  void aWalletHasSoManyBytesADayAndTheyComeBackEvenly() {
    VerifiedItem first = GatewayFixture.message(GatewayFixture.newId());
    long size = first.bytes().length;
    RateLimits limits = new RateLimits(new Settings(0, 0, 0, 3 * size), meters, clock);
    assertThat(limits.charge(first)).isInstanceOf(Reply.Given.class);
    assertThat(limits.charge(GatewayFixture.message(GatewayFixture.newId())))
        .isInstanceOf(Reply.Given.class);
    assertThat(limits.charge(GatewayFixture.message(GatewayFixture.newId())))
        .isInstanceOf(Reply.Given.class);
    VerifiedItem more = GatewayFixture.message(GatewayFixture.newId());
    ApiError refused = limits.charge(more).fold(given -> null, why -> why);
    assertThat(refused.code()).isEqualTo(ErrorCode.TOO_MANY);
    assertThat(refused.error()).contains("bytes in a day").contains(more.owner());
    assertThat(refused.retryAfterSeconds().orElseThrow()).isBetween(25_000, 29_000);
    assertThat(meters.counter("mostao.limits.refused", "kind", "wallet_bytes").count())
        .isEqualTo(1);
    // The same item again is free, and an hour later is too early.
    assertThat(limits.charge(first)).isInstanceOf(Reply.Given.class);
    now.addAndGet(Duration.ofHours(1).toNanos());
    assertThat(limits.charge(more)).isInstanceOf(Reply.Denied.class);
    now.addAndGet(Duration.ofHours(8).toNanos());
    assertThat(limits.charge(more)).isInstanceOf(Reply.Given.class);
  }

  @Test
  void aQueryIsChargedWhatItCost() {
    RateLimits limits = limits(0, 0, 0);
    int paid = 0;
    Optional<ApiError> refused = Optional.empty();
    for (; paid < 1_000 && refused.isEmpty(); paid += 5) {
      refused = limits.ofCost("a", 5);
    }
    assertThat(paid).as("some seconds' worth").isBetween(10, 995);
    assertThat(refused.orElseThrow().code()).isEqualTo(ErrorCode.TOO_MANY);
    assertThat(limits.ofCost("b", 5)).isEmpty();
    now.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(limits.ofCost("a", 5)).isEmpty();
  }

  @Test
  void aWalletIsChargedForEachItemOnce() {
    RateLimits limits = limits(1, 1, 1);
    VerifiedItem repeated = GatewayFixture.message(GatewayFixture.newId());
    for (int i = 0; i < 100; i++) {
      assertThat(limits.charge(repeated)).isInstanceOf(Reply.Given.class);
    }
    assertThat(refusal(limits.charge(GatewayFixture.message(GatewayFixture.newId())))).isEmpty();
    assertThat(refusal(limits.charge(GatewayFixture.message(GatewayFixture.newId())))).isEmpty();
    ApiError refused =
        refusal(limits.charge(GatewayFixture.message(GatewayFixture.newId()))).orElseThrow();
    assertThat(refused.code()).isEqualTo(ErrorCode.TOO_MANY);
    assertThat(refused.error()).contains("wallet " + repeated.owner());
    assertThat(limits.charge(repeated)).as("still free").isInstanceOf(Reply.Given.class);
  }

  private static Optional<ApiError> refusal(Reply<VerifiedItem> answer) {
    return answer.fold(item -> Optional.empty(), Optional::of);
  }

  @Test
  void whatIsRememberedIsBounded() {
    Rate rate = new Rate(1, Duration.ofSeconds(1), 50, clock);
    for (int i = 0; i < 1000; i++) {
      assertThat(rate.take("client" + i)).isEmpty();
    }
    assertThat(rate.remembered()).isLessThanOrEqualTo(50);
  }

  @Test
  void theKindOfARequestFollowsFromMethodAndPath() {
    assertThat(RequestKind.of("POST", "/")).isEqualTo(RequestKind.WRITE);
    assertThat(RequestKind.of("DELETE", "/monitor/x")).isEqualTo(RequestKind.WRITE);
    assertThat(RequestKind.of("GET", "/")).isEqualTo(RequestKind.READ);
    assertThat(RequestKind.of("GET", "/result/x")).isEqualTo(RequestKind.READ);
    assertThat(RequestKind.of("POST", "/dry-run")).isEqualTo(RequestKind.QUESTION);
    assertThat(RequestKind.of("GET", "/graphql")).isEqualTo(RequestKind.QUESTION);
    assertThat(RequestKind.of("GET", "/state/x")).isEqualTo(RequestKind.QUESTION);
    assertThat(RequestKind.of("GET", "/q/openapi")).isEqualTo(RequestKind.READ);
    assertThat(RequestKind.of("FOO", "")).isEqualTo(RequestKind.WRITE);
  }

  @Test
  void anIpv6ClientIsItsNetworkAndAnIpv4ClientItsAddress() {
    assertThat(ClientAddress.key("2001:db8:1:2:3:4:5:6"))
        .isEqualTo(ClientAddress.key("2001:db8:1:2:ffff::1"))
        .isNotEqualTo(ClientAddress.key("2001:db8:1:3::1"));
    assertThat(ClientAddress.key("::ffff:192.0.2.7")).isEqualTo("192.0.2.7");
    assertThat(ClientAddress.key("192.0.2.7")).isEqualTo("192.0.2.7");
    assertThat(ClientAddress.key("what.ever")).isEqualTo("what.ever");
  }

  @Test
  void placesAreGivenAndGivenBack() {
    ConcurrencyLimit places = new ConcurrencyLimit(2);
    assertThat(places.enter("a")).isTrue();
    assertThat(places.enter("a")).isTrue();
    assertThat(places.enter("a")).isFalse();
    assertThat(places.enter("b")).isTrue();
    places.leave("a");
    assertThat(places.enter("a")).isTrue();
    places.leave("a");
    places.leave("a");
    places.leave("b");
    assertThat(places.clients()).isZero();
  }
}
