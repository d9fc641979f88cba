package mostao.ao.kafka.directory;

import java.util.List;
import java.util.Objects;
import mostao.ao.wire.DirectoryRecord;

/**
 * A process that exists.
 *
 * @param process its id
 * @param facts what the directory keeps of it
 */
public record ProcessEntry(String process, ProcessFacts facts) {
  public ProcessEntry {
    Objects.requireNonNull(process, "process");
    Objects.requireNonNull(facts, "facts");
  }

  /**
   * A process whose item a wallet signed.
   *
   * @param readers addresses of the wallets it belongs to, at most two
   */
  public static ProcessEntry of(
      String process, String module, String moduleId, String owner, String... readers) {
    return of(new Listing(process, module, moduleId, owner, false, List.of(readers)));
  }

  /** The part of a directory record that is kept. */
  public static ProcessEntry of(DirectoryRecord record) {
    return of(Listing.of(record));
  }

  static ProcessEntry of(Listing listing) {
    return new ProcessEntry(listing.process(), ProcessFacts.of(listing));
  }

  /** Name of its module. */
  public String module() {
    return facts.module();
  }

  /** Id of its module. */
  public String moduleId() {
    return facts.moduleId();
  }

  /** See {@link ProcessFacts#belongsTo}. */
  public boolean belongsTo(String wallet) {
    return facts.belongsTo(wallet);
  }
}
