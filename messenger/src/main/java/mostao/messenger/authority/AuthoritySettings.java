package mostao.messenger.authority;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Settings under {@code mostao.authority}. */
@ConfigMapping(prefix = "mostao.authority")
public interface AuthoritySettings {
  /**
   * The authority's wallet (JWK, Ed25519), the same for all copies; {@code authority.json} if
   * neither this nor {@code mostao.authority.socket} is set. Created with mode 0600 if it is
   * missing. Refused at start if others can read it, except a file of root that a group of ours may
   * read (a mounted Kubernetes Secret). Anyone who has it speaks for every process. If it is lost,
   * the deployment starts over, empty.
   */
  Optional<String> keyFile();

  /**
   * In place of a key file: the Unix domain socket of a signer that has the key, such as {@code
   * ./mostao signer} or a bridge to a KMS. It sees each item whole, and may refuse it.
   */
  Optional<String> socket();

  /**
   * Address of the authority. Required with {@code mostao.authority.socket}: a signer with another
   * key is refused. With a key file it may be set, and then a file with another key is refused.
   */
  Optional<String> address();

  /**
   * How long the signer behind the socket may take for each answer; then the batch is tried again.
   */
  @WithDefault("5s")
  Duration timeout();

  /** Items that the signer behind the socket is asked to sign at a time, 1 to 128. */
  @WithDefault("64")
  int inFlight();
}
