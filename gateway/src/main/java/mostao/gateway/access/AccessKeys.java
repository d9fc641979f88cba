package mostao.gateway.access;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import mostao.ao.secret.SecretFile;
import org.jboss.logging.Logger;

/**
 * The key in the file, as it is now. Replacing the file revokes every token made before; a file
 * that can't be used any more (open to others, no key) leaves no key, so that no token is taken.
 * Thread-safe; asking never touches the disk.
 */
public final class AccessKeys implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(AccessKeys.class);

  private final SecretFile file;
  private final String deployment;
  private final ScheduledExecutorService thread;
  private volatile Optional<AccessKey> current;

  /**
   * Reads the file, or makes it.
   *
   * @param deployment what tells this deployment from others: its scheduler's address
   * @throws SecretFile.Unusable when it is open to others or holds no such key
   */
  public AccessKeys(Path path, String deployment) {
    this.file = new SecretFile("the access key file (mostao.access.key-file)", path);
    this.deployment = deployment;
    this.current = Optional.of(read());
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread looking = new Thread(task, "gateway-access-key");
              looking.setDaemon(true);
              return looking;
            });
  }

  /** Reads the file again from now on, so often. */
  public AccessKeys watched(Duration interval) {
    if (interval.toMillis() < 1) {
      throw new IllegalArgumentException(
          "mostao.access.key-check is " + interval + ": set it to 1ms or more");
    }
    thread.scheduleWithFixedDelay(
        this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    return this;
  }

  /** The key; nothing while the file can't be used. */
  Optional<AccessKey> current() {
    return current;
  }

  /** Reads the file once more. Never fails: an exception would end the periodic check. */
  void look() {
    Optional<AccessKey> before = current;
    try {
      AccessKey found = read();
      if (before.isEmpty() || !before.get().id().equals(found.id())) {
        LOG.warnf("The access key is another one, %s: older access tokens are revoked", found.id());
        current = Optional.of(found);
      }
    } catch (RuntimeException unusable) {
      if (before.isPresent()) {
        LOG.errorf("No access token is taken or given: %s", unusable.getMessage());
        current = Optional.empty();
      }
    }
  }

  private AccessKey read() {
    byte[] secret = file.read(AccessKeys::fresh);
    if (secret.length != AccessKey.SECRET_BYTES) {
      throw file.unusable(
          "has "
              + secret.length
              + " bytes, not "
              + AccessKey.SECRET_BYTES
              + ": write so many random ones, or delete it and one is made");
    }
    return AccessKey.of(secret, deployment);
  }

  private static byte[] fresh() {
    byte[] secret = new byte[AccessKey.SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    return secret;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
