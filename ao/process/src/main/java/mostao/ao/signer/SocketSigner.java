package mostao.ao.signer;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import mostao.ao.ans104.Address;
import mostao.ao.ans104.DataItem;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Reading;
import mostao.ao.ans104.SignatureType;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.ans104.Verifier;
import mostao.ao.signer.Frame.Kind;

/**
 * Has items signed by a process behind a Unix domain socket. One connection, opened when it is
 * needed, with many questions under way; it is given up at the first thing that goes wrong. The
 * first item of each connection is asked for twice, since a key whose signatures differ would give
 * one message two ids. Thread-safe.
 */
public final class SocketSigner implements ItemSigner {
  /**
   * Answers to so many questions fit into a socket's buffer, so that a signer which answers before
   * we read is never in our way.
   */
  public static final int MOST_IN_FLIGHT = 128;

  private static final SignatureType TYPE = SignatureType.ED25519;
  private static final Duration PROBE = Duration.ofMillis(400);

  private final Path socket;
  private final String address;
  private final Settings settings;
  private final Verifier verifier = new Verifier();
  private volatile Optional<Connection> connection = Optional.empty();

  /**
   * @param timeout for each answer
   * @param inFlight questions under way at most, 1 to {@link #MOST_IN_FLIGHT}
   */
  public record Settings(Duration timeout, int inFlight) {}

