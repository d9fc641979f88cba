package mostao.client.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Base64;
import mostao.client.wallet.RsaWallet;
import mostao.client.wallet.WalletFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SessionKeyTest {
  private static final Path WALLETS =
      Path.of(System.getProperty("mostao.root"), "e2e", "node", "wallets");

  private static RsaWallet alice;
  private static RsaWallet bob;
  private static JsonNode browser;

  @BeforeAll
  static void read() throws IOException {
    alice = (RsaWallet) WalletFile.load(WALLETS.resolve("dev-3.json"));
    bob = (RsaWallet) WalletFile.load(WALLETS.resolve("dev-4.json"));
    try (InputStream vectors = SessionKeyTest.class.getResourceAsStream("/seal/webcrypto.json")) {
      browser = new ObjectMapper().readTree(vectors);
    }
  }

  @Test
  void whatWebCryptoSealedOpensHere() throws DecryptionException {
    SessionKey key = SessionKey.open(browser.get("sealedKey").textValue(), alice.privateKey());

    assertThat(browser.get("messages")).isNotEmpty();
    for (JsonNode message : browser.get("messages")) {
      assertThat(key.open(message.get("sealed").textValue()))
          .isEqualTo(message.get("text").textValue());
    }
  }

  @Test
  void aWalletShowsItsPublicKeyAsWebCryptoDoes() {
    assertThat(alice.pubkey()).isEqualTo(browser.get("pubkey").textValue());
    assertThat(PublicKeys.parse(alice.pubkey())).isPresent();
  }

  @Test
  void aKeySealedWithSha1IsNotOurs() {
    String sealed = browser.get("sealedKeySha1").textValue();

    assertThatThrownBy(() -> SessionKey.open(sealed, alice.privateKey()))
        .isInstanceOf(DecryptionException.class);
  }

  /** In another spelling, the same message would be shown again as another. */
  @Test
  void aMessageHasOneSpelling() throws DecryptionException {
    SessionKey key = SessionKey.create();
    for (String text : new String[] {"a", "abc"}) {
      String sealed = key.seal(text);
      String bare = sealed.replace("=", "");
      char last = bare.charAt(bare.length() - 1);
      String leftOver = bare.substring(0, bare.length() - 1) + (char) (last + 1);
      assertThat(key.open(sealed)).isEqualTo(text);
      assertThat(sealed).endsWith("=");
      assertThat(Base64.getDecoder().decode(bare)).isEqualTo(Base64.getDecoder().decode(sealed));
      for (String other : new String[] {bare, leftOver + sealed.substring(bare.length())}) {
        assertThatThrownBy(() -> key.open(other)).isInstanceOf(DecryptionException.class);
      }
    }
  }

  @Test
  void bothSidesOpenWhatEitherSealed() throws DecryptionException {
    SessionKey key = SessionKey.create();
    String sealed = key.sealFor(PublicKeys.parse(bob.pubkey()).orElseThrow());
    SessionKey atBob = SessionKey.open(sealed, bob.privateKey());

    assertThat(atBob.open(key.seal("hi bob"))).isEqualTo("hi bob");
    assertThat(key.open(atBob.seal("hi alice"))).isEqualTo("hi alice");
    assertThatThrownBy(() -> SessionKey.open(sealed, alice.privateKey()))
        .isInstanceOf(DecryptionException.class);
  }

  @Test
  void oneTextIsNeverSealedTwiceTheSame() {
    SessionKey key = SessionKey.create();

    assertThat(key.seal("x")).isNotEqualTo(key.seal("x"));
  }

  @Test
  void aChangeOfAnyByteIsNoticed() {
    SessionKey key = SessionKey.create();
    byte[] sealed = Base64.getDecoder().decode(key.seal("transfer 1"));

    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      String text = Base64.getEncoder().encodeToString(changed);
      assertThatThrownBy(() -> key.open(text)).isInstanceOf(DecryptionException.class);
    }
  }

  @Test
  void whatIsNoSealedTextIsRefusedByName() {
    SessionKey key = SessionKey.create();

    assertThatThrownBy(() -> key.open("%%%")).hasMessageContaining("base64");
    assertThatThrownBy(() -> key.open("AAAA")).hasMessageContaining("too few");
    assertThatThrownBy(() -> SessionKey.open("%%%", alice.privateKey()))
        .isInstanceOf(DecryptionException.class);
    assertThat(PublicKeys.parse("AAAA")).isEmpty();
    assertThat(PublicKeys.parse("no base64 at all")).isEmpty();
    assertThat(key.toString()).isEqualTo("SessionKey");
  }
}
