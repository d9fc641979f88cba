package mostao.ao.signer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import mostao.ao.ans104.DataItem;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Ed25519Signer;
import mostao.ao.ans104.Reading;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.signer.Frame.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The signer behind the socket that is away, comes back, refuses, or is not what it should be. */
class SocketSignerTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(100);

  @TempDir private Path folder;
  private Path socket;
  private SocketSigner signer;
  private final Entries entries = new Entries();
  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeEach
  void place() {
    socket = folder.resolve("signer.sock");
    signer = signer(LONG);
  }

  @AfterEach
  void close() throws Exception {
    Collections.reverse(open);
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  @Test
  void aSignerThatIsAwayIsUnavailable() {
    assertUnavailable(signer);
    assertThat(signer.answers()).isFalse();
  }

  @Test
  void aSignerThatComesBackIsUsedAgain() throws IOException {
    SignerServer first = serve(Keys.KEY);
    String id = sign(signer).orThrow().id();
    first.close();
    assertUnavailable(signer);
    serve(Keys.KEY);
    assertThat(sign(signer).orThrow().id()).isEqualTo(id);
  }

  /** One that was killed leaves its socket behind. */
  @Test
  void aSocketThatWasLeftBehindIsReplaced() throws IOException {
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(socket));
    }
    assertThat(Files.exists(socket)).isTrue();
    assertUnavailable(signer);
    serve(Keys.KEY);
    assertThat(sign(signer).isOk()).isTrue();
  }

  @Test
  void aSecondSignerDoesNotTakeTheSocketOfTheFirst() throws IOException {
    serve(Keys.KEY);
    assertThatThrownBy(() -> serve(Keys.KEY))
        .isInstanceOf(BindException.class)
        .hasMessageContaining("another signer listens");
    assertThat(sign(signer).isOk()).isTrue();
  }

  @Test
  void nobodyButTheOwnerMayUseTheSocket() throws IOException {
    serve(Keys.KEY);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
        .isEqualTo("rw-------");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(socket);
    }
  }

  @Test
  void whatTheSignerIsNotForIsARefusalAndTheRestIsSigned() throws IOException {
    open.add(
        SignerServer.open(
            socket,
            Keys.KEY,
            new SigningRules(Keys.KEY.address())::refusal,
            new SignerServer.Settings(2, LONG),
            entries));
    List<Reading<VerifiedItem>> signed =
        signer.sign(
            List.of(
                Keys.push().tag("Action", "One"),
                Draft.empty().to(Keys.TARGET).tag("Action", "Steal").data("d"),
                Keys.push().tag("Action", "Two")));

    assertThat(signed.stream().map(Reading::isOk)).containsExactly(true, false, true);
    assertThat(((Reading.Refused<VerifiedItem>) signed.get(1)).refusal().toString())
        .isEqualTo(
            "Signer: the signer refuses: its tag Data-Protocol is not once, with the value ao");
    // The first of a connection is asked for twice.
    assertThat(entries.decided())
        .containsExactly(
            "One",
            "One",
            "One",
            "Steal its tag Data-Protocol is not once, with the value ao",
            "Two");
  }

  /** Neither side may wait for the other to read first. */
  @Test
  void manyBigItemsThatAreAllRefusedAtLengthAreAllAnswered() throws IOException {
    open.add(
        SignerServer.open(
            socket,
            Keys.KEY,
            item -> Optional.of("no".repeat(1_000)),
            new SignerServer.Settings(2, LONG),
            entries));
    SocketSigner busy =
        new SocketSigner(
            socket,
            Keys.KEY.address(),
            new SocketSigner.Settings(LONG, SocketSigner.MOST_IN_FLIGHT));
    open.add(busy);
    List<Draft> drafts = Collections.nCopies(500, Keys.push().data(new byte[50_000]));
    assertThat(busy.sign(drafts))
        .hasSize(500)
        .allMatch(
            answer ->
                ((Reading.Refused<VerifiedItem>) answer).refusal().message().endsWith("nono"));
  }

  @Test
  void closingEndsTheWaitForASlowSigner() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    answering(
        question -> {
          asked.countDown();
          return null;
        });
    CompletableFuture<Reading<VerifiedItem>> waiting =
        CompletableFuture.supplyAsync(() -> sign(signer));
    assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
    signer.close();
    assertThatThrownBy(() -> waiting.get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(SignerUnavailable.class);
  }

  @Test
  void aSignerWithAnotherKeyIsWrong() throws IOException {
    serve(Keys.OTHER);
    assertThatThrownBy(() -> sign(signer))
        .isInstanceOf(WrongSigner.class)
        .hasMessageContaining(Keys.OTHER.address())
        .hasMessageContaining(Keys.KEY.address());
    assertThat(signer.answers()).isFalse();
  }

  @Test
  void aSignatureByAnotherKeyIsWrong() throws IOException {
    answering(question -> signature(question, Keys.OTHER));
    assertThatThrownBy(() -> sign(signer))
        .isInstanceOf(WrongSigner.class)
        .hasMessageContaining("a signature that does not hold");
  }

  @Test
  void aSignatureOfAnotherItemIsWrong() throws IOException {
    DataItem other = Keys.push().data("other").sign(Keys.KEY).orThrow().item();
    answering(question -> Frame.of(Kind.SIGNED, question.number(), other.signature()));
    assertThatThrownBy(() -> sign(signer)).isInstanceOf(WrongSigner.class);
  }

  @Test
  void twoSignaturesOfOneItemAreWrong() throws IOException {
    answering(
        question -> {
          Frame signed = signature(question, Keys.KEY);
          signed.content()[0] ^= (byte) question.number();
          return signed;
        });
    assertThatThrownBy(() -> sign(signer))
        .isInstanceOf(WrongSigner.class)
        .hasMessageContaining("in two ways");
  }

  @Test
  void aSignerThatIsSlowIsUnavailable() throws IOException {
    answering(question -> null);
    SocketSigner hasty = signer(SHORT);
    assertThatThrownBy(() -> sign(hasty))
        .isInstanceOf(SignerUnavailable.class)
        .hasMessageContaining("it took longer than 100 ms");
  }

  @Test
  void aSignerThatNeverGreetsIsUnavailable() throws IOException {
    ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    open.add(silent);
    silent.bind(UnixDomainSocketAddress.of(socket));
    SocketSigner hasty = signer(SHORT);
    assertUnavailable(hasty);
    assertThat(hasty.answers()).isFalse();
  }

  @Test
  void anAnswerToAnotherQuestionIsGarbage() throws IOException {
    answering(question -> Frame.of(Kind.REFUSED, question.number() + 1, "no"));
    assertUnavailable(signer);
  }

  @Test
  void aSignatureOfAnotherLengthIsGarbage() throws IOException {
    answering(question -> Frame.of(Kind.SIGNED, question.number(), new byte[3]));
    assertUnavailable(signer);
  }

  @Test
  void garbageIsUnavailable() throws IOException {
    for (String bytes : List.of("HTTP/1.1 400 Bad Request\r\n\r\n", "\0\0\0\6\1\77\0\0\0\0", "")) {
      raw(bytes.getBytes(StandardCharsets.ISO_8859_1));
      assertUnavailable(signer);
    }
  }

  @Test
  void moreConnectionsThanAllowedAreRefusedWithASentence() throws Exception {
    open.add(
        SignerServer.open(
            socket,
            Keys.KEY,
            item -> Optional.empty(),
            new SignerServer.Settings(1, LONG),
            entries));
    SocketSigner second = signer(LONG);
    sign(signer);
    assertThatThrownBy(() -> sign(second)).hasMessageContaining("1 connections are open");
    signer.close();
    // The place is free when the server has seen the end.
    awaitTrue(second::answers);
    assertThat(sign(second).isOk()).isTrue();
  }

  /** A frame over the limit is refused by its length, and one that stops half way by the time. */
  @Test
  void theServerEndsConnectionsThatDoNotKeepToTheProtocol() throws IOException {
    open.add(
        SignerServer.open(
            socket,
            Keys.KEY,
            item -> Optional.empty(),
            new SignerServer.Settings(4, SHORT),
            entries));
    assertThat(fault(new byte[] {0x7f, 0, 0, 0})).contains("a frame of 2130706432 bytes");
    assertThat(fault(new byte[] {0, 0, 0, 6, 2, 1, 0, 0, 0, 0})).contains("version 2");
    assertThat(fault(new byte[] {0, 0, 0, 6, 1, 4, 0, 0, 0, 0})).contains("SIGNED is no question");
    try (SocketChannel half = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      half.write(ByteBuffer.wrap(new byte[] {0, 0, 0}));
      assertThat(half.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
    awaitTrue(() -> entries.closed().size() == 4);
    assertThat(entries.closed()).contains("it took longer than 100 ms");
  }

  private String fault(byte[] sent) throws IOException {
    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    channel.write(ByteBuffer.wrap(sent));
    try (FrameChannel frames = new FrameChannel(channel, LONG)) {
      Frame frame = frames.read();
      assertThat(frame.kind()).isEqualTo(Kind.FAULT);
      assertThat(frames.awaitFrame()).isFalse();
      return frame.text();
    }
  }

  private SocketSigner signer(Duration timeout) {
    SocketSigner made =
        new SocketSigner(socket, Keys.KEY.address(), new SocketSigner.Settings(timeout, 8));
    open.add(made);
    return made;
  }

  private SignerServer serve(Ed25519Signer key) throws IOException {
    SignerServer server =
        SignerServer.open(
            socket, key, item -> Optional.empty(), new SignerServer.Settings(4, LONG), entries);
    open.add(server);
    return server;
  }

  private static Reading<VerifiedItem> sign(SocketSigner signer) {
    return signer.sign(List.of(Keys.push())).get(0);
  }

  private static void assertUnavailable(SocketSigner signer) {
    assertThatThrownBy(() -> sign(signer)).isInstanceOf(SignerUnavailable.class);
  }

  private static Frame signature(Frame question, Ed25519Signer key) {
    DataItem item = DataItem.parse(question.content()).orThrow();
    return Frame.of(Kind.SIGNED, question.number(), key.sign(item.deepHash()));
  }

  /** A signer that greets as the right one, and then answers like this; null is no answer. */
  private void answering(Function<Frame, Frame> answer) throws IOException {
    accepting(
        channel -> {
          FrameChannel frames = new FrameChannel(channel, LONG);
          open.add(frames);
          Frame hello = frames.read();
          byte[] key = ByteBuffer.allocate(34).putShort((short) 2).put(Keys.KEY.ownerKey()).array();
          frames.write(Frame.of(Kind.KEY, hello.number(), key));
          while (frames.awaitFrame()) {
            Frame said = answer.apply(frames.read());
            if (said != null) {
              frames.write(said);
            }
          }
        });
  }

  private void raw(byte[] bytes) throws IOException {
    Files.deleteIfExists(socket);
    accepting(
        channel -> {
          channel.write(ByteBuffer.wrap(bytes));
          channel.close();
        });
  }

  /** Does something with a connection. */
  private interface Serving {
    void serve(SocketChannel channel) throws IOException;
  }

  private void accepting(Serving serving) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    open.add(server);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread thread =
        new Thread(
            () -> {
              try {
                while (server.isOpen()) {
                  serving.serve(server.accept());
                }
              } catch (IOException end) {
                // The test is over, or the signer has given the connection up.
                return;
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private static void awaitTrue(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
    }
  }
}
