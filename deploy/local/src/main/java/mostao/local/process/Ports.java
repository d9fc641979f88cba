package mostao.local.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;

/** Loopback TCP ports. */
public final class Ports {
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;

  private Ports() {}

  /** Whether something can listen on this loopback port now. */
  public static boolean free(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // As servers do it, so that a port in TIME_WAIT counts as free.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(loopback(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  /** Whether something on this loopback port accepts a connection. */
  public static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(loopback(), port), 500);
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  /**
   * The first of {@code count} consecutive ports, all free now, below the range that the operating
   * system gives to outgoing connections.
   */
  public static int freeBase(int count) {
    for (int attempt = 0; attempt < 1000; attempt++) {
      int base = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST - count);
      int free = 0;
      while (free < count && free(base + free)) {
        free++;
      }
      if (free == count) {
        return base;
      }
    }
    throw new StartFailure(
        "no " + count + " consecutive free ports between " + LOWEST + " and " + HIGHEST);
  }

  private static InetAddress loopback() throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }
}
