package mostao.ao.ans104;

import static mostao.ao.fuzz.Cost.must;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import mostao.ao.fuzz.Cost;

/**
 * Items and bundles: what is read has these bytes as its one encoding, and is accepted only if its
 * signature holds, by either of the two libraries that verify.
 */
public final class ItemTarget {
  private static final Verifier VERIFIER = new Verifier();
  private static final Verifier JAVA_VERIFIER = Verifier.withBouncyCastle();
  private static final int FACTOR = 64;

  private ItemTarget() {}

  public static List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    for (Vector vector : Vector.ALL) {
      if (vector.isValid() && vector.bytes().length <= 2048) {
        seeds.add(vector.bytes());
      }
    }
    return seeds;
  }

  public static void fuzzerTestOneInput(byte[] input) {
    Cost.bounded(
        input,
        FACTOR,
        () -> {
          item(input);
          bundle(input);
        });
  }

  private static void item(byte[] input) {
    Reading<DataItem> parsed = DataItem.parse(input);
    Reading<VerifiedItem> verified = VERIFIER.read(input);
    refusedByName(verified);
    if (parsed instanceof Reading.Ok<DataItem> ok) {
      DataItem item = ok.value();
      must(Arrays.equals(item.bytes(), input), "an item shows other bytes than it was read from");
      must(rebuilt(item).equals(item), "an item has two encodings");
      must(JAVA_VERIFIER.read(input).equals(verified), "the two libraries say different things");
    } else {
      must(!verified.isOk(), "an item was accepted that can't be read");
    }
    if (verified instanceof Reading.Ok<VerifiedItem> ok) {
      must(Arrays.equals(ok.value().bytes(), input), "another item was accepted");
      byte[] changed = input.clone();
      changed[changed.length - 1] ^= 1;
      must(!VERIFIER.read(changed).isOk(), "the last byte is not under the signature");
    }
  }

  private static void bundle(byte[] input) {
    Reading<Bundle> parsed = Bundle.parse(input);
    refusedByName(VERIFIER.readBundle(input));
    if (parsed instanceof Reading.Ok<Bundle> ok) {
      must(
          Arrays.equals(Bundle.of(ok.value().items()), input),
          "a bundle has two encodings, or shows other bytes than it was read from");
    }
  }

  private static DataItem rebuilt(DataItem item) {
    return DataItem.of(
            item.type(),
            item.signature(),
            item.ownerKey(),
            item.target(),
            item.anchor(),
            item.tags(),
            item.data())
        .orThrow();
  }

  private static void refusedByName(Reading<?> reading) {
    if (reading instanceof Reading.Refused<?> refused) {
      must(refused.refusal().message().length() < 400, "a message of unbounded length");
      // R17 stands for a failure that nobody foresaw.
      must(!refused.refusal().rule().equals("R17"), refused.refusal().toString());
    }
  }
}
