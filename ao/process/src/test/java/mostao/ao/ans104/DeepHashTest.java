package mostao.ao.ans104;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against the definition, written down once more as it is in the standard. */
class DeepHashTest {
  private static final int OWNERS = 400;

  private static byte[] sha384(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-384");
      Arrays.stream(parts).forEach(digest::update);
      return digest.digest();
    } catch (NoSuchAlgorithmException bug) {
      throw new IllegalStateException(bug);
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] blob(byte[] bytes) {
    return sha384(sha384(text("blob" + bytes.length)), sha384(bytes));
  }

  private static byte[] list(byte[]... blobs) {
    byte[] folded = sha384(text("list" + blobs.length));
    for (byte[] blob : blobs) {
      folded = sha384(folded, blob(blob));
    }
    return folded;
  }

  /** More owners than are remembered, each met again, some with bytes of another at the end. */
  @Test
  void everyOwnerHasItsOwnHash() {
    Random random = new Random(5);
    for (SignatureType type :
        List.of(SignatureType.ED25519, SignatureType.SOLANA, SignatureType.ARWEAVE)) {
      List<byte[]> owners = new ArrayList<>();
      for (int i = 0; i < OWNERS; i++) {
        byte[] owner = new byte[type.ownerLength()];
        random.nextBytes(owner);
        if (i > 0 && i % 3 == 0) {
          byte[] other = owners.get(i - 1);
          System.arraycopy(other, 1, owner, 1, other.length - 1);
        }
        owners.add(owner);
      }
      for (int round = 0; round < 3; round++) {
        for (byte[] owner : owners) {
          byte[] target = new byte[32];
          random.nextBytes(target);
          byte[] data = new byte[random.nextInt(3_000)];
          DataItem item =
              Draft.empty().to(Base64Url.encode(target)).data(data).unsigned(type, owner).orThrow();
          assertThat(item.deepHash())
              .isEqualTo(
                  list(
                      text("dataitem"),
                      text("1"),
                      text(Integer.toString(type.code())),
                      owner,
                      target,
                      new byte[0],
                      new byte[0],
                      data));
        }
      }
    }
  }

  /** Owners that have the same place among those that are remembered, on several threads. */
  @Test
  void threadsDoNotDisturbEachOther() {
    List<DataItem> items = new ArrayList<>();
    List<byte[]> hashes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      byte[] owner = new byte[32];
      owner[0] = (byte) i;
      items.add(Draft.empty().data(owner).unsigned(SignatureType.ED25519, owner).orThrow());
      hashes.add(
          list(
              text("dataitem"),
              text("1"),
              text("2"),
              owner,
              new byte[0],
              new byte[0],
              new byte[0],
              owner));
    }
    assertThat(
            IntStream.range(0, 200_000)
                .parallel()
                .allMatch(i -> Arrays.equals(items.get(i % 8).deepHash(), hashes.get(i % 8))))
        .isTrue();
  }

  /** An owner of one type is not that of another with the same key. */
  @Test
  void aKeyOfTwoTypesHasTwoHashes() {
    byte[] key = new byte[32];
    ByteArrayOutputStream hashes = new ByteArrayOutputStream();
    for (SignatureType type :
        List.of(SignatureType.ED25519, SignatureType.SOLANA, SignatureType.ED25519)) {
      DataItem item = Draft.empty().unsigned(type, key).orThrow();
      hashes.writeBytes(item.deepHash());
    }
    byte[] all = hashes.toByteArray();
    assertThat(Arrays.copyOfRange(all, 96, 144)).isEqualTo(Arrays.copyOfRange(all, 0, 48));
    assertThat(Arrays.copyOfRange(all, 48, 96)).isNotEqualTo(Arrays.copyOfRange(all, 0, 48));
  }
}
