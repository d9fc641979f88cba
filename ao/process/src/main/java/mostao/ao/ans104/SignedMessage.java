package mostao.ao.ans104;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The bytes that each signature type puts around the deep hash before it signs. */
final class SignedMessage {
  private static final byte[] PERSONAL =
      ascii("\u0019Ethereum Signed Message:\n" + Hashes.SHA384_LENGTH);

  // The blank inside the member name "Transaction hash" is part of the deployed form.
  private static final byte[] TYPED_STRUCT =
      Hashes.keccak256(ascii("Bundlr(bytes Transaction hash,address address)"));
  private static final byte[] TYPED_DOMAIN =
      Hashes.keccak256(
          Hashes.keccak256(ascii("EIP712Domain(string name,string version)")),
          Hashes.keccak256(ascii("Bundlr")),
          Hashes.keccak256(ascii("1")));
  private static final byte[] TYPED_PREFIX = {0x19, 0x01};
  private static final byte[] ADDRESS_PADDING = new byte[12];

  private SignedMessage() {}

  /** Type 4: the hex digits of the hash, lower case. */
  static byte[] solana(byte[] deepHash) {
    return ascii(HexFormat.of().formatHex(deepHash));
  }

  /** Type 5: the envelope an Aptos wallet shows. */
  static byte[] aptos(byte[] deepHash) {
    return ascii("APTOS\nmessage: " + HexFormat.of().formatHex(deepHash) + "\nnonce: bundlr");
  }

  /** Type 3: digest of the personal message, the hash raw. */
  static byte[] personalDigest(byte[] deepHash) {
    return Hashes.keccak256(PERSONAL, deepHash);
  }

  /**
   * Type 7: EIP-712 digest.
   *
   * @param account the 20 bytes of the signer's address
   */
  static byte[] typedDigest(byte[] deepHash, byte[] account) {
    byte[] struct =
        Hashes.keccak256(TYPED_STRUCT, Hashes.keccak256(deepHash), ADDRESS_PADDING, account);
    return Hashes.keccak256(TYPED_PREFIX, TYPED_DOMAIN, struct);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
