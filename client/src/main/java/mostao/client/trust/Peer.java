package mostao.client.trust;

import java.security.interfaces.RSAPublicKey;
import java.util.Optional;
import mostao.ao.ans104.Address;
import mostao.ao.ans104.SignatureType;
import mostao.client.seal.PublicKeys;

/**
 * Somebody as a client believes them to be.
 *
 * @param birth name, process and owner
 * @param devices their devices, with those that were known before
 * @param pubkey what the profile calls their RSA key; empty without one
 * @param compared whether the person has compared the safety number
 */
public record Peer(HandleBirth birth, Devices devices, String pubkey, boolean compared) {
  private static final int MODULUS = 512;

  public String process() {
    return birth.process();
  }

  /** Whether messages of this peer can be verified. */
  public boolean hasDevices() {
    return !devices.known().isEmpty();
  }

  /** The owner's own RSA key: the profile's, if it hashes to the owner's address. */
  public Optional<RSAPublicKey> ownerKey() {
    return PublicKeys.parse(pubkey).filter(key -> isOf(key, birth.owner()));
  }

  /**
   * The RSA key to fill the protocol's own fields for: the owner's, or, for a peer who never had a
   * statement, whatever the profile shows.
   */
  public Optional<RSAPublicKey> oldKey() {
    return hasDevices() ? ownerKey() : PublicKeys.parse(pubkey);
  }

  private static boolean isOf(RSAPublicKey key, String owner) {
    byte[] signed = key.getModulus().toByteArray();
    byte[] modulus = new byte[MODULUS];
    int extra = signed.length - MODULUS;
    // The sign byte in front is Java's.
    if (extra != 1 || signed[0] != 0) {
      return false;
    }
    System.arraycopy(signed, extra, modulus, 0, MODULUS);
    return Address.of(SignatureType.ARWEAVE, modulus).equals(owner);
  }
}
