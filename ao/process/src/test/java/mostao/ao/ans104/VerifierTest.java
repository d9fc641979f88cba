package mostao.ao.ans104;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import mostao.ao.message.Tags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R11 to R17, beyond what the vectors hold. */
class VerifierTest {
  private static final Verifier VERIFIER = new Verifier();

  @Test
  void failureInsideACryptoLibraryIsARefusal() {
    Verifier broken = new Verifier(new BrokenRsa());
    DataItem item = DataItem.parse(Vector.named("t1-message").bytes()).orThrow();
    for (int i = 0; i < 2; i++) {
      assertThat(broken.verify(item).fold(ok -> "accepted", Refusal::rule)).isEqualTo("R17");
    }
  }

  @Test
  void refusalSaysWhichRuleAndWhy() {
    assertThat(refusal("t1-pkcs1-v1_5")).isEqualTo("R12");
    assertThat(refusal("t1-sig-plus-modulus")).isEqualTo("R12");
    assertThat(refusal("t2-s-plus-order")).isEqualTo("R13");
    assertThat(refusal("t3-high-s")).isEqualTo("R14");
    assertThat(refusal("t3-owner-hybrid-point")).isEqualTo("R14");
    for (String outOfRange : List.of("t3-r-zero", "t3-s-order")) {
      assertThat(VERIFIER.read(Vector.named(outOfRange).bytes()))
          .isEqualTo(
              Reading.refused(
                  "R14", "r or s is out of range; expected 1 to the group order less 1"));
    }
    assertThat(refusal("t6-below-threshold")).isEqualTo("R15");
    assertThat(refusal("t6-threshold-0")).isEqualTo("R15");
    assertThat(refusal("t6-padding-slots-forged")).isEqualTo("R13");
    assertThat(refusal("t7-v-flipped")).isEqualTo("R16");
  }

  /** Every point whose order divides 8, and second encodings of some. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
      })
  void ed25519KeyThatAnyoneCanSignForIsRefused(String key) {
    byte[] owner = HexFormat.of().parseHex(key);
    assertThat(Ed25519Keys.isKey(owner, 0)).isFalse();
    // R = identity, s = 0: holds for the identity as key, and for small orders by luck of the hash.
    byte[] signature = new byte[64];
    signature[0] = 1;
    for (int i = 0; i < 32; i++) {
      DataItem item =
          DataItem.of(
                  SignatureType.ED25519,
                  signature,
                  owner,
                  new byte[0],
                  new byte[0],
                  Tags.none(),
                  new byte[i])
              .orThrow();
      assertThat(VERIFIER.verify(item).fold(ok -> "accepted", Refusal::rule)).isEqualTo("R13");
    }
  }

  @Test
  void rsaModulusThatIsShortOrEvenIsRefused() {
    int ownerAt = 2 + 512;
    byte[] shorter = Vector.named("t1-message").bytes();
    shorter[ownerAt] = 0x7f;
    byte[] even = Vector.named("t1-message").bytes();
    even[ownerAt + 511] &= (byte) 0xfe;
    assertThat(VERIFIER.read(shorter).fold(ok -> "accepted", Refusal::message))
        .isEqualTo("the RSA modulus has 4095 bits or is even; expected 4096 bits and odd");
    assertThat(VERIFIER.read(even).fold(ok -> "accepted", Refusal::message))
        .isEqualTo("the RSA modulus has 4096 bits or is even; expected 4096 bits and odd");
  }

  @Test
  void typedOwnerThatIsNoAddressIsRefusedByName() {
    int ownerAt = 2 + 65;
    for (int at : List.of(0, 1, 2, 41)) {
      byte[] item = Vector.named("t7-message").bytes();
      item[ownerAt + at] = 'g';
      assertThat(VERIFIER.read(item))
          .isEqualTo(Reading.refused("R16", "the owner is not 0x and 40 hex digits"));
    }
  }

  @Test
  void thresholdAboveTheSlotsIsRefused() {
    byte[] item = Vector.named("t6-message").bytes();
    int thresholdAt = 2 + 2052 + 1024;
    assertThat(item[thresholdAt]).isEqualTo((byte) 2);
    for (int threshold : List.of(0, 33, 255)) {
      item[thresholdAt] = (byte) threshold;
      assertThat(VERIFIER.read(item).fold(ok -> "accepted", Refusal::message))
          .isEqualTo("the threshold is " + threshold + "; expected 1 to 32");
    }
  }

  @Test
  void noSecondIdCanBeMadeFromAnItemOfSeveralSigners() {
    List<byte[]> seeds = List.of(seed(1), seed(2), seed(3));
    Draft draft = Draft.empty().data("said once");
    VerifiedItem asTheyShould = new MultiAptosSigner(seeds, 2, Set.of(0, 2)).sign(draft).orThrow();
    assertThat(VERIFIER.verify(asTheyShould.item()).fold(ok -> "accepted", Refusal::message))
        .isEqualTo("accepted");
    VerifiedItem oneTooMany = new MultiAptosSigner(seeds, 2, Set.of(0, 1, 2)).sign(draft).orThrow();
    assertThat(VERIFIER.verify(oneTooMany.item()).fold(ok -> "accepted", Refusal::message))
        .isEqualTo("3 signatures are marked; expected exactly 2");
  }

  private static byte[] seed(int filling) {
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) filling);
    return seed;
  }

  @Test
  void oneVerifierServesManyThreads() throws Exception {
    List<Vector> items =
        Vector.ALL.stream().filter(v -> !v.isBundle() && !v.name().endsWith("large")).toList();
    Callable<Long> everything =
        () -> items.stream().filter(v -> VERIFIER.read(v.bytes()).isOk() != v.isValid()).count();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Long>> wrong = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        wrong.add(threads.submit(everything));
      }
      for (Future<Long> count : wrong) {
        assertThat(count.get(60, TimeUnit.SECONDS)).isZero();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static String refusal(String vector) {
    return VERIFIER.read(Vector.named(vector).bytes()).fold(ok -> "accepted", Refusal::rule);
  }
}
