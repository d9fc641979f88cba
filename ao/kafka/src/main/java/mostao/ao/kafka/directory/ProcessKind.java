package mostao.ao.kafka.directory;

import java.util.Objects;
import java.util.Optional;

/**
 * What many processes have in common, kept once for all of them.
 *
 * @param module name of their module
 * @param moduleId id of their module
 * @param signer address of the authority that signed their items; empty for wallets' own, of which
 *     there may be any number
 * @param signedByReader whether a wallet signed the item that the process belongs to
 * @param readers how many wallets each belongs to
 */
record ProcessKind(
    String module, String moduleId, Optional<String> signer, boolean signedByReader, int readers) {
  ProcessKind {
    Objects.requireNonNull(module, "module");
    Objects.requireNonNull(moduleId, "moduleId");
    Objects.requireNonNull(signer, "signer");
  }

  // A record's own are put together of classes that are made at their first call, in a start.
  @Override
  public boolean equals(Object other) {
    return other instanceof ProcessKind kind
        && readers == kind.readers
        && signedByReader == kind.signedByReader
        && moduleId.equals(kind.moduleId)
        && module.equals(kind.module)
        && signer.equals(kind.signer);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * (31 * moduleId.hashCode() + signer.hashCode()) + readers)
        + Boolean.hashCode(signedByReader);
  }
}
