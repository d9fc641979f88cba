package mostao.ao.ans104;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every shared vector gives the expected answer, through either RSA library. */
class VectorsTest {
  private static final Duration DEADLINE = Duration.ofSeconds(2);
  private static final List<Verifier> VERIFIERS =
      List.of(new Verifier(), Verifier.withBouncyCastle());

  @BeforeAll
  static void loadTheCryptoLibraries() {
    VERIFIERS.forEach(verifier -> verifier.read(Vector.named("t1-empty").bytes()));
  }

  @Test
  void noneOfThe208IsMissing() {
    assertThat(Vector.ALL).hasSize(208);
    assertThat(Vector.ALL).filteredOn(Vector::isValid).hasSize(35);
    assertThat(Vector.ALL).filteredOn(Vector::isBundle).hasSize(14);
    assertThat(items(true).count() + bundles(true).count()).isEqualTo(2 * 35);
    assertThat(items(false).count() + bundles(false).count()).isEqualTo(2 * 173);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("validItems")
  void validItemIsReadFieldByField(Vector vector, Verifier verifier) {
    byte[] bytes = vector.bytes();
    VerifiedItem verified = verifier.read(bytes).orThrow();
    DataItem item = verified.item();

    assertThat(item.bytes()).isEqualTo(bytes);
    assertThat(item.type().code()).isEqualTo(vector.signatureType());
    assertThat(verified.id()).isEqualTo(vector.text("id"));
    assertThat(verified.owner()).isEqualTo(vector.text("address"));
    assertThat(item.ownerKey()).isEqualTo(vector.bytes("ownerBase64Url"));
    assertThat(verified.targetId()).isEqualTo(vector.text("target"));
    assertThat(item.target()).isEqualTo(vector.bytes("target"));
    assertThat(item.anchor()).isEqualTo(vector.bytes("anchor"));
    assertThat(verified.tags().list()).isEqualTo(vector.tags());
    assertThat(item.deepHash()).isEqualTo(HexFormat.of().parseHex(vector.text("deepHashHex")));
    if (vector.json().has("dataBase64Url")) {
      assertThat(verified.data()).isEqualTo(vector.bytes("dataBase64Url"));
    } else {
      assertThat(item.data().length).isEqualTo(vector.json().get("dataLength").asInt());
      assertThat(sha256Hex(item.data())).isEqualTo(vector.text("dataSha256"));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("validItems")
  void validItemIsTheSameRebuiltFromItsParts(Vector vector, Verifier verifier) {
    DataItem item = DataItem.parse(vector.bytes()).orThrow();
    DataItem rebuilt =
        DataItem.of(
                item.type(),
                item.signature(),
                item.ownerKey(),
                item.target(),
                item.anchor(),
                item.tags(),
                item.data())
            .orThrow();

    assertThat(rebuilt.bytes()).isEqualTo(vector.bytes());
    assertThat(verifier.verify(rebuilt).orThrow().id()).isEqualTo(vector.text("id"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("invalidItems")
  void invalidItemIsRefusedSoon(Vector vector, Verifier verifier) {
    Reading<VerifiedItem> reading =
        assertTimeoutPreemptively(DEADLINE, () -> verifier.read(vector.bytes()));

    assertThat(reading).as(vector.text("why")).isInstanceOf(Reading.Refused.class);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("validBundles")
  void validBundleGivesItsItems(Vector vector, Verifier verifier) {
    List<VerifiedItem> items = verifier.readBundle(vector.bytes()).orThrow().items();

    JsonNode due = vector.json().get("items");
    assertThat(items).hasSize(due.size());
    for (int i = 0; i < due.size(); i++) {
      VerifiedItem item = items.get(i);
      assertThat(item.id()).isEqualTo(due.get(i).get("id").asText());
      assertThat(item.type().code()).isEqualTo(due.get(i).get("signatureType").asInt());
      assertThat(item.item().length()).isEqualTo(due.get(i).get("size").asInt());
      assertThat(item.owner()).isEqualTo(due.get(i).get("address").asText());
      assertThat(sha256Hex(item.data())).isEqualTo(due.get(i).get("dataSha256").asText());
    }
    assertThat(Bundle.of(items.stream().map(VerifiedItem::item).toList()))
        .isEqualTo(vector.bytes());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("invalidBundles")
  void invalidBundleIsRefusedSoon(Vector vector, Verifier verifier) {
    Reading<VerifiedBundle> reading =
        assertTimeoutPreemptively(DEADLINE, () -> verifier.readBundle(vector.bytes()));

    assertThat(reading).as(vector.text("why")).isInstanceOf(Reading.Refused.class);
  }

  @Test
  void nestedBundleIsOpenedFromItsCarrier() {
    VerifiedItem carrier =
        VERIFIERS.get(0).read(Vector.named("t1-nested-bundle").bytes()).orThrow();

    assertThat(Bundle.isCarriedBy(carrier.item())).isTrue();
    assertThat(VERIFIERS.get(0).readBundle(carrier.data()).orThrow().items()).isNotEmpty();
  }

  static Stream<Arguments> validItems() {
    return items(true);
  }

  static Stream<Arguments> invalidItems() {
    return items(false);
  }

  static Stream<Arguments> validBundles() {
    return bundles(true);
  }

  static Stream<Arguments> invalidBundles() {
    return bundles(false);
  }

  private static Stream<Arguments> items(boolean valid) {
    return withEachVerifier(
        Vector.ALL.stream().filter(v -> !v.isBundle()).filter(v -> v.isValid() == valid));
  }

  private static Stream<Arguments> bundles(boolean valid) {
    return withEachVerifier(
        Vector.ALL.stream().filter(Vector::isBundle).filter(v -> v.isValid() == valid));
  }

  private static Stream<Arguments> withEachVerifier(Stream<Vector> vectors) {
    return vectors.flatMap(
        vector -> VERIFIERS.stream().map(verifier -> Arguments.of(vector, verifier)));
  }

  private static String sha256Hex(byte[] bytes) {
    return HexFormat.of().formatHex(Hashes.sha256().digest(bytes));
  }
}
