package mostao.registry.action;

import java.util.Optional;
import mostao.registry.model.Name;
import mostao.registry.model.RegistryView;
import mostao.registry.model.Side;

/**
 * Two different active names, put in order.
 *
 * @param a the one that comes first
 * @param b the other
 */
record HandlePair(Name a, Name b) {
  Name name(Side side) {
    return side == Side.A ? a : b;
  }

  static HandlePair of(Name one, Name other) {
    return one.key().compareTo(other.key()) < 0
        ? new HandlePair(one, other)
        : new HandlePair(other, one);
  }

  /** The pair of two names; nothing unless both are there and differ. */
  static Optional<HandlePair> of(RegistryView view, String one, String other) {
    if (Name.key(one).equals(Name.key(other))) {
      return Optional.empty();
    }
    Optional<Name> first = view.name(one).filter(Name::isActive);
    Optional<Name> second = view.name(other).filter(Name::isActive);
    return first.isPresent() && second.isPresent()
        ? Optional.of(of(first.get(), second.get()))
        : Optional.empty();
  }
}
