package mostao.client.proof;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a file holds that passed every check.
 *
 * @param session process of the session
 * @param sides its two handles
 * @param scheduler who signed every assignment
 * @param schedulerNamed whether the process item names this scheduler
 * @param authority who signed the process item and every message of a process
 * @param exporter who signed the Results and the end of the file
 * @param gateway where it was read, as the exporter says
 * @param exported when, Unix milliseconds, as the exporter says
 * @param messages from nonce 0 on
 * @param fromProcesses of them, those of processes, signed by the authority, without the process
 *     item
 * @param assigned of them, those that were not sent to the session but assigned to it
 * @param first time of the first, Unix milliseconds, as the scheduler says
 * @param last time of the last
 * @param receipts what the Results send to a handle and stands in the file as the authority signed
 *     it for that handle, by process
 * @param sent what the Results send to a handle, by process
 * @param recomputed how many Results the program of sessions gave again, if it was asked
 * @param differs the first nonce whose Result it does not give
 * @param digest over assignments, messages and Results: of every file with the same of them
 */
public record ProofReport(
    String session,
    Map<String, Side> sides,
    String scheduler,
    boolean schedulerNamed,
    String authority,
    String exporter,
    String gateway,
    long exported,
    long messages,
    long fromProcesses,
    long assigned,
    long first,
    long last,
    Map<String, Long> receipts,
    Map<String, Long> sent,
    Optional<Long> recomputed,
    Optional<Long> differs,
    String digest) {

  /** One of the two handles, by its process. */
  public record Side(String name, String owner) {}

  public ProofReport {
    // As the process item names them; a copyOf would have another order in each run.
    sides = Collections.unmodifiableMap(new LinkedHashMap<>(sides));
    receipts = Map.copyOf(receipts);
    sent = Map.copyOf(sent);
  }

  /** Whether everything holds that was looked at. */
  public boolean holds() {
    return differs.isEmpty();
  }
}
