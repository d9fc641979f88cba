package mostao.client.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mostao.client.chat.Conversation;
import mostao.client.chat.RefusedException;
import mostao.client.chat.StoredMessage;
import mostao.client.chat.WaitTimeoutException;
import mostao.client.envelope.KeyChain;
import mostao.client.envelope.Verdict;
import mostao.client.envelope.Verdict.Letter;
import mostao.client.http.AoClient;
import mostao.client.http.EventStream;
import mostao.client.http.GatewayException;
import mostao.client.terminal.Printable;
import mostao.client.trust.Peer;

/** Reads lines, sends them, and shows what comes meanwhile. One use per object. */
final class ChatShell {
  private static final int MAX_LINE = 16_384;
  private static final Duration WITHOUT_STREAM = Duration.ofSeconds(2);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String HELP =
      """
      /history [N]  the last N messages again, with what is to be believed of them
      /key          the session's keys: who may read under which
      /verify       the safety number; /verify yes when you have compared it
      /devices      whose devices read and write here
      /block        takes no more messages of this person; /unblock
      /help         this list
      /quit         ends
      A line that begins with // is sent with one / less.""";

  private final AoClient client;
  private final Conversation conversation;
  private final PrintWriter out;
  private final CountDownLatch done = new CountDownLatch(1);
  private long shown;
  private boolean failed;

  ChatShell(AoClient client, Conversation conversation, PrintWriter out) {
    this.client = client;
    this.conversation = conversation;
    this.out = out;
  }

  /**
   * Runs until the input ends or says so.
   *
   * @return the exit code: 1 when something was not sent
   */
  int run(InputStream input, int history, Duration listen)
      throws IOException, InterruptedException {
    greet();
    showHistory(history);
    Thread receiver = new Thread(this::receive, "chat-receiver");
    receiver.setDaemon(true);
    receiver.start();
    try {
      BoundedLineReader lines = new BoundedLineReader(input, MAX_LINE);
      for (Optional<BoundedLineReader.Line> line = lines.next();
          line.isPresent();
          line = lines.next()) {
        String text = text(line.get());
        if (text.strip().equals("/quit")) {
          return code();
        }
        take(text);
      }
      if (!listen.isZero()) {
        client.pause(listen);
      }
      showNew();
      return code();
    } finally {
      done.countDown();
      receiver.interrupt();
    }
  }

  private int code() {
    return failed ? 1 : 0;
  }

