package mostao.local.os;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** Loopback TCP ports. */
public final class Ports {
  private static final int LOWEST = 10_000;
  private static final int HIGHEST = 65_535;

  /**
   * How long a port may be held before it counts as taken. A process that another thread is
   * starting has inherited every socket of this JVM until it has become its own program, also the
   * one by which a port was tried a moment ago.
   */
  private static final Duration INHERITED = Duration.ofSeconds(1);

  private static final Duration AGAIN = Duration.ofMillis(5);

  /** Linux: the first and the last port that it gives to outgoing connections. */
  private static final Path OUTGOING = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

  private Ports() {}

  /**
   * Whether something can listen on this loopback port now; waits a second before it says no.
   *
   * @throws UncheckedIOException when that cannot be told, for example for want of file handles
   */
  public static boolean free(int port) {
    long deadline = System.nanoTime() + INHERITED.toNanos();
    while (!freeAtOnce(port)) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      LockSupport.parkNanos(AGAIN.toNanos());
    }
    return true;
  }

  private static boolean freeAtOnce(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // As servers do it, so that a port in TIME_WAIT counts as free.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(loopback(), port));
      return true;
    } catch (BindException taken) {
      return false;
    } catch (IOException unknown) {
      throw new UncheckedIOException("cannot try port " + port, unknown);
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
   * The first of {@code count} consecutive ports, all free now, outside the range that the
   * operating system gives to outgoing connections, and claimed: until this JVM ends no JVM of the
   * same user gets one of them from here.
   */
  public static int freeBase(int count) {
    PortRange range = PortRange.between(LOWEST, HIGHEST).besides(outgoing());
    for (int attempt = 0; attempt < 1000; attempt++) {
      int base = ThreadLocalRandom.current().nextInt(range.first(), range.last() - count);
      if (Claims.claim(base, count)) {
        int free = 0;
        while (free < count && freeAtOnce(base + free)) {
          free++;
        }
        if (free == count) {
          return base;
        }
      }
    }
    throw new StartFailure(
        "no "
            + count
            + " consecutive free ports between "
            + range.first()
            + " and "
            + range.last()
            + "; stop what uses them");
  }

  private static PortRange outgoing() {
    // Linux answers the first read of this file only, so that it must be of the whole.
    try (BufferedReader file = Files.newBufferedReader(OUTGOING)) {
      return PortRange.parse(file.readLine());
    } catch (IOException notLinux) {
      return PortRange.ASSIGNED_BY_IANA;
    }
  }

  private static InetAddress loopback() throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }

  /** One byte of a file for each port, locked by the JVM that claimed it until that JVM ends. */
  private static final class Claims {
    private static final FileChannel FILE = open();

    private static FileChannel open() {
      Path file =
          Path.of(
              System.getProperty("java.io.tmpdir"),
              "mostao-ports-" + System.getProperty("user.name"));
      try {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write " + file + "; make it writable", e);
      }
    }

    static boolean claim(int base, int count) {
      try {
        return FILE.tryLock(base, count, false) != null;
      } catch (OverlappingFileLockException ours) {
        return false;
      } catch (IOException e) {
        throw new UncheckedIOException("cannot claim port " + base, e);
      }
    }
  }
}
