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
}