  private String text(BoundedLineReader.Line line) {
    if (line.tooLong()) {
      failed = true;
      say("Not sent: the line has more than " + MAX_LINE + " bytes.");
    }
    return new String(line.text().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private String other() {
    return Printable.of(conversation.other().name());
  }

  private void greet() throws IOException, InterruptedException {
    Peer peer = conversation.parties().other();
    say("Talking with " + other() + ", process " + conversation.other().pid() + ".");
    if (!peer.hasDevices()) {
      say(other() + " has no device that signs: nothing here can be verified.");
    } else if (!peer.compared()) {
      say("You have not compared the safety number yet: /verify.");
    }
    if (peer.oldKey().isPresent() && peer.ownerKey().isEmpty()) {
      say("The key of " + other() + " is the server's word alone.");
    }
  }

  private void take(String line) throws IOException, InterruptedException {
    if (line.isBlank()) {
      return;
    }
    try {
      if (line.startsWith("/") && !line.startsWith("//")) {
        command(line.strip().split("\\s+", 2));
      } else {
        send(line.startsWith("//") ? line.substring(1) : line);
      }
    } catch (RefusedException refused) {
      failed = true;
      say("Not sent: " + Printable.of(refused.code() + ": " + refused.sentence()) + ".");
    } catch (GatewayException | WaitTimeoutException away) {
      failed = true;
      say("Not known whether it arrived: " + Printable.of(away.getMessage()) + ".");
    }
  }

  private void command(String[] words) throws IOException, InterruptedException {
    String rest = words.length > 1 ? words[1] : "";
    switch (words[0]) {
      case "/history" -> showHistory(rest.matches("[0-9]{1,4}") ? Integer.parseInt(rest) : 20);
      case "/key" -> showKeys();
      case "/verify" -> verify(rest);
      case "/devices" -> showDevices();
      case "/block" -> block(true);
      case "/unblock" -> block(false);
      case "/help" -> HELP.lines().forEach(this::say);
      default -> say("There is no " + Printable.of(words[0]) + "; /help lists what there is.");
    }
  }

  private void block(boolean blocked) throws IOException, InterruptedException {
    if (blocked) {
      conversation.own().block(conversation.session());
      say(other() + " is blocked.");
    } else {
      conversation.own().unblock(conversation.session());
      say(other() + " is no longer blocked.");
    }
  }

  private void send(String text) throws IOException, InterruptedException {
    conversation.say(text);
    showNew();
  }

  private void verify(String word) throws IOException, InterruptedException {
    if (word.equals("yes")) {
      conversation.compared();
      say("Remembered: you have compared it with " + other() + ".");
      return;
    }
    say(conversation.safetyNumber());
    say("If " + other() + " sees the same, say /verify yes.");
  }

  private void showKeys() throws IOException, InterruptedException {
    List<KeyChain.Link> links = conversation.generations();
    if (links.isEmpty()) {
      say("There is no key yet; the first message makes one.");
    }
    for (KeyChain.Link link : links) {
      String state =
          link.believed()
              ? "believed, statement " + link.hash().substring(0, 12)
              : link.isUnsigned() ? "not signed by any device" : "NOT BELIEVED: " + link.fault();
      say("generation " + link.generation() + "  " + Printable.of(state));
    }
  }

  private void showDevices() throws IOException, InterruptedException {
    for (Peer peer : conversation.parties().both()) {
      say(Printable.of(peer.birth().name()) + ":");
      DeviceCommand.lines(peer.devices(), conversation.own().deviceId())
          .forEach(line -> say("  " + line));
    }
  }

  private synchronized void showHistory(int most) throws IOException, InterruptedException {
    Conversation.Page page = conversation.readAll();
    warn(page);
    List<Conversation.Read> all = page.messages();
    all.subList(Math.max(0, all.size() - most), all.size()).forEach(this::show);
    if (!all.isEmpty()) {
      shown = Math.max(shown, all.get(all.size() - 1).stored().id());
    }
  }

  private synchronized void showNew() throws IOException, InterruptedException {
    Conversation.Page page = conversation.readNew();
    for (Conversation.Read read : page.messages()) {
      if (read.stored().id() > shown) {
        show(read);
        shown = read.stored().id();
      }
    }
  }

  private void warn(Conversation.Page page) {
    page.warnings().forEach(warning -> say("WARNING: " + Printable.of(warning) + "."));
  }

  private void show(Conversation.Read read) {
    StoredMessage stored = read.stored();
    Verdict verdict = read.verdict();
    String mark;
    String why = "";
    if (verdict instanceof Verdict.Refused refused) {
      mark = "REFUSED";
      why = refused.detail();
    } else if (verdict instanceof Verdict.Unverified unverified) {
      mark = "unverified";
      why = unverified.why();
    } else {
      mark = "verified";
    }
    String who =
        stored.isFrom(conversation.own().name())
            ? conversation.own().name().name()
            : stored.isFrom(conversation.other()) ? conversation.other().name() : stored.sender();
    String time = TIME.format(Instant.ofEpochMilli(stored.timestamp()));
    String text = verdict.readable().map(ChatShell::shown).orElse("");
    say(
        (time + "  [" + mark + "] " + Printable.of(who) + ": " + text).stripTrailing()
            + (why.isEmpty() ? "" : "  (" + Printable.of(why) + ")"));
  }

  private static String shown(Letter letter) {
    return letter.type().equals(Letter.TEXT)
        ? Printable.of(letter.body())
        : "(a message of type " + Printable.of(letter.type()) + ", which is not shown here)";
  }

  private synchronized void say(String line) {
    out.println(line);
    out.flush();
  }

  // The own handle is told of every message; its stream is only what wakes us up.
  private void receive() {
    try (EventStream stream = client.stream(conversation.own().name().pid(), "")) {
      while (done.getCount() > 0) {
        if (!woken(stream)) {
          done.await(WITHOUT_STREAM.toMillis(), TimeUnit.MILLISECONDS);
        }
        try {
          showNew();
        } catch (GatewayException away) {
          done.await(WITHOUT_STREAM.toMillis(), TimeUnit.MILLISECONDS);
        }
      }
    } catch (IOException failed) {
      if (done.getCount() > 0) {
        say("Nothing more is received: " + Printable.of(String.valueOf(failed.getMessage())) + ".");
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean woken(EventStream stream) throws InterruptedException {
    try {
      stream.next();
      return true;
    } catch (IOException without) {
      return false;
    }
  }
}
