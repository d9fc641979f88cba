package mostao.ao.ans104;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The deterministic types, signed again with the vectors' own keys. */
class SigningTest {
  @ParameterizedTest(name = "{0}")
  @MethodSource("deterministicVectors")
  void sameFieldsSignedAgainGiveTheSameBytes(Vector vector) {
    DataItem item = DataItem.parse(vector.bytes()).orThrow();
    Draft draft =
        Draft.empty().to(item.targetId()).anchor(item.anchor()).tags(item.tags()).data(item.data());

    VerifiedItem signed = sign(draft, vector.text("ownerBase64Url")).orThrow();

    assertThat(signed.bytes()).isEqualTo(vector.bytes());
    assertThat(signed.owner()).isEqualTo(vector.text("address"));
  }

  @Test
  void everyDeterministicTypeIsAmongTheVectors() {
    assertThat(deterministicVectors().map(Vector::signatureType).distinct())
        .containsExactlyInAnyOrder(2, 3, 4, 5, 6, 7);
  }

  @Test
  void aKeyThatIsNoneIsRefusedBeforeItSigns() {
    byte[] tooLong = new byte[33];
    byte[] zero = new byte[32];
    byte[] ones = HexFormat.of().parseHex("ff".repeat(32));
    assertThatThrownBy(() -> new Ed25519Signer(tooLong)).hasMessageContaining("not 33");
    assertThatThrownBy(() -> new EthereumSigner(zero)).hasMessageContaining("above 0");
    assertThatThrownBy(() -> new TypedEthereumSigner(ones)).hasMessageContaining("group order");
  }

  @Test
  void multipleKeysThatDontFitTogetherAreRefused() {
    List<byte[]> seeds = List.of(new byte[32], new byte[32]);
    assertThatThrownBy(() -> new MultiAptosSigner(List.of(), 1, Set.of(0)))
        .hasMessageContaining("not 0");
    assertThatThrownBy(() -> new MultiAptosSigner(seeds, 3, Set.of(0, 1)))
        .hasMessageContaining("not 3");
    assertThatThrownBy(() -> new MultiAptosSigner(seeds, 2, Set.of(0)))
        .hasMessageContaining("at least 2");
    assertThatThrownBy(() -> new MultiAptosSigner(seeds, 1, Set.of(2)))
        .hasMessageContaining("slots 0 to 1");
  }

  static Stream<Vector> deterministicVectors() {
    return Vector.ALL.stream().filter(v -> v.isValid() && !v.isBundle() && v.signatureType() != 1);
  }

  private static Reading<VerifiedItem> sign(Draft draft, String owner) {
    JsonNode key =
        Vector.KEYS.stream()
            .filter(k -> k.get("ownerBase64Url").asText().equals(owner))
            .findFirst()
            .orElseThrow();
    return switch (key.get("signatureType").asInt()) {
      case 2 -> draft.sign(new Ed25519Signer(secret(key)));
      case 3 -> draft.sign(new EthereumSigner(secret(key)));
      case 4 -> new SolanaSigner(secret(key)).sign(draft);
      case 5 -> new AptosSigner(secret(key)).sign(draft);
      case 6 -> multi(key).sign(draft);
      case 7 -> new TypedEthereumSigner(secret(key)).sign(draft);
      default -> throw new AssertionError(key);
    };
  }

  private static ForeignSigner multi(JsonNode key) {
    List<byte[]> seeds = new ArrayList<>();
    key.get("seedsHex").forEach(seed -> seeds.add(HexFormat.of().parseHex(seed.asText())));
    Set<Integer> signing = new TreeSet<>();
    key.get("signers").forEach(slot -> signing.add(slot.asInt()));
    return new MultiAptosSigner(seeds, key.get("threshold").asInt(), signing);
  }

  private static byte[] secret(JsonNode key) {
    return HexFormat.of().parseHex(key.get("secretHex").asText());
  }
}
