package mostao.ao.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import mostao.ao.message.Message;
import mostao.ao.message.Names;
import mostao.ao.message.Result;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;

/**
 * The ao module: what a handler holds while it evaluates one message. It behaves as the module of
 * AO does (AO contract, section 6), with the two things PROTOCOL fixes: spawns carry the reference
 * under both of its names, and say which process and module asked.
 *
 * <p>One instance serves one evaluation on one thread.
 */
public final class Ao {
  /** The behaviour we follow: counters never reset, no authorities means nothing is trusted. */
  public static final String VERSION = "0.0.6";

  private static final String NO_DATA = "NODATA";
  private static final Set<String> NEVER_TAGS = Set.of("Target", "Data", "Anchor", "Tags", "From");

  private final Env env;
  private final List<String> authorities;
  private final List<Result.Outgoing> messages = new ArrayList<>();
  private final List<Result.Spawn> spawns = new ArrayList<>();
  private long reference;

  /**
   * @param reference the last reference this process has used; 0 for a new process
   */
  public Ao(Env env, long reference) {
    this.env = env;
    this.authorities = env.authorities();
    this.reference = reference;
  }

  public String id() {
    return env.id();
  }

  public String module() {
    return env.module();
  }

  public List<String> authorities() {
    return authorities;
  }

  public String version() {
    return VERSION;
  }

  public Env env() {
    return env;
  }

  /** The last reference used, to be kept with the process. */
  public long reference() {
    return reference;
  }

  /** Puts a message in the outbox and returns it in full. */
  public Result.Outgoing send(Mail mail) {
    Result.Outgoing message = compose(mail);
    messages.add(message);
    return message;
  }

  /** Puts a message in front of everything sent so far: a reply is the first entry. */
  Result.Outgoing sendFirst(Mail mail) {
    Result.Outgoing message = compose(mail);
    messages.add(0, message);
    return message;
  }

  private Result.Outgoing compose(Mail mail) {
    reference++;
    List<Tag> tags = new ArrayList<>();
    tags.add(new Tag(Names.DATA_PROTOCOL, Names.AO));
    tags.add(new Tag(Names.VARIANT, Names.VARIANT_TN_1));
    tags.add(new Tag(Names.TYPE, Names.TYPE_MESSAGE));
    tags.add(new Tag(Names.REFERENCE, Long.toString(reference)));
    addCallersTags(tags, mail);
    String data = mail.data() == null ? "" : mail.data();
    return new Result.Outgoing(mail.target(), data, anchor(), new Tags(tags));
  }

  /**
   * Asks for a process of a module and returns the spawn in full.
   *
   * @param module id or name of the module; the messenger puts the id of a named one
   */
  public Result.Spawn spawn(String module, Mail mail) {
    reference++;
    String ref = Long.toString(reference);
    List<Tag> tags = new ArrayList<>();
    tags.add(new Tag(Names.DATA_PROTOCOL, Names.AO));
    tags.add(new Tag(Names.VARIANT, Names.VARIANT_TN_1));
    tags.add(new Tag(Names.TYPE, Names.TYPE_PROCESS));
    tags.add(new Tag(Names.FROM_PROCESS, id()));
    tags.add(new Tag(Names.FROM_MODULE, module()));
    tags.add(new Tag(Names.MODULE, module));
    tags.add(new Tag(Names.REFERENCE, ref));
    tags.add(new Tag(Names.REF, ref));
    addCallersTags(tags, mail);
    String data = mail.data() == null ? NO_DATA : mail.data();
    Result.Spawn spawn = new Result.Spawn(data, anchor(), new Tags(tags));
    spawns.add(spawn);
    return spawn;
  }

  /**
   * Whether From or Owner is among the authorities, compared exactly. No authorities: nothing is.
   */
  public boolean isTrusted(Message message) {
    return authorities.contains(message.from()) || authorities.contains(message.owner());
  }

  /** The outbox as a Result. */
  public Result result() {
    return Result.of(messages, spawns);
  }

  /** An Error drops the outbox. */
  public Result result(String error) {
    return Result.failed(error);
  }

  /** Empties the outbox; references already used stay used. */
  void clearOutbox() {
    messages.clear();
    spawns.clear();
  }

  private String anchor() {
    return String.format(Locale.ROOT, "%032d", reference);
  }

  private static void addCallersTags(List<Tag> tags, Mail mail) {
    for (Tag key : mail.rootKeys()) {
      if (!NEVER_TAGS.contains(key.name())) {
        tags.add(key);
      }
    }
    tags.addAll(mail.tags());
  }
}
