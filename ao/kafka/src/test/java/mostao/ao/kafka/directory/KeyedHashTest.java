package mostao.ao.kafka.directory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeyedHashTest {
  private static final String ADDRESS = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

  /** The example of the paper: key 00 to 0f, message 00 to 0e. */
  @Test
  void itIsSipHash24() {
    StringBuilder message = new StringBuilder();
    for (char c = 0; c < 15; c++) {
      message.append(c);
    }
    assertThat(new KeyedHash(key(0)).of(message.toString())).isEqualTo(0xa129ca6149be45e5L);
  }

  @Test
  void anotherKeyGivesAnotherHash() {
    assertThat(new KeyedHash(key(0)).of("a")).isNotEqualTo(new KeyedHash(key(1)).of("a"));
  }

  @Test
  void onlyEthereumAddressesAreTheSameInAnyCase() {
    KeyedHash hash = KeyedHash.OF_THIS_RUN;
    assertThat(hash.ofWallet(ADDRESS))
        .isEqualTo(hash.ofWallet("0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED"));
    assertThat(hash.ofWallet("A")).isNotEqualTo(hash.ofWallet("a"));
    assertThat(hash.ofWallet("A")).isEqualTo(hash.of("A"));
  }

  private static byte[] key(int first) {
    byte[] key = new byte[16];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) (first + i);
    }
    return key;
  }
}
