package mostao.registry.model;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A registered name. It is found ignoring case and shown as it was first spelled.
 *
 * @param handle the name as it was registered
 * @param status whether its process is there
 * @param owner address of the wallet that registered it
 * @param pid its process; empty while that is being spawned
 * @param spawnReference reference of the spawn that asked for its process
 * @param request the registering message's own reference, so that the answer can be matched
 */
public record Name(
    String handle,
    Status status,
    String owner,
    Optional<String> pid,
    long spawnReference,
    Optional<String> request) {

  /** The two lives of a name. A renounced one is a {@link KeptName}. */
  public enum Status {
    /** Reserved; its process has been asked for. */
    PENDING,
    /** Its process is there. */
    ACTIVE
  }

  public Name {
    Objects.requireNonNull(handle, "handle");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(pid, "pid");
    Objects.requireNonNull(request, "request");
    if (pid.isPresent() != (status == Status.ACTIVE)) {
      throw new IllegalArgumentException(
          "name " + handle + " is " + status + " with process " + pid.orElse("none"));
    }
  }

  /** The key by which names are found and ordered; all spellings of a name share it. */
  public static String key(String handle) {
    return handle.toLowerCase(Locale.ROOT);
  }

  public String key() {
    return key(handle);
  }

  /** A name just reserved. */
  public static Name reserved(
      String handle, String owner, long spawnReference, Optional<String> request) {
    return new Name(handle, Status.PENDING, owner, Optional.empty(), spawnReference, request);
  }

  public boolean isActive() {
    return status == Status.ACTIVE;
  }

  /** The same name with its process, the registering message answered. */
  public Name activated(String process) {
    return new Name(
        handle, Status.ACTIVE, owner, Optional.of(process), spawnReference, Optional.empty());
  }

  /**
   * @throws IllegalStateException while the name is pending
   */
  public String process() {
    return pid.orElseThrow(() -> new IllegalStateException("name " + handle + " has no process"));
  }
}
