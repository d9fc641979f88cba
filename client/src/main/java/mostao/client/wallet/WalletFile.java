package mostao.client.wallet;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Wallets in files. */
public final class WalletFile {
  /** A JWK of RSA-4096 takes 3 kB; a much larger file is something else. */
  private static final int MAX_BYTES = 64 * 1024;

  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);

  private WalletFile() {}

  /**
   * The wallet in a file: a JWK of RSA (kty RSA), Ed25519 (kty OKP) or secp256k1 (kty EC), or a
   * secp256k1 secret of 64 hex digits.
   *
   * @throws UnusableWallet when the file holds no such thing
   * @throws IOException when the file can't be read
   */
  public static Wallet load(Path file) throws IOException {
    byte[] content;
    try (InputStream in = Files.newInputStream(file)) {
      content = in.readNBytes(MAX_BYTES + 1);
    }
    if (content.length > MAX_BYTES) {
      throw new UnusableWallet(file.toString(), "it is larger than " + MAX_BYTES + " bytes");
    }
    return Jwk.read(file.toString(), new String(content, StandardCharsets.UTF_8));
  }

  /**
   * As {@link #load}, of a text.
   *
   * @param source what to call the text in a refusal
   */
  public static Wallet parse(String source, String text) throws UnusableWallet {
    return Jwk.read(source, text);
  }

  /**
   * Writes a wallet into a new file that only its user can read.
   *
   * @throws FileAlreadyExistsException when there is a file of this name; it stays as it is
   */
  public static void save(Wallet wallet, Path file) throws IOException {
    byte[] content =
        (new ObjectMapper().writeValueAsString(wallet.toJwk()) + "\n")
            .getBytes(StandardCharsets.UTF_8);
    // The mode is set as the file is made, so that there's no moment at which others can open it.
    try (FileChannel out = FileChannel.open(file, NEW, onlyMine(file))) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        out.write(buffer);
      }
      out.force(true);
    }
  }

  private static FileAttribute<?>[] onlyMine(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
