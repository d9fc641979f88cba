package mostao.ao.signer;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import mostao.ao.ans104.DataItem;
import mostao.ao.ans104.Ed25519Signer;
import mostao.ao.ans104.Reading;
import mostao.ao.signer.Frame.Kind;

/**
 * A signer behind a Unix domain socket that its owner alone may use: an example of how a key
 * management service is attached. It sees each item whole, and decides. Each connection has a
 * thread. Thread-safe.
 */
public final class SignerServer implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final String OWNER_ONLY_FOLDER = "rwx------";
  private static final String OWNER_ONLY = "rw-------";

  private final Ed25519Signer key;
  private final Function<DataItem, Optional<String>> rules;
  private final Settings settings;
  private final Journal journal;
  private final ServerSocketChannel server;
  private final Path socket;
  private final Set<FrameChannel> open = ConcurrentHashMap.newKeySet();

  /**
   * @param connections that may be open at a time
   * @param timeout for a frame that has begun, and for an answer to be taken
   */
  public record Settings(int connections, Duration timeout) {}

  /** What a signer has to tell. Called from several threads. */
  public interface Journal {
    /**
     * A decision.
     *
     * @param item signed, if it was
     * @param refusal why it was not
     */
    void decided(DataItem item, Optional<String> refusal);

    /** A connection was closed, or not taken, for this reason. */
    void closed(String why);
  }

  private SignerServer(
      Ed25519Signer key,
      Function<DataItem, Optional<String>> rules,
      Settings settings,
      Journal journal,
      ServerSocketChannel server,
      Path socket) {
    this.key = key;
    this.rules = rules;
    this.settings = settings;
    this.journal = journal;
    this.server = server;
    this.socket = socket;
  }

  /**
   * Listens, in the place of a signer that is gone.
   *
   * @param rules why an item is not signed; empty if it is
   * @throws BindException when another signer listens there
   */
  public static SignerServer open(
      Path socket,
      Ed25519Signer key,
      Function<DataItem, Optional<String>> rules,
      Settings settings,
      Journal journal)
      throws IOException {
    Path place = socket.toAbsolutePath();
    if (isAlive(place)) {
      throw new BindException("another signer listens at " + place);
    }
    SignerServer signer = new SignerServer(key, rules, settings, journal, listen(place), place);
    thread(signer::accept, "signer-accept").start();
    return signer;
  }

  private static boolean isAlive(Path socket) throws IOException {
    if (!Files.exists(socket)) {
      return false;
    }
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.configureBlocking(false);
      channel.connect(UnixDomainSocketAddress.of(socket));
      return true;
    } catch (ConnectException nobody) {
      return false;
    }
  }

  /** Made where nobody else can reach it, and moved when its rights are right. */
  private static ServerSocketChannel listen(Path socket) throws IOException {
    Files.createDirectories(socket.getParent());
    Path folder =
        Files.createTempDirectory(
            socket.getParent(),
            "s",
            PosixFilePermissions.asFileAttribute(
                PosixFilePermissions.fromString(OWNER_ONLY_FOLDER)));
    Path made = folder.resolve("s");
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    boolean listening = false;
    try {
      server.bind(UnixDomainSocketAddress.of(made));
      Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(OWNER_ONLY));
      Files.move(made, socket, StandardCopyOption.ATOMIC_MOVE);
      listening = true;
      return server;
    } finally {
      Files.deleteIfExists(made);
      Files.deleteIfExists(folder);
      if (!listening) {
        server.close();
      }
    }
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        SocketChannel channel = server.accept();
        thread(() -> serve(channel), "signer").start();
      } catch (ClosedChannelException closed) {
        return;
      } catch (IOException failure) {
        journal.closed("a connection can't be taken: " + failure);
        // Likely too many open files, and as likely so at once again.
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private void serve(SocketChannel channel) {
    try (channel;
        FrameChannel frames = new FrameChannel(channel, settings.timeout())) {
      serve(frames);
    } catch (ClosedChannelException stopped) {
      // By us.
      return;
    } catch (IOException gone) {
      journal.closed(gone.getMessage());
    }
  }

  private void serve(FrameChannel frames) throws IOException {
    open.add(frames);
    try {
      if (open.size() > settings.connections()) {
        fault(frames, settings.connections() + " connections are open, and more are not taken");
        return;
      }
      while (frames.awaitFrame()) {
        frames.write(answer(frames.read()));
      }
    } catch (Frame.Malformed malformed) {
      fault(frames, malformed.getMessage());
      throw malformed;
    } finally {
      open.remove(frames);
    }
  }

  private static void fault(FrameChannel frames, String sentence) throws IOException {
    frames.write(Frame.of(Kind.FAULT, 0, sentence));
  }

  private Frame answer(Frame question) throws Frame.Malformed {
    return switch (question.kind()) {
      case HELLO -> Frame.of(Kind.KEY, question.number(), publicKey());
      case SIGN ->
          DataItem.parse(question.content())
              .then(this::signed)
              .fold(
                  item -> Frame.of(Kind.SIGNED, question.number(), item.signature()),
                  refusal -> Frame.of(Kind.REFUSED, question.number(), refusal.message()));
      case KEY, SIGNED, REFUSED, FAULT ->
          throw new Frame.Malformed(question.kind() + " is no question");
    };
  }

  private byte[] publicKey() {
    byte[] owner = key.ownerKey();
    return ByteBuffer.allocate(2 + owner.length)
        .putShort((short) key.type().code())
        .put(owner)
        .array();
  }

  private Reading<DataItem> signed(DataItem item) {
    Optional<String> refusal = rules.apply(item);
    if (refusal.isPresent()) {
      journal.decided(item, refusal);
      return Reading.refused(ItemSigner.RULE, refusal.get());
    }
    Reading<DataItem> signed = item.signed(key.sign(item.deepHash()));
    signed.map(
        done -> {
          journal.decided(done, refusal);
          return done;
        });
    return signed;
  }

  private static Thread thread(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Where it listens. */
  public Path socket() {
    return socket;
  }

  /** Listens no longer, and ends connections. */
  @Override
  public void close() throws IOException {
    server.close();
    Files.deleteIfExists(socket);
    for (FrameChannel frames : open) {
      frames.close();
    }
  }
}
