package mostao.ao.secret;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import mostao.ao.ans104.Base64Url;
import mostao.ao.ans104.Ed25519Signer;

/**
 * A wallet's key on disk: a JWK ({@code kty} OKP, {@code crv} Ed25519) that only its owner may
 * read. Thread-safe.
 */
public final class Ed25519KeyFile {
  private static final int SEED_BYTES = 32;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final SecretFile file;

  /**
   * @param what the file is, for messages: {@code the authority's key file}
   */
  public Ed25519KeyFile(String what, Path file) {
    this.file = new SecretFile(what, file);
  }

  /**
   * The wallet in the file; a new one is made if the file is missing.
   *
   * @throws SecretFile.Unusable when the file is open to others, is not such a key, or can't be
   *     read or written
   */
  public Ed25519Signer open() {
    return new Ed25519Signer(
        seed(new String(file.read(Ed25519KeyFile::fresh), StandardCharsets.UTF_8)));
  }

  private static byte[] fresh() {
    byte[] seed = new byte[SEED_BYTES];
    new SecureRandom().nextBytes(seed);
    ObjectNode key = MAPPER.createObjectNode().put("kty", "OKP").put("crv", "Ed25519");
    key.put("d", Base64Url.encode(seed));
    key.put("x", Base64Url.encode(new Ed25519Signer(seed).ownerKey()));
    return (key + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private byte[] seed(String text) {
    JsonNode key;
    try {
      key = MAPPER.readTree(text);
    } catch (JsonProcessingException notJson) {
      // Without the cause, which would quote the content.
      throw file.unusable("is not JSON");
    }
    if (key == null
        || !key.path("kty").asText().equals("OKP")
        || !key.path("crv").asText().equals("Ed25519")) {
      throw file.unusable("is not a JWK with kty OKP and crv Ed25519");
    }
    Optional<byte[]> seed =
        Base64Url.decode(key.path("d").asText()).filter(bytes -> bytes.length == SEED_BYTES);
    Optional<byte[]> publicKey = Base64Url.decode(key.path("x").asText());
    if (seed.isEmpty()) {
      throw file.unusable("has no secret of 32 bytes (base64url) in its field d");
    }
    byte[] derived = new Ed25519Signer(seed.get()).ownerKey();
    if (publicKey.isEmpty() || !Arrays.equals(publicKey.get(), derived)) {
      throw file.unusable("has a public key x that does not belong to its secret d");
    }
    return seed.get();
  }
}
