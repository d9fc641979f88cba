package mostao.ao.ans104;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How owners are called. */
class AddressTest {
  @Test
  void ethereumKeyIsCalledByItsChecksummedAccount() {
    byte[] key =
        Base64Url.decode(
                "BHm-Zn753LusVaBilc6HCwcCm_zbLc4o2VnygVsW-BeYSDradyajxGVdpPv8DhEIqP0XtEimhVQZnEfQj_sQ1Lg")
            .orElseThrow();
    assertThat(Address.of(SignatureType.ETHEREUM, key))
        .isEqualTo("0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf");
  }

  @Test
  void secretOneGivesThatKey() {
    byte[] one = new byte[32];
    one[31] = 1;
    assertThat(new EthereumSigner(one).address())
        .isEqualTo("0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf");
  }

  /** The examples of EIP-55. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0x52908400098527886E0F7030069857D2E4169EE7",
        "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
        "0xde709f2102306220921060314715629080e2fb77",
        "0x27b1fdb04752bbc536007a920d24acb045561c26",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
        "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
        "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb"
      })
  void checksumIsTheOneOfEip55(String address) {
    assertThat(
            Address.eip55(HexFormat.of().parseHex(address.substring(2).toLowerCase(Locale.ROOT))))
        .isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
        "0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED"
      })
  void anEthereumAddressHasOneCanonicalForm(String address) {
    assertThat(Address.canonical(address)).contains("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
  }

  @Test
  void otherAddressesStayWhatTheyAreAndTheRestIsNone() {
    assertThat(Address.canonical("A".repeat(43))).contains("A".repeat(43));
    for (String none :
        new String[] {
          "",
          "alice",
          "0x",
          "0x" + "a".repeat(39),
          "0X" + "a".repeat(40),
          "B".repeat(43),
          "A".repeat(42)
        }) {
      assertThat(Address.canonical(none)).as(none).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("keys")
  void everyVectorKeyHasItsAddress(JsonNode key) {
    SignatureType type = SignatureType.of(key.get("signatureType").asInt()).orElseThrow();
    byte[] owner = Base64Url.decode(key.get("ownerBase64Url").asText()).orElseThrow();
    assertThat(Address.of(type, owner)).isEqualTo(key.get("address").asText());
  }

  @Test
  void keyOfAnotherLengthIsABug() {
    assertThatThrownBy(() -> Address.of(SignatureType.ED25519, new byte[31]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32 bytes, not 31");
  }

  static Stream<JsonNode> keys() {
    return Vector.KEYS.stream();
  }
}
