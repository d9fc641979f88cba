package mostao.session.model;

import java.util.Objects;
import java.util.Optional;

/**
 * One generation of the session key, encrypted for each side. The texts are opaque here; only the
 * parties read them. A is the handle that rotated, B the other one. Of generations from before that
 * was kept, {@code by} is empty, {@code rotated} is 0, and A is the handle whose name comes first.
 *
 * @param generation running number, from 1
 * @param by process of the handle that rotated
 * @param rotated when it did, Unix milliseconds
 * @param encryptedByA the key as A can open it
 * @param pubkeyA key it was encrypted with for A
 * @param encryptedByB the key as B can open it
 * @param pubkeyB key it was encrypted with for B
 * @param statement what the rotating client says of the key, a text or an object, as JSON
 */
public record SessionKey(
    long generation,
    Optional<String> by,
    long rotated,
    String encryptedByA,
    String pubkeyA,
    String encryptedByB,
    String pubkeyB,
    Optional<String> statement) {
  public SessionKey {
    Objects.requireNonNull(by, "by");
    Objects.requireNonNull(encryptedByA, "encryptedByA");
    Objects.requireNonNull(pubkeyA, "pubkeyA");
    Objects.requireNonNull(encryptedByB, "encryptedByB");
    Objects.requireNonNull(pubkeyB, "pubkeyB");
    Objects.requireNonNull(statement, "statement");
  }
}
