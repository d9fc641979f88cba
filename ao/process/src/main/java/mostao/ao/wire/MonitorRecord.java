package mostao.ao.wire;

import java.util.Objects;

/**
 * A record of the monitors: a wallet that monitors a process. No value under the same key means
 * that it no longer does.
 *
 * @param process its id
 * @param wallet address that signed
 * @param item id of the item it signed
 */
public record MonitorRecord(String process, String wallet, String item) {
  public MonitorRecord {
    Objects.requireNonNull(process, "process");
    Objects.requireNonNull(wallet, "wallet");
    Objects.requireNonNull(item, "item");
  }

  /** The record's key; neither an id nor an address has a dot. */
  public String key() {
    return process + "." + wallet;
  }
}
