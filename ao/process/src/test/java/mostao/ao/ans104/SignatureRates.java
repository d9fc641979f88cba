package mostao.ao.ans104;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/**
 * Verifications and signatures per second of processor time on one thread, of the vectors'
 * messages. A program, not a test: run its main with the test class path.
 */
final class SignatureRates {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 5;
  private static final long ROUND_NANOS = 1_000_000_000L;

  private SignatureRates() {}

  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    for (Verifier verifier : List.of(new Verifier(), Verifier.withBouncyCastle())) {
      out.printf(Locale.ROOT, "RSA through %s%n", verifier.rsaProvider());
      for (SignatureType type : SignatureType.values()) {
        byte[] item = Vector.named("t" + type.code() + "-message").bytes();
        out.printf(
            Locale.ROOT,
            "  parse and verify, %d bytes, %s: %.0f/s%n",
            item.length,
            type,
            rate(() -> verifier.read(item).isOk()));
      }
    }
    byte[] seed = new byte[32];
    seed[31] = 1;
    Draft draft = Draft.empty().tag("Action", "Rate").data("x".repeat(100));
    for (Signer signer : List.of(new Ed25519Signer(seed), new EthereumSigner(seed))) {
      out.printf(
          Locale.ROOT,
          "  sign, %s: %.0f/s%n",
          signer.type(),
          rate(() -> draft.sign(signer).isOk()));
    }
    byte[] plain = Vector.named("t2-message").bytes();
    out.printf(Locale.ROOT, "  parse alone: %.0f/s%n", rate(() -> DataItem.parse(plain).isOk()));
  }

  /** The best of a few rounds, which other programs on the machine disturb least. */
  private static double rate(BooleanSupplier once) {
    double best = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long start = THREADS.getCurrentThreadCpuTime();
      long count = 0;
      while (THREADS.getCurrentThreadCpuTime() - start < ROUND_NANOS) {
        if (!once.getAsBoolean()) {
          throw new AssertionError("refused");
        }
        count++;
      }
      best = Math.max(best, count * 1e9 / (THREADS.getCurrentThreadCpuTime() - start));
    }
    return best;
  }
}
