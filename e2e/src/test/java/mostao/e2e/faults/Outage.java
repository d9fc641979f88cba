package mostao.e2e.faults;

import java.time.Duration;
import mostao.ao.testkit.proxy.End;
import mostao.ao.testkit.proxy.Flow;
import mostao.ao.testkit.proxy.NewConnections;
import mostao.ao.testkit.proxy.TcpProxy;

/** Network faults; each is over when {@link #befall} returns. */
enum Outage {
  /** Every connection is reset, again and again. */
  RESET {
    @Override
    void happen(TcpProxy network) {
      cutRepeatedly(network, End.RST);
    }
  },
  /** Every connection ends in order, again and again, even with requests in flight. */
  CLOSED {
    @Override
    void happen(TcpProxy network) {
      cutRepeatedly(network, End.FIN);
    }
  },
  /** Connections are reset, and new ones are refused for a while. */
  AWAY {
    @Override
    void happen(TcpProxy network) {
      network.newConnections(NewConnections.REFUSED);
      network.cut(End.RST);
      Waiting.pause(SHORT_MILLIS);
    }
  },
  /** Requests get through, and every answer is lost with its connection. */
  ANSWERS_LOST {
    @Override
    void happen(TcpProxy network) {
      network.answers(new Flow.Dropped(End.RST));
      Waiting.pause(SHORT_MILLIS);
    }
  },
  /** Nothing moves, nothing ends, for longer than a consumer may be silent. */
  STALLED {
    @Override
    void happen(TcpProxy network) {
      network.newConnections(NewConnections.HELD);
      network.both(new Flow.Stalled());
      Waiting.pause(LONG_MILLIS);
    }
  },
  /** Open connections are dead without notice; new ones work. */
  FORGOTTEN {
    @Override
    void happen(TcpProxy network) {
      network.forget();
    }
  },
  /** Each chunk takes a tenth of a second more, each way. */
  SLOW {
    @Override
    void happen(TcpProxy network) {
      network.both(new Flow.Delayed(Duration.ofMillis(100)));
      Waiting.pause(SHORT_MILLIS);
    }
  },
  /** Twenty kilobytes a second pass. */
  NARROW {
    @Override
    void happen(TcpProxy network) {
      network.both(new Flow.Limited(20_000));
      Waiting.pause(SHORT_MILLIS);
    }
  };

  private static final int CUTS = 5;
  private static final long BETWEEN_CUTS_MILLIS = 700;
  private static final long SHORT_MILLIS = 4_000;

  private static final long LONG_MILLIS = FaultSystem.SESSION_TIMEOUT.plusSeconds(3).toMillis();

  abstract void happen(TcpProxy network);

  /** Happens, and is over. */
  final void befall(TcpProxy network) {
    try {
      happen(network);
    } finally {
      network.heal();
    }
  }

  private static void cutRepeatedly(TcpProxy network, End how) {
    for (int i = 0; i < CUTS; i++) {
      network.cut(how);
      Waiting.pause(BETWEEN_CUTS_MILLIS);
    }
  }
}
