package mostao.gateway.edge.connections;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mostao.gateway.edge.limits.FairBudget;
import mostao.gateway.edge.limits.TransferSettings;
import org.junit.jupiter.api.Test;

/** Bytes as they arrive; the clock is the channel's own. */
class ConnectionGuardTest {
  private final List<String> refused = new ArrayList<>();
  private final FairBudget unread = new FairBudget(100, 80);
  private final ConnectionGuard watch =
      new ConnectionGuard(refused::add, "127.0.0.1", new Patience(), unread);
  private final EmbeddedChannel connection = new EmbeddedChannel();

  ConnectionGuardTest() {
    connection.freezeTime();
    connection.pipeline().addFirst(watch);
    connection.pipeline().fireChannelActive();
  }

  @Test
  void whoDoesNotFinishItsHeadersInTimeIsClosed() {
    bytes();
    pass(1_900);
    bytes();
    assertThat(connection.isOpen()).isTrue();
    pass(200);
    assertThat(connection.isOpen()).isFalse();
    assertThat(refused).containsExactly("header_timeout");
  }

  @Test
  void whoBeginsAnotherRequestAndStopsIsClosedToo() {
    bytes();
    watch.begun();
    watch.answered();
    pass(60_000);
    bytes();
    assertThat(connection.isOpen()).isTrue();
    pass(2_100);
    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void theGuardDoesNotTimeRequestsInFlightOrIdleConnections() {
    bytes();
    watch.begun();
    pass(60_000);
    bytes();
    pass(60_000);
    watch.answered();
    pass(60_000);
    assertThat(connection.isOpen()).isTrue();
  }

  @Test
  void aRequestThatComesInPiecesLeavesNoTimerBehind() {
    bytes();
    watch.begun();
    watch.answered();
    bytes();
    bytes();
    watch.begun();
    pass(2_100);
    assertThat(connection.isOpen()).as("closed by " + refused).isTrue();
  }

  @Test
  void whoLeavesMoreUnreadThanHeMayIsClosed() {
    leaveUnread(80);
    assertThat(connection.isOpen()).isTrue();
    leaveUnread(1);
    assertThat(connection.isOpen()).isFalse();
    assertThat(refused).containsExactly("response_bytes");
    assertThat(unread.held()).isZero();
  }

  @Test
  void whoLeavesMostUnreadIsClosedWhenSomebodyElseNeedsTheRoom() {
    leaveUnread(80);
    FairBudget.Claim other = unread.claim("127.0.0.2", () -> {});
    assertThat(other.take(20)).isEqualTo(FairBudget.Outcome.TAKEN);
    connection.runPendingTasks();
    assertThat(connection.isOpen()).isTrue();
    assertThat(other.take(10)).isEqualTo(FairBudget.Outcome.TAKEN);
    connection.runPendingTasks();
    assertThat(connection.isOpen()).isFalse();
    assertThat(refused).containsExactly("response_bytes");
    assertThat(unread.held()).isEqualTo(30);
  }

  @Test
  void whatIsReadMakesRoom() {
    leaveUnread(80);
    connection.flush();
    assertThat(unread.held()).isZero();
    leaveUnread(80);
    assertThat(connection.isOpen()).isTrue();
    connection.close();
    assertThat(unread.held()).isZero();
  }

  /** As if the client read nothing: what is not flushed waits. */
  private void leaveUnread(int count) {
    connection.write(Unpooled.wrappedBuffer(new byte[count]));
  }

  private void bytes() {
    connection.writeInbound(Unpooled.wrappedBuffer(new byte[] {'G'}));
  }

  private void pass(long millis) {
    connection.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    connection.runScheduledPendingTasks();
    connection.runPendingTasks();
  }

  /** Two seconds for headers; nothing else is limited. */
  private record Patience() implements TransferSettings {
    @Override
    public Duration headerTimeout() {
      return Duration.ofSeconds(2);
    }

    @Override
    public Duration bodyTimeout() {
      return Duration.ofDays(1);
    }

    @Override
    public Duration responseTimeout() {
      return Duration.ofDays(1);
    }

    @Override
    public long bodyBytes() {
      return 0;
    }

    @Override
    public long addressBodyBytes() {
      return 0;
    }

    @Override
    public long responseBytes() {
      return 0;
    }

    @Override
    public long addressResponseBytes() {
      return 0;
    }

    @Override
    public int sendBuffer() {
      return 0;
    }
  }
}
