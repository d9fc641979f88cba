package mostao.client.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.ans104.Verifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WalletFileTest {
  private static final Path WALLETS =
      Path.of(System.getProperty("mostao.root"), "e2e", "node", "wallets");

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(WalletType.class)
  void aNewWalletIsTheSameAfterItsFileAndSignsItemsThatVerify(WalletType type) throws IOException {
    Wallet made = type.create();
    Path file = folder.resolve("wallet.json");

    WalletFile.save(made, file);
    Wallet loaded = WalletFile.load(file);

    assertThat(loaded.type()).isEqualTo(type);
    assertThat(loaded.address()).isEqualTo(made.address());
    assertThat(loaded.toJwk()).isEqualTo(made.toJwk());
    VerifiedItem item = Draft.empty().data("x").sign(loaded.signer()).orThrow();
    assertThat(new Verifier().read(item.bytes()).orThrow().owner()).isEqualTo(made.address());
  }

  @Test
  void onlyItsUserMayReadTheFile() throws IOException {
    Path file = folder.resolve("wallet.json");

    WalletFile.save(WalletType.ED25519.create(), file);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void aWalletIsNeverWrittenOverAFile() throws IOException {
    Path file = folder.resolve("wallet.json");
    Files.writeString(file, "mine");

    assertThatThrownBy(() -> WalletFile.save(WalletType.ED25519.create(), file))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file).hasContent("mine");
  }

  @ParameterizedTest
  @CsvSource({
    "dev-1.json, d53Jg2WGLZ56m6ALtsFu4c4o5IGHMhd8ON1ByA6Q0fo",
    "dev-4.json, c5bXwj6Kdk2Qab3U9NSmqW-eGYsd0VvMenDAiq5oyj4"
  })
  void walletsOfOtherToolsAreRead(String name, String address) throws IOException {
    assertThat(WalletFile.load(WALLETS.resolve(name)).address()).isEqualTo(address);
  }

  @Test
  void anEthereumSecretIsReadAsHexDigits() throws IOException {
    String one = "0".repeat(63) + "1";

    assertThat(WalletFile.parse("text", one + "\n").address())
        .isEqualTo("0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf");
    assertThat(WalletFile.parse("text", "0x" + one).address())
        .isEqualTo("0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf");
  }

  @Test
  void whatIsNoWalletIsRefusedWithItsNameAndTheReason() throws IOException {
    String dev1 = Files.readString(WALLETS.resolve("dev-1.json"));
    String dev2 = Files.readString(WALLETS.resolve("dev-2.json"));
    String ed25519 = WalletType.ED25519.create().toJwk().toString();
    String ethereum = WalletType.ETHEREUM.create().toJwk().toString();

    refused("", "neither");
    refused("[]", "neither a JSON object");
    refused("{}", "kty is ''");
    refused("{\"kty\":\"oct\"}", "kty is 'oct'");
    refused("{\"kty\":\"RSA\",\"n\":\"AQ\",\"e\":\"AQAB\"}", "field d is missing");
    refused(dev1.replaceFirst("\"d\": \"", "\"d\": \"="), "field d is not base64url");
    refused(dev1.replace(line(dev1, "p"), line(dev2, "p")), "don't belong together");
    refused(ed25519.replace("Ed25519", "X25519"), "crv is 'X25519'");
    refused(ed25519.replaceFirst("\"x\":\"..", "\"x\":\"00"), "field x is not the public key");
    refused(ethereum.replaceFirst("\"y\":\"..", "\"y\":\"00"), "field y is not the public key");
    refused("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"d\":\"AQ\"}", "d has 1 bytes, not 32");
    refused("0".repeat(64), "above 0");
  }

  @Test
  void noSecretIsShown() throws IOException {
    Wallet wallet = WalletType.ED25519.create();
    String secret = wallet.toJwk().get("d").textValue();
    String broken = wallet.toJwk().toString().replace("\"kty\"", "kty");

    assertThat(wallet.toString()).doesNotContain(secret);
    assertThatThrownBy(() -> WalletFile.parse("text", broken))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain(secret));
  }

  @Test
  void aFileThatIsFarTooLargeIsRefusedUnread() throws IOException {
    Path file = folder.resolve("large");
    Files.write(file, new byte[1024 * 1024]);

    assertThatThrownBy(() -> WalletFile.load(file))
        .isInstanceOf(UnusableWallet.class)
        .hasMessageContaining("larger than");
  }

  private static void refused(String text, String reason) {
    assertThatThrownBy(() -> WalletFile.parse("my.json", text))
        .isInstanceOf(UnusableWallet.class)
        .hasMessageContaining("my.json")
        .hasMessageContaining(reason);
  }

  private static String line(String jwk, String field) {
    return jwk.lines()
        .filter(line -> line.strip().startsWith("\"" + field + "\""))
        .findFirst()
        .orElseThrow();
  }
}
