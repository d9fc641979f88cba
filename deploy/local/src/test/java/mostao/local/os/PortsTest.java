package mostao.local.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import mostao.local.stack.StandIns;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void a_port_that_something_listens_on_is_not_free() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThat(Ports.free(listener.getLocalPort())).isFalse();
    }
  }

  @Test
  void a_tried_port_is_free_also_while_processes_start() throws Exception {
    int port = Ports.freeBase(1);
    AtomicBoolean enough = new AtomicBoolean();
    CompletableFuture<Void> starting =
        CompletableFuture.runAsync(
            () -> {
              while (!enough.get()) {
                start();
              }
            });
    try {
      for (int tried = 0; tried < 2_000; tried++) {
        assertThat(Ports.free(port)).as("try %d", tried).isTrue();
      }
    } finally {
      enough.set(true);
      starting.join();
    }
  }

  private static void start() {
    try {
      new ProcessBuilder("true").start().onExit().join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void no_port_is_given_twice() {
    Set<Integer> given = new HashSet<>();
    for (int round = 0; round < 200; round++) {
      int base = Ports.freeBase(7);
      for (int port = base; port < base + 7; port++) {
        assertThat(given.add(port)).as("port %d is new", port).isTrue();
      }
    }
  }

  @Test
  void no_port_is_given_to_two_programs() throws Exception {
    // Two programs that take thousands of ports each would meet by chance without claims.
    Process other =
        new ProcessBuilder(
                Programs.java().toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Taker.class.getName())
            .redirectErrorStream(true)
            .start();
    try (var lines = other.inputReader()) {
      Set<Integer> theirs = new HashSet<>();
      for (String line = lines.readLine();
          line != null && !line.equals("taken");
          line = lines.readLine()) {
        theirs.add(Integer.valueOf(line));
      }
      assertThat(theirs).hasSize(Taker.PORTS);
      for (int taken = 0; taken < Taker.PORTS; taken++) {
        assertThat(theirs).doesNotContain(Ports.freeBase(1));
      }
    } finally {
      other.destroyForcibly();
      StandIns.await(() -> "the other program ended", 10, () -> !other.isAlive());
    }
  }

  @Test
  void ports_are_looked_for_besides_those_of_outgoing_connections() {
    PortRange all = PortRange.between(10_000, 65_535);

    assertThat(all.besides(PortRange.parse("32768\t60999\n")))
        .isEqualTo(PortRange.between(10_000, 32_767));
    assertThat(all.besides(PortRange.parse("10000 40000")))
        .isEqualTo(PortRange.between(40_001, 65_535));
    assertThat(all.besides(PortRange.parse("1024 65535"))).isEqualTo(all);
  }

  /** Takes ports, says which, and keeps them until it is killed. */
  static final class Taker {
    static final int PORTS = 1_000;

    public static void main(String[] arguments) throws InterruptedException {
      PrintWriter out =
          new PrintWriter(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
      for (int taken = 0; taken < PORTS; taken++) {
        out.println(Ports.freeBase(1));
      }
      out.println("taken");
      new CountDownLatch(1).await(60, TimeUnit.SECONDS);
    }
  }
}
