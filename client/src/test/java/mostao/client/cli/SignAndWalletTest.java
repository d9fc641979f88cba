package mostao.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import mostao.ao.ans104.Base64Url;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.ans104.Verifier;
import mostao.ao.message.Tag;
import mostao.client.wallet.WalletFile;
import mostao.client.wallet.WalletType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SignAndWalletTest {
  private static final String TARGET = "d53Jg2WGLZ56m6ALtsFu4c4o5IGHMhd8ON1ByA6Q0fo";

  @TempDir private Path folder;

  private StringWriter out;
  private StringWriter err;
  private Path wallet;

  @BeforeEach
  void makeWallet() throws IOException {
    wallet = folder.resolve("signing.json");
    WalletFile.save(WalletType.ED25519.create(), wallet);
  }

  @Test
  void whatIsSignedVerifiesAndHasEveryPart() throws IOException {
    String anchor = "a".repeat(31) + "=";

    int exit =
        item(
            "sign",
            "--wallet",
            wallet.toString(),
            "--target",
            TARGET,
            "--tag",
            "Action=Register",
            "--tag",
            "Equation=a=b",
            "--tag",
            "Empty=",
            "--tag",
            "Action=again",
            "--anchor",
            anchor,
            "--data",
            "al\u00efce");

    assertThat(exit).isZero();
    VerifiedItem item = signed();
    assertThat(item.owner()).isEqualTo(WalletFile.load(wallet).address());
    assertThat(item.targetId()).isEqualTo(TARGET);
    assertThat(item.tags())
        .containsExactly(
            new Tag("Action", "Register"),
            new Tag("Equation", "a=b"),
            new Tag("Empty", ""),
            new Tag("Action", "again"));
    assertThat(new String(item.item().anchor(), StandardCharsets.UTF_8)).isEqualTo(anchor);
    assertThat(new String(item.data(), StandardCharsets.UTF_8)).isEqualTo("alïce");
  }

  @Test
  void everyPartButTheWalletMayBeLeftOut() {
    assertThat(item("sign", "--wallet", wallet.toString())).isZero();

    VerifiedItem item = signed();
    assertThat(item.targetId()).isEmpty();
    assertThat(item.tags()).isEmpty();
    assertThat(item.item().anchor()).isEmpty();
    assertThat(item.data()).isEmpty();
  }

  @Test
  void anAnchorMayBeGivenAsBytes() {
    assertThat(item("sign", "--wallet", wallet.toString(), "--anchor", TARGET)).isZero();

    assertThat(Base64Url.encode(signed().item().anchor())).isEqualTo(TARGET);
  }

  @Test
  void theDataOfAFileIsTakenAsItIs() throws IOException {
    Path file = folder.resolve("data");
    byte[] bytes = {0, (byte) 0xff, '\r', '\n'};
    Files.write(file, bytes);

    assertThat(item("sign", "--wallet", wallet.toString(), "--data-file", file.toString()))
        .isZero();
    assertThat(signed().data()).isEqualTo(bytes);
  }

  @Test
  void theProtocolsOwnTagsAreAddedOnDemand() {
    assertThat(item("sign", "--wallet", wallet.toString(), "--tag", "Action=Info", "--ao"))
        .isZero();

    assertThat(signed().tags())
        .containsExactly(
            new Tag("Action", "Info"),
            new Tag("Data-Protocol", "ao"),
            new Tag("Variant", "ao.TN.1"),
            new Tag("Type", "Message"));
  }

  @Test
  void anAoMessageGetsARandomAnchorUnlessItIsGivenOne() {
    assertThat(item("sign", "--wallet", wallet.toString(), "--ao")).isZero();
    VerifiedItem one = signed();
    assertThat(item("sign", "--wallet", wallet.toString(), "--ao")).isZero();
    VerifiedItem other = signed();

    assertThat(one.item().anchor()).hasSize(32).isNotEqualTo(other.item().anchor());
    assertThat(one.id()).isNotEqualTo(other.id());

    assertThat(item("sign", "--wallet", wallet.toString(), "--ao", "--anchor", TARGET)).isZero();
    assertThat(Base64Url.encode(signed().item().anchor())).isEqualTo(TARGET);
  }

  @Test
  void theBytesCanGoIntoAFile() throws IOException {
    Path file = folder.resolve("item");

    assertThat(item("sign", "--wallet", wallet.toString(), "--out", file.toString())).isZero();

    VerifiedItem item = new Verifier().read(Files.readAllBytes(file)).orThrow();
    assertThat(out.toString().strip()).isEqualTo(item.id());
  }

  @Test
  void whatCannotBeAnItemIsRefusedWithASentence() {
    String file = wallet.toString();

    assertThat(item("sign", "--wallet", file, "--target", "short")).isEqualTo(1);
    assertThat(err.toString()).contains("'short'");
    assertThat(item("sign", "--wallet", file, "--anchor", "short")).isEqualTo(1);
    assertThat(err.toString()).contains("anchor");
    assertThat(item("sign", "--wallet", file, "--tag", "a=" + "b".repeat(4000))).isEqualTo(1);
    assertThat(err.toString()).contains("No item");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void wrongUseExitsWithTwo() {
    String file = wallet.toString();

    assertThat(item("sign")).isEqualTo(2);
    assertThat(item("sign", "--wallet", file, "--tag", "novalue")).isEqualTo(2);
    assertThat(item("sign", "--wallet", file, "--data", "a", "--data-file", file)).isEqualTo(2);
    assertThat(wallet("new", "--type", "dsa")).isEqualTo(2);
    assertThat(err.toString()).contains("'dsa'").contains("ed25519");
    assertThat(wallet()).isEqualTo(2);
  }

  @Test
  void whatTheLocaleCouldNotReadIsNotSigned() {
    String file = wallet.toString();

    assertThat(item("sign", "--wallet", file, "--data", "al\uFFFD\uFFFDce")).isEqualTo(2);
    assertThat(err.toString()).contains("--data").contains("LC_ALL=C.UTF-8");
    assertThat(item("sign", "--wallet", file, "--tag", "a=\uFFFD")).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aMissingWalletIsNamed() {
    assertThat(item("sign", "--wallet", folder.resolve("none.json").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("none.json is not there");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa", "ed25519", "ethereum", "RSA"})
  void aNewWalletPrintsItsAddressAndNoSecret(String type) throws IOException {
    Path file = folder.resolve("new.json");

    assertThat(wallet("new", "--type", type, "--out", file.toString())).isZero();

    String address = WalletFile.load(file).address();
    assertThat(out.toString().strip()).isEqualTo(address);
    assertThat(err.toString()).isEmpty();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(wallet("address", file.toString())).isZero();
    assertThat(out.toString().strip()).isEqualTo(address);
  }

  @Test
  void aWalletIsNotOverwritten() throws IOException {
    String before = Files.readString(wallet);

    assertThat(wallet("new", "--type", "ed25519", "--out", wallet.toString())).isEqualTo(1);

    assertThat(err.toString()).contains("exists already");
    assertThat(Files.readString(wallet)).isEqualTo(before);
  }

  @Test
  void aMissingFolderIsSaid() {
    Path file = folder.resolve("none").resolve("new.json");

    assertThat(wallet("new", "--type", "ed25519", "--out", file.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("the folder of");
  }

  private int item(String... arguments) {
    return run(new ItemCommand(), arguments);
  }

  private int wallet(String... arguments) {
    return run(new WalletCommand(), arguments);
  }

  private int run(Object command, String... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    return new CommandLine(command)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private VerifiedItem signed() {
    byte[] bytes = Base64Url.decode(out.toString().strip()).orElseThrow();
    return new Verifier().read(bytes).orThrow();
  }
}
