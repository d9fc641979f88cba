package mostao.session.model;

import java.util.Objects;

/**
 * One generation of the session key, encrypted for each side. What the texts hold is the parties'
 * affair; here they are opaque.
 *
 * @param generation running number, from 1
 * @param encryptedByA the key as A can open it
 * @param pubkeyA key it was encrypted with for A
 * @param encryptedByB the key as B can open it
 * @param pubkeyB key it was encrypted with for B
 */
public record SessionKey(
    long generation, String encryptedByA, String pubkeyA, String encryptedByB, String pubkeyB) {
  public SessionKey {
    Objects.requireNonNull(encryptedByA, "encryptedByA");
    Objects.requireNonNull(pubkeyA, "pubkeyA");
    Objects.requireNonNull(encryptedByB, "encryptedByB");
    Objects.requireNonNull(pubkeyB, "pubkeyB");
  }
}
