package mostao.gateway.authority;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import mostao.ao.ans104.Base64Url;
import mostao.ao.ans104.Ed25519Signer;

/**
 * The authority's key on disk: a JWK ({@code kty} OKP, {@code crv} Ed25519) that only its owner may
 * read.
 */
public final class KeyFile {
  private static final int SEED_BYTES = 32;
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OF_OTHERS =
      EnumSet.complementOf(EnumSet.copyOf(PosixFilePermissions.fromString("rwx------")));

  private final Path file;

  public KeyFile(Path file) {
    this.file = file.toAbsolutePath();
  }

  /** The file can't be used; the message says why and what to do, and nothing of its content. */
  public static final class Unusable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unusable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * The wallet in the file; a new one is made when there is no file.
   *
   * @throws Unusable when the file is open to others, is no such key, or can't be read or written
   */
  public Authority open() {
    try {
      if (!Files.exists(file)) {
        create();
      }
      refuseWhenOpenToOthers();
      return new Authority(new Ed25519Signer(seed(Files.readString(file))));
    } catch (IOException e) {
      throw unusable("can't be read or written: " + e.getClass().getSimpleName(), e);
    }
  }

  private void create() throws IOException {
    byte[] seed = new byte[SEED_BYTES];
    new SecureRandom().nextBytes(seed);
    ObjectNode key = MAPPER.createObjectNode().put("kty", "OKP").put("crv", "Ed25519");
    key.put("d", Base64Url.encode(seed));
    key.put("x", Base64Url.encode(new Ed25519Signer(seed).ownerKey()));
    Path folder = file.getParent();
    Files.createDirectories(folder);
    // Whole or not at all, never with a wider mode, and never over a key that appeared meanwhile.
    Path draft =
        Files.createTempFile(
            folder,
            file.getFileName().toString(),
            ".new",
            PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    try {
      Files.writeString(draft, MAPPER.writeValueAsString(key) + "\n");
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException anotherWasFaster) {
      // Its key is the deployment's; ours is forgotten.
      return;
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private void refuseWhenOpenToOthers() throws IOException {
    Set<PosixFilePermission> open = EnumSet.noneOf(PosixFilePermission.class);
    open.addAll(Files.getPosixFilePermissions(file));
    open.retainAll(OF_OTHERS);
    if (!open.isEmpty()) {
      throw unusable(
          "is open to others (" + open + "): run chmod 600 on it, and make a new key if it leaked",
          null);
    }
  }

  private byte[] seed(String text) {
    JsonNode key;
    try {
      key = MAPPER.readTree(text);
    } catch (JsonProcessingException notJson) {
      // Without the cause, which would quote the content.
      throw unusable("is no JSON", null);
    }
    if (key == null
        || !key.path("kty").asText().equals("OKP")
        || !key.path("crv").asText().equals("Ed25519")) {
      throw unusable("is no JWK with kty OKP and crv Ed25519", null);
    }
    Optional<byte[]> seed =
        Base64Url.decode(key.path("d").asText()).filter(bytes -> bytes.length == SEED_BYTES);
    Optional<byte[]> publicKey = Base64Url.decode(key.path("x").asText());
    if (seed.isEmpty()) {
      throw unusable("has no secret of 32 bytes (base64url) in its field d", null);
    }
    byte[] derived = new Ed25519Signer(seed.get()).ownerKey();
    if (publicKey.isEmpty() || !Arrays.equals(publicKey.get(), derived)) {
      throw unusable("has a public key x that does not belong to its secret d", null);
    }
    return seed.get();
  }

  private Unusable unusable(String why, Throwable cause) {
    return new Unusable("the authority's key file " + file + " " + why, cause);
  }
}
