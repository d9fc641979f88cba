package mostao.ao.signer;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import mostao.ao.ans104.DataItem;

/** What a signer told. */
final class Entries implements SignerServer.Journal {
  private final List<String> decided = new CopyOnWriteArrayList<>();
  private final List<String> closed = new CopyOnWriteArrayList<>();

  @Override
  public void decided(DataItem item, Optional<String> refusal) {
    decided.add(item.tags().first("Action").orElse("none") + refusal.map(" "::concat).orElse(""));
  }

  @Override
  public void closed(String why) {
    closed.add(why);
  }

  List<String> decided() {
    return Collections.unmodifiableList(decided);
  }

  List<String> closed() {
    return Collections.unmodifiableList(closed);
  }
}
