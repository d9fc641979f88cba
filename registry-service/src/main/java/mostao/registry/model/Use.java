package mostao.registry.model;

import java.util.Objects;

/**
 * One process that was spawned at somebody's request, kept until it no longer counts against a
 * quota.
 *
 * @param kind which quota it counts against
 * @param subject whose quota: a wallet's address or a handle's process
 * @param reference of the spawn
 * @param time when it was asked for, Unix milliseconds; never less than that of a smaller reference
 */
public record Use(Kind kind, String subject, long reference, long time) {
  /** What is counted. */
  public enum Kind {
    /** Processes spawned for a wallet. */
    BIRTH,
    /** Sessions spawned for a handle. */
    SESSION
  }

  public Use {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(subject, "subject");
  }
}
