package mostao.ao.ans104;

import java.security.GeneralSecurityException;
import java.security.interfaces.RSAPrivateCrtKey;

/** A crypto library that fails in either of the two ways libraries do. */
final class BrokenRsa implements RsaEngine {
  private int calls;

  @Override
  public String name() {
    return "broken";
  }

  @Override
  public byte[] raise(byte[] modulus, byte[] block) throws GeneralSecurityException {
    if (calls++ % 2 == 0) {
      throw new GeneralSecurityException("checked");
    }
    throw new IllegalStateException("unchecked");
  }

  @Override
  public RSAPrivateCrtKey own(RSAPrivateCrtKey key) {
    return key;
  }

  @Override
  public byte[] lower(RSAPrivateCrtKey key, byte[] block) throws GeneralSecurityException {
    return raise(block, block);
  }
}
