package mostao.client.proof;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.assignment.Assignment;
import mostao.ao.message.Result;
import mostao.client.http.AoClient;
import mostao.client.http.ResultsPage;
import mostao.client.http.SchedulePage;

/** Writes the conversation of a session into a file. */
public final class ProofExport {
  private static final int PAGE = 100;

  /** Of the Results in one item; the one that exceeds it is still in it. */
  private static final int RESULTS_BYTES = 1024 * 1024;

  private final ConversationSource source;
  private final Signing signing;
  private final String gateway;
  private final Clock clock;

  /** The exporter's signature. */
  @FunctionalInterface
  interface Signing {
    VerifiedItem sign(Draft draft);
  }

  /**
   * What to write.
   *
   * @param session process of the session
   * @param handle own handle's process, of whose inbox receipts are taken
   * @param until last nonce to write; empty: all there are
   * @param limits of the file
   * @param receipts messages of the own handle that are looked at for receipts; 0 for none
   * @param scheduler address of the key that signs assignments now; empty: the process item's
   */
  public record Request(
      String session,
      String handle,
      Optional<Long> until,
      ProofLimits limits,
      long receipts,
      Optional<String> scheduler) {}

  ProofExport(ConversationSource source, Signing signing, String gateway, Clock clock) {
    this.source = source;
    this.signing = signing;
    this.gateway = gateway;
    this.clock = clock;
  }

  /** Reads as the client's wallet and signs with it. */
  public static ProofExport of(AoClient client) {
    return new ProofExport(
        new GatewaySource(client), client::signed, client.origin(), Clock.systemUTC());
  }

  /**
   * Reads, checks and writes; on any failure there is no file.
   *
   * @throws BrokenProofException when what the gateway shows does not hold, or is more than a limit
   */
  public ProofReport write(Request request, Path file) throws IOException, InterruptedException {
    try (ProofWriter out = new ProofWriter(file, request.limits())) {
      Run run = new Run(request, out);
      run.conversation();
      out.finish();
      return run.check.report();
    }
  }

  private final class Run {
    private final Request request;
    private final ProofWriter out;
    private final ProofCheck check;
    private final ReceiptReader receipts;
    private final Deque<Result> ahead = new ArrayDeque<>();
    private final ByteArrayOutputStream results = new ByteArrayOutputStream();
    private String cursor = "";

    Run(Request request, ProofWriter out) {
      this.request = request;
      this.out = out;
      Pins pins = new Pins(Optional.of(request.session()), request.scheduler(), Optional.empty());
      this.check = new ProofCheck(pins, request.limits(), Optional.empty());
      this.receipts = new ReceiptReader(source, request, check, PAGE);
    }

    void conversation() throws IOException, InterruptedException {
      long last = request.until().orElse(Long.MAX_VALUE);
      boolean more = true;
      while (more && check.count() <= last) {
        long wanted = 1 + Math.min(PAGE - 1, last - check.count());
        SchedulePage page = source.schedule(request.session(), check.count() - 1, (int) wanted);
        for (SchedulePage.Entry entry : page.entries()) {
          if (check.count() == request.limits().messages()) {
            throw new BrokenProofException(
                "the session has more than "
                    + check.count()
                    + " messages (--messages); a part of it: --until NONCE");
          }
          take(entry.assignment());
          take(entry.message());
          result();
        }
        more = page.more() && !page.entries().isEmpty();
      }
      if (check.count() == 0 || request.until().filter(end -> check.count() <= end).isPresent()) {
        throw new BrokenProofException(
            "the gateway shows " + check.count() + " messages of session " + request.session());
      }
      if (results.size() > 0) {
        results();
      }
      take(signing.sign(check.end(gateway, clock.millis())));
    }

    private void take(VerifiedItem item) throws IOException {
      try {
        check.accept(item);
      } catch (BrokenProofException broken) {
        throw new BrokenProofException(
            "what the gateway shows behind nonce "
                + (check.count() - 1)
                + " does not hold: "
                + broken.getMessage());
      }
      out.add(item);
    }

    /** The Result of the message taken last; with enough of them, an item of Results. */
    private void result() throws IOException, InterruptedException {
      List<Assignment> open = check.waiting();
      Assignment last = open.get(open.size() - 1);
      if (ahead.isEmpty()) {
        ResultsPage page = source.results(request.session(), cursor, PAGE);
        if (page.edges().isEmpty()) {
          throw new BrokenProofException(
              "the gateway shows no Result of nonce " + last.slot().nonce());
        }
        page.edges().forEach(edge -> ahead.add(edge.result()));
        cursor = page.edges().get(page.edges().size() - 1).cursor();
      }
      results.writeBytes(
          ProofFormat.line(
              new ProofFormat.Placed(last.slot().nonce(), last.slot().message(), ahead.remove())));
      results.write('\n');
      if (open.size() == ProofLimits.WAITING || results.size() >= RESULTS_BYTES) {
        results();
      }
    }

    private void results() throws IOException, InterruptedException {
      take(
          signing.sign(
              Draft.empty()
                  .tags(ProofFormat.results(request.session()))
                  .data(results.toByteArray())));
      results.reset();
      Optional<VerifiedItem> receipt = receipts.next();
      while (receipt.isPresent()) {
        take(receipt.get());
        receipt = receipts.next();
      }
    }
  }
}
