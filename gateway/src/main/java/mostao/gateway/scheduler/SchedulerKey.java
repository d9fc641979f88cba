package mostao.gateway.scheduler;

import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Ed25519Signer;
import mostao.ao.ans104.Reading;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.kafka.directory.Deployment;

/**
 * The key that signs assignments. It speaks for no process: processes trust the authority alone.
 * Ed25519, whose signatures are deterministic, so that every gateway gives an assignment the same
 * id. Thread-safe.
 */
public final class SchedulerKey {
  private final Ed25519Signer signer;
  private final Set<String> earlier;

  /**
   * @param earlier addresses of keys that signed assignments of this deployment before
   */
  public SchedulerKey(Ed25519Signer signer, Set<String> earlier) {
    this.signer = Objects.requireNonNull(signer, "signer");
    this.earlier = Set.copyOf(earlier);
  }

  public String address() {
    return signer.address();
  }

  /** The signed item, or why the draft can't be one. */
  public Reading<VerifiedItem> sign(Draft draft) {
    return draft.sign(signer);
  }

  /**
   * Whose assignments of a deployment are genuine: this key's first, then earlier ones'. The
   * Registry names the key that was the scheduler when it was born, and that counts as an earlier
   * one: in a deployment from before there was a scheduler's key, the authority's.
   */
  public Set<String> known(Deployment deployment) {
    Set<String> all = new LinkedHashSet<>();
    all.add(address());
    all.add(deployment.registryScheduler());
    all.addAll(earlier);
    all.remove("");
    return all;
  }

  @Override
  public String toString() {
    return "SchedulerKey " + address();
  }
}
