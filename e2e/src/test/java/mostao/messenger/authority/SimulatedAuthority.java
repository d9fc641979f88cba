package mostao.messenger.authority;

import java.util.function.Function;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Reading;
import mostao.ao.ans104.VerifiedItem;

/** The real authority, however it comes by its signatures. */
public final class SimulatedAuthority {
  private SimulatedAuthority() {}

  public static Authority of(String address, Function<Draft, Reading<VerifiedItem>> signing) {
    return new Authority(address, signing);
  }
}
