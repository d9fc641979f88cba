package mostao.messenger.push;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import mostao.ao.ans104.Base64Url;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Reading;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.kafka.directory.Deployment;
import mostao.ao.message.Names;
import mostao.ao.message.Pushed;
import mostao.ao.message.Result;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;
import mostao.messenger.authority.Authority;

/**
 * Builds the items that the authority signs for what processes asked (AO contract, sections 1.6 to
 * 1.8). Pure: the same entry gives the same item, with the same id. Thread-safe.
 */
public final class PushSigner {
  private static final String TARGET = "Target";

  private static final Set<String> NOT_BORN =
      Set.of(
          Names.DATA_PROTOCOL,
          Names.VARIANT,
          Names.TYPE,
          Names.FROM_PROCESS,
          Names.FROM_MODULE,
          Names.PUSHED_FOR,
          Names.PUSH_DEPTH,
          Names.SCHEDULER);

  /**
   * {@code Action} and {@code Process} as well: the first of them counts for a reader, and must be
   * ours.
   */
  private static final Set<String> NOT_ECHOED =
      Set.of(
          Names.DATA_PROTOCOL,
          Names.VARIANT,
          Names.TYPE,
          Names.PUSHED_FOR,
          Names.PUSH_DEPTH,
          Names.ACTION,
          Names.PROCESS);

  private final Authority authority;
  private final Supplier<Deployment> beginning;
  private final String scheduler;
  private final Function<Draft, Reading<VerifiedItem>> signing;
  private volatile Deployment deployment;

  /**
   * @param deployment whose modules may be spawned
   * @param scheduler address of the key that signs assignments, for the new processes' tag
   */
  public PushSigner(Authority authority, Deployment deployment, String scheduler) {
    this(authority, () -> deployment, scheduler);
  }

  /**
   * @param beginning makes the deployment whose modules may be spawned, the same every time; asked
   *     once, when the first batch is signed
   */
  public PushSigner(Authority authority, Supplier<Deployment> beginning, String scheduler) {
    this(authority, beginning, scheduler, authority::sign);
  }

  private PushSigner(
      Authority authority,
      Supplier<Deployment> beginning,
      String scheduler,
      Function<Draft, Reading<VerifiedItem>> signing) {
    this.authority = authority;
    this.beginning = beginning;
    this.scheduler = scheduler;
    this.signing = signing;
  }

  /** For one batch: what it asks for is signed together. */
  Signing signing() {
    return new Signing(authority);
  }

  /**
   * Signs through this.
   *
   * @throws mostao.ao.signer.SignerUnavailable when the deployment's modules can't be known now
   */
  PushSigner through(Signing together) {
    Deployment known = deployment();
    return new PushSigner(authority, () -> known, scheduler, together::sign);
  }

  private Deployment deployment() {
    Deployment known = deployment;
    if (known == null) {
      known = beginning.get();
      deployment = known;
    }
    return known;
  }

  /** The message as it is pushed to the process it is for. */
  Reading<VerifiedItem> push(Origin origin, Result.Outgoing message) {
    return signing.apply(
        Draft.empty()
            .to(message.target())
            .anchor(message.anchor())
            .tags(pushed(origin, message))
            .data(Pushed.data(message.data())));
  }

  /**
   * The message as it is kept for the wallet it is for. An item's target has 32 bytes: an Ethereum
   * address is in a tag instead.
   *
   * @param wallet canonical address
   */
  Reading<VerifiedItem> tell(Origin origin, Result.Outgoing message, String wallet) {
    Tags tags = pushed(origin, message);
    boolean targetable = Base64Url.isId(wallet);
    return signing.apply(
        Draft.empty()
            .to(targetable ? wallet : "")
            .anchor(message.anchor())
            .tags((targetable ? tags : tags.without(Set.of(TARGET)).and(TARGET, wallet)))
            .data(Pushed.data(message.data())));
  }

