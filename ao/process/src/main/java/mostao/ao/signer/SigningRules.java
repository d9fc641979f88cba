package mostao.ao.signer;

import java.util.List;
import java.util.Optional;
import mostao.ao.ans104.Address;
import mostao.ao.ans104.Base64Url;
import mostao.ao.ans104.DataItem;
import mostao.ao.message.Names;
import mostao.ao.message.Tags;

/**
 * What the authority's key is for: messages and processes that the messenger pushes for a process,
 * and the items that a deployment begins with. Never an item in which the authority speaks for
 * itself. Thread-safe.
 *
 * @param address of the authority
 */
public record SigningRules(String address) {
  private static final String TARGET = "Target";
  private static final String NAME = "Name";
  private static final String REGISTRY = "registry";
  private static final String MODULE_FORMAT = "Module-Format";
  private static final String OURS = "mostao";

  /** Why the item is not signed; empty if it is. */
  public Optional<String> refusal(DataItem item) {
    String owner = Address.of(item.type(), item.ownerKey());
    if (!owner.equals(address)) {
      return Optional.of("the item is of " + owner + ", and this signer signs as " + address);
    }
    Tags tags = item.tags();
    if (!tags.all(Names.DATA_PROTOCOL).equals(List.of(Names.AO))) {
      return Optional.of("its tag Data-Protocol is not once, with the value ao");
    }
    List<String> types = tags.all(Names.TYPE);
    if (types.equals(List.of(Names.TYPE_MESSAGE))) {
      return refusalOfPush(item);
    }
    if (types.equals(List.of(Names.TYPE_PROCESS))) {
      return refusalOfProcess(item);
    }
    if (types.equals(List.of(Names.TYPE_MODULE))) {
      return refusalOfModule(item);
    }
    return Optional.of("its tag Type is not once one of Message, Process and Module");
  }

  private Optional<String> refusalOfPush(DataItem item) {
    boolean addressed = item.target().length > 0 || item.tags().ofAo(TARGET).isPresent();
    return addressed ? refusalOfChain(item.tags()) : Optional.of("the message is to nobody");
  }

  /** For whom it speaks, and what made it: once each, so that no reader can see another. */
  private static Optional<String> refusalOfChain(Tags tags) {
    return notAnId(tags, Names.FROM_PROCESS)
        .or(() -> notAnId(tags, Names.FROM_MODULE))
        .or(() -> notOnce(tags, Names.PUSHED_FOR))
        .or(() -> notOnce(tags, Names.PUSH_DEPTH));
  }

  private Optional<String> refusalOfProcess(DataItem item) {
    Tags tags = item.tags();
    if (item.target().length > 0) {
      return Optional.of("a process item has no target");
    }
    boolean registry =
        tags.all(Names.FROM_PROCESS).isEmpty()
            && tags.all(NAME).equals(List.of(REGISTRY))
            && tags.all(Names.AUTHORITY).equals(List.of(address));
    return notAnId(tags, Names.SCHEDULER)
        .or(() -> registry ? notAnId(tags, Names.MODULE) : refusalOfChain(tags));
  }

  private static Optional<String> refusalOfModule(DataItem item) {
    boolean ours =
        item.target().length == 0
            && item.tags().all(MODULE_FORMAT).equals(List.of(OURS))
            && item.tags().all(Names.FROM_PROCESS).isEmpty();
    return ours ? Optional.empty() : Optional.of("it is not a module of this system");
  }

  private static Optional<String> notAnId(Tags tags, String name) {
    List<String> values = tags.all(name);
    return values.size() == 1 && Base64Url.isId(values.get(0))
        ? Optional.empty()
        : Optional.of("its tag " + name + " is not once, with an id");
  }

  private static Optional<String> notOnce(Tags tags, String name) {
    return tags.all(name).size() == 1
        ? Optional.empty()
        : Optional.of("its tag " + name + " is not there once");
  }
}
