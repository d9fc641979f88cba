package mostao.ao.signer;

import java.util.Arrays;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Ed25519Signer;
import mostao.ao.message.Names;
import mostao.ao.message.Tags;

/** Wallets with fixed keys, and what one of them signs. */
final class Keys {
  static final Ed25519Signer KEY = of(1);
  static final Ed25519Signer OTHER = of(2);
  static final String PROCESS = "P".repeat(42) + "A";
  static final String MODULE = "M".repeat(42) + "A";
  static final String TARGET = "T".repeat(42) + "A";

  private Keys() {}

  private static Ed25519Signer of(int number) {
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) number);
    return new Ed25519Signer(seed);
  }

  /** As the messenger pushes it. */
  static Draft push() {
    return Draft.empty()
        .to(TARGET)
        .tags(
            Tags.of(
                Names.DATA_PROTOCOL,
                Names.AO,
                Names.TYPE,
                Names.TYPE_MESSAGE,
                Names.FROM_PROCESS,
                PROCESS,
                Names.FROM_MODULE,
                MODULE,
                Names.PUSHED_FOR,
                TARGET,
                Names.PUSH_DEPTH,
                "1"))
        .data("data");
  }
}