  private static Tags pushed(Origin origin, Result.Outgoing message) {
    return Pushed.tags(message)
        .and(
            Tags.of(
                Names.DATA_PROTOCOL,
                Names.AO,
                Names.TYPE,
                Names.TYPE_MESSAGE,
                Names.FROM_PROCESS,
                origin.process(),
                Names.FROM_MODULE,
                origin.moduleId()))
        .and(chain(origin));
  }

  /** The name of the module a spawn asks for, if it is one of ours. */
  Optional<String> module(Result.Spawn spawn) {
    return spawn.tags().ofAo(Names.MODULE).flatMap(deployment()::moduleOf);
  }

  /**
   * The process item of a spawn. It has no anchor: its reference and its spawner make it unique.
   *
   * @param module name of the module, as {@link #module} gave it
   */
  Reading<VerifiedItem> birth(Origin origin, Result.Spawn spawn, String module) {
    Tags tags =
        withModuleId(spawn.tags(), deployment().moduleId(module))
            .without(NOT_BORN)
            .and(
                Tags.of(
                    Names.VARIANT, Names.VARIANT_TN_1,
                    Names.DATA_PROTOCOL, Names.AO,
                    Names.TYPE, Names.TYPE_PROCESS,
                    Names.FROM_PROCESS, origin.process(),
                    Names.FROM_MODULE, origin.moduleId()))
            .and(chain(origin))
            .and(Names.SCHEDULER, scheduler);
    return signing.apply(Draft.empty().tags(tags).data(Pushed.data(spawn.data())));
  }

  /**
   * Tells the spawner. It comes from the spawner itself, through the authority.
   *
   * @param process id of the new process
   */
  Reading<VerifiedItem> spawned(Origin origin, Result.Spawn spawn, String module, String process) {
    Tags echoed =
        withSpeaker(
            withModuleId(spawn.tags(), deployment().moduleId(module)).without(NOT_ECHOED), origin);
    Tags tags =
        echoed
            .and(
                Tags.of(
                    Names.DATA_PROTOCOL, Names.AO,
                    Names.TYPE, Names.TYPE_MESSAGE,
                    Names.PROCESS, process,
                    Names.ACTION, Names.SPAWNED,
                    Names.VARIANT, Names.VARIANT_TN_1))
            .and(chain(origin));
    return signing.apply(Draft.empty().to(origin.process()).tags(tags).data(Pushed.data("")));
  }

  private static Tags chain(Origin origin) {
    return Tags.of(
        Names.PUSHED_FOR, origin.chainRoot(), Names.PUSH_DEPTH, Integer.toString(origin.depth()));
  }

  /** Every {@code Module} tag names the module by its id, whatever the process called it. */
  private static Tags withModuleId(Tags tags, String moduleId) {
    return new Tags(
        tags.list().stream()
            .map(tag -> tag.name().equals(Names.MODULE) ? new Tag(Names.MODULE, moduleId) : tag)
            .toList());
  }

  /** In their place if the process named itself, else at the end; never another's. */
  private static Tags withSpeaker(Tags tags, Origin origin) {
    List<Tag> echoed = new ArrayList<>();
    boolean process = false;
    boolean module = false;
    for (Tag tag : tags) {
      if (tag.name().equals(Names.FROM_PROCESS)) {
        if (!process) {
          echoed.add(new Tag(Names.FROM_PROCESS, origin.process()));
        }
        process = true;
      } else if (tag.name().equals(Names.FROM_MODULE)) {
        if (!module) {
          echoed.add(new Tag(Names.FROM_MODULE, origin.moduleId()));
        }
        module = true;
      } else {
        echoed.add(tag);
      }
    }
    if (!process) {
      echoed.add(new Tag(Names.FROM_PROCESS, origin.process()));
    }
    if (!module) {
      echoed.add(new Tag(Names.FROM_MODULE, origin.moduleId()));
    }
    return new Tags(echoed);
  }
}
