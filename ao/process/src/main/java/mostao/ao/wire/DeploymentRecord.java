package mostao.ao.wire;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The parts of a deployment, on the directory topic under {@link #KEY}. The messenger writes it at
 * every start; readers verify the items.
 *
 * @param authority address of the wallet that speaks for processes
 * @param registry base64url of the Registry's process item
 * @param modules base64url of the module items, by name
 */
public record DeploymentRecord(String authority, String registry, Map<String, String> modules) {
  /** Key of this record; not a process id, which has 43 characters. */
  public static final String KEY = "deployment";

  public DeploymentRecord {
    Objects.requireNonNull(authority, "authority");
    Objects.requireNonNull(registry, "registry");
    modules = Collections.unmodifiableSortedMap(new TreeMap<>(modules));
  }
}
