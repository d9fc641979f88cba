package mostao.ao.assignment;

import java.util.Objects;

/**
 * The part of one assignment that is needed to make the next.
 *
 * @param nonce of the assignment
 * @param hash its place in the chain
 * @param assignment its id
 */
public record Link(long nonce, HashChain hash, String assignment) {
  public Link {
    Objects.requireNonNull(hash, "hash");
    Objects.requireNonNull(assignment, "assignment");
  }
}
