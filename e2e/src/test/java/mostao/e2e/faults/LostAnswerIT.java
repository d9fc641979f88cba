package mostao.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import mostao.ao.testkit.proxy.End;
import mostao.ao.testkit.proxy.Flow;
import mostao.ao.testkit.proxy.TcpProxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A client that hears no answer posts the same bytes again. */
@ExtendWith(FaultSystem.class)
class LostAnswerIT {
  private static final int TIMES = 10;
  private static final int SOME = 100;

  @Test
  void anItemWhoseAnswerIsLostIsPostedAgainAndHasOneEffect() throws Exception {
    TcpProxy network = FaultSystem.proxies().gateway();
    URI door = URI.create("http://127.0.0.1:" + network.port());
    try (Load load = Load.start(new Load.Plan(4, 50, List.of(door)))) {
      int times = TIMES * FaultSystem.scale();
      for (int i = 0; i < times; i++) {
        long before = load.troubles();
        network.answers(new Flow.Dropped(i % 2 == 0 ? End.RST : End.FIN));
        Waiting.until(
            Judge.RECOVERY, "an answer is lost", () -> load.troubles() > before ? null : "none");
        network.answers(new Flow.Open());
        load.awaitAccepted(10);
        LoadRecord.fault("answer lost");
      }
      load.awaitAccepted(SOME);
      assertThat(load.troubles()).isGreaterThanOrEqualTo(times);
      Judge.settle(load);
    } finally {
      network.heal();
    }
  }
}
