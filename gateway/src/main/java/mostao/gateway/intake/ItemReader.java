package mostao.gateway.intake;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import mostao.ao.ans104.Reading;
import mostao.ao.ans104.Refusal;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.ans104.Verifier;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.Reply;

/** From bytes to an item whose signature holds. Costs processor time: not for event loops. */
public final class ItemReader {
  /** In JSON data may take three times its bytes (surrogate pairs do), and a record has a limit. */
  private static final int MOST_BYTES = 1_350_000;

  private final Verifier verifier;
  private final int mostBytes;
  private final Timer verifications;

  public ItemReader(Verifier verifier, int mostBytes, MeterRegistry meters) {
    if (mostBytes < 1 || mostBytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "mostao.intake.item-bytes is " + mostBytes + ": set it from 1 to " + MOST_BYTES);
    }
    this.verifier = verifier;
    this.mostBytes = mostBytes;
    this.verifications =
        Timer.builder("mostao.verification")
            .description("Reading an item and checking its signature")
            .serviceLevelObjectives(
                Duration.ofNanos(100_000),
                Duration.ofMillis(1),
                Duration.ofMillis(10),
                Duration.ofMillis(100))
            .register(meters);
  }

  /** The item, or why it is not one: too large, not well-formed, or not signed by its owner. */
  public Reply<VerifiedItem> read(byte[] bytes) {
    if (bytes.length > mostBytes) {
      return Reply.denied(tooLarge(bytes.length, mostBytes));
    }
    if (bytes.length == 0) {
      return Reply.denied(
          ApiError.invalidItem(
              "the body is empty; send the bytes of a signed data item (ANS-104)"));
    }
    long begun = System.nanoTime();
    Reading<VerifiedItem> item = verifier.read(bytes);
    verifications.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
    return item.fold(Reply::given, refusal -> Reply.denied(invalid(refusal)));
  }

  /** The refusal of a body that is over the limit. */
  public static ApiError tooLarge(long length, long most) {
    return ApiError.tooLarge("the item has " + length + " bytes; at most " + most + " are taken");
  }

  /** The refusal of a body that turned out to be over the limit while it came. */
  public static ApiError tooLarge(long most) {
    return ApiError.tooLarge("the body is too large; at most " + most + " bytes are taken");
  }

  private static ApiError invalid(Refusal refusal) {
    return ApiError.invalidItem(
        "the body is not a valid signed data item (" + refusal.rule() + "): " + refusal.message());
  }
}
