package mostao.ao.ans104;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** How an owner key is called on AO. */
public final class Address {
  private static final Pattern ETHEREUM = Pattern.compile("0x[0-9a-fA-F]{40}");

  private Address() {}

  /**
   * The address of a key as AO's compute units write it: for type 3 the EIP-55 checksummed Ethereum
   * address, for every other type the SHA-256 of the owner field as base64url. Compared as it
   * stands, case included.
   *
   * @throws IllegalArgumentException when the key hasn't the length of its type
   */
  public static String of(SignatureType type, byte[] ownerKey) {
    if (ownerKey.length != type.ownerLength()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "an owner key of type %d has %d bytes, not %d",
              type.code(),
              type.ownerLength(),
              ownerKey.length));
    }
    return type == SignatureType.ETHEREUM
        ? eip55(account(ownerKey))
        : Base64Url.encode(Hashes.sha256().digest(ownerKey));
  }

  /**
   * The one way to write an address that could receive messages: an Ethereum address in any case
   * becomes the checksummed one, the 43 characters of any other stay as they are.
   *
   * @return empty if the text is not a wallet's address
   */
  public static Optional<String> canonical(String text) {
    if (Base64Url.isId(text)) {
      return Optional.of(text);
    }
    return ETHEREUM.matcher(text).matches()
        ? Optional.of(eip55(HexFormat.of().parseHex(text, 2, text.length())))
        : Optional.empty();
  }

  /** The 20-byte Ethereum account of an uncompressed point, 65 bytes with the 04 in front. */
  static byte[] account(byte[] uncompressedPoint) {
    byte[] hash = Hashes.keccak256(Arrays.copyOfRange(uncompressedPoint, 1, 65));
    return Arrays.copyOfRange(hash, 12, 32);
  }

  /** {@code 0x} and 40 hex digits whose case is the checksum. */
  static String eip55(byte[] account) {
    String hex = HexFormat.of().formatHex(account);
    byte[] hash = Hashes.keccak256(hex.getBytes(StandardCharsets.US_ASCII));
    StringBuilder out = new StringBuilder("0x");
    for (int i = 0; i < hex.length(); i++) {
      int nibble = hash[i / 2] >> (i % 2 == 0 ? 4 : 0) & 0x0f;
      out.append(nibble >= 8 ? Character.toUpperCase(hex.charAt(i)) : hex.charAt(i));
    }
    return out.toString();
  }
}