  /**
   * @param address of the wallet that the signer must have
   */
  public SocketSigner(Path socket, String address, Settings settings) {
    this.socket = socket.toAbsolutePath();
    this.address = address;
    this.settings = settings;
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public synchronized List<Reading<VerifiedItem>> sign(List<Draft> drafts) {
    if (drafts.isEmpty()) {
      return List.of();
    }
    boolean done = false;
    try {
      if (connection.isEmpty()) {
        connection = Optional.of(new Connection(settings.timeout()));
      }
      List<Reading<VerifiedItem>> signed = connection.get().sign(drafts);
      done = true;
      return signed;
    } catch (IOException failure) {
      throw new SignerUnavailable("the signer at " + socket + ": " + said(failure), failure);
    } finally {
      if (!done) {
        disconnect();
      }
    }
  }

  @Override
  public boolean prefersMany() {
    return true;
  }

  /** On a connection of its own, so that it does not wait for what is being signed. */
  @Override
  public boolean answers() {
    Duration patience = settings.timeout().compareTo(PROBE) < 0 ? settings.timeout() : PROBE;
    try {
      new Connection(patience).close();
      return true;
    } catch (IOException | WrongSigner failure) {
      return false;
    }
  }

  /** Does not wait for what is being signed, which ends as with a signer that went away. */
  @Override
  public void close() {
    connection.ifPresent(Connection::close);
  }

  private void disconnect() {
    connection.ifPresent(Connection::close);
    connection = Optional.empty();
  }

  private static String said(IOException failure) {
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }

  private WrongSigner wrong(String what) {
    return new WrongSigner("the signer at " + socket + " " + what);
  }

  @Override
  public String toString() {
    return "SocketSigner " + address + " at " + socket;
  }

  /** One connection, greeted: the signer on it has the right key. */
  private final class Connection {
    private final FrameChannel frames;
    private final byte[] ownerKey;
    private int asked;
    private int answered;
    private boolean proven;

    Connection(Duration timeout) throws IOException {
      frames = connect(timeout);
      boolean greeted = false;
      try {
        frames.write(Frame.of(Kind.HELLO, asked++, new byte[0]));
        ownerKey = key(answer(Kind.KEY));
        greeted = true;
      } finally {
        if (!greeted) {
          close();
        }
      }
    }

    private FrameChannel connect(Duration timeout) throws IOException {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      boolean connected = false;
      try {
        // Not blocking, because a full queue of connections would be waited for without a limit.
        channel.configureBlocking(false);
        if (!channel.connect(UnixDomainSocketAddress.of(socket))) {
          throw new IOException("it takes no connections now");
        }
        FrameChannel opened = new FrameChannel(channel, timeout);
        connected = true;
        return opened;
      } finally {
        if (!connected) {
          channel.close();
        }
      }
    }

    private byte[] key(Frame frame) throws IOException {
      ByteBuffer content = ByteBuffer.wrap(frame.content());
      if (content.remaining() != 2 + TYPE.ownerLength() || content.getShort() != TYPE.code()) {
        throw wrong("has no Ed25519 key");
      }
      byte[] key = new byte[TYPE.ownerLength()];
      content.get(key);
      String its = Address.of(TYPE, key);
      if (!its.equals(address)) {
        throw wrong("signs as " + its + ", not as the authority " + address);
      }
      return key;
    }

    List<Reading<VerifiedItem>> sign(List<Draft> drafts) throws IOException {
      List<Reading<DataItem>> unsigned =
          drafts.stream()
              .map(draft -> draft.unsigned(TYPE, ownerKey).then(this::sendable))
              .toList();
      List<DataItem> questions = new ArrayList<>();
      unsigned.forEach(reading -> reading.map(questions::add));
      if (!proven && !questions.isEmpty()) {
        List<Reading<DataItem>> twice = ask(List.of(questions.get(0), questions.get(0)));
        if (!twice.get(0).equals(twice.get(1))) {
          throw wrong("signs the same item in two ways, which would give a message two ids");
        }
        proven = true;
      }
      List<Reading<DataItem>> answers = ask(questions);
      List<Reading<VerifiedItem>> signed = new ArrayList<>(drafts.size());
      int next = 0;
      for (Reading<DataItem> question : unsigned) {
        signed.add(
            question.isOk()
                ? answers.get(next++).map(this::verified)
                : ((Reading.Refused<DataItem>) question).retyped());
      }
      return signed;
    }

    private Reading<DataItem> sendable(DataItem item) {
      return item.length() <= Frame.MOST_CONTENT
          ? Reading.ok(item)
          : Reading.refused(
              RULE,
              "the item has "
                  + item.length()
                  + " bytes; a signer is sent at most "
                  + Frame.MOST_CONTENT);
    }

    private VerifiedItem verified(DataItem item) {
      return verifier
          .verify(item)
          .fold(
              verified -> verified,
              refusal -> {
                throw wrong("gave a signature that does not hold: " + refusal.message());
              });
    }

    private List<Reading<DataItem>> ask(List<DataItem> items) throws IOException {
      List<Reading<DataItem>> answers = new ArrayList<>(items.size());
      int sent = 0;
      while (answers.size() < items.size()) {
        if (sent < items.size() && sent - answers.size() < settings.inFlight()) {
          frames.write(Frame.of(Kind.SIGN, asked++, items.get(sent++).bytes()));
        } else {
          answers.add(signed(items.get(answers.size()), answer(Kind.SIGNED, Kind.REFUSED)));
        }
      }
      return answers;
    }

    private Reading<DataItem> signed(DataItem item, Frame answer) throws IOException {
      if (answer.kind() == Kind.REFUSED) {
        return Reading.refused(RULE, "the signer refuses: " + answer.text());
      }
      Reading<DataItem> signed = item.signed(answer.content());
      if (!signed.isOk()) {
        throw new Frame.Malformed("a signature of " + answer.content().length + " bytes");
      }
      return signed;
    }

    private Frame answer(Kind... expected) throws IOException {
      Frame frame = frames.read();
      if (frame.kind() == Kind.FAULT) {
        throw new IOException("it says: " + frame.text());
      }
      if (frame.number() != answered || !Arrays.asList(expected).contains(frame.kind())) {
        throw new Frame.Malformed(
            frame.kind() + " " + frame.number() + " in answer to question " + answered);
      }
      answered++;
      return frame;
    }

    void close() {
      try {
        frames.close();
      } catch (IOException gone) {
        // It is given up either way.
        return;
      }
    }
  }
}
