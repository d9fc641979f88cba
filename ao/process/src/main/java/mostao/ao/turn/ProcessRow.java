package mostao.ao.turn;

import java.util.Objects;
import mostao.ao.message.Tags;
import mostao.ao.process.Env;
import mostao.ao.process.Rules;

/**
 * The row of every process, whatever its kind.
 *
 * @param id the process
 * @param owner address that signed its process item
 * @param tags of its process item
 * @param partition of the inbox it lives on; it never changes
 * @param reference last reference used by its outbox; 0 at first
 * @param nonce of the next message
 * @param timestamp of its last message, Unix milliseconds
 */
public record ProcessRow(
    String id, String owner, Tags tags, int partition, long reference, long nonce, long timestamp) {
  public ProcessRow {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(tags, "tags");
  }

  Env env(Rules rules) {
    return new Env(id, owner, tags, rules);
  }

  ProcessRow after(long lastReference, long lastTimestamp) {
    return new ProcessRow(id, owner, tags, partition, lastReference, nonce + 1, lastTimestamp);
  }
}
