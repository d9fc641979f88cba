package mostao.ao.wire;

import java.util.Objects;
import java.util.Set;

/**
 * The result of decoding: the record, or the reason why it is not one.
 *
 * @param <T> the record
 */
public sealed interface Decoded<T> {
  record Ok<T>(T value) implements Decoded<T> {
    public Ok {
      Objects.requireNonNull(value, "value");
    }
  }

  record Bad<T>(Fault fault) implements Decoded<T> {
    public Bad {
      Objects.requireNonNull(fault, "fault");
    }
  }

  /**
   * Why a record is not a message.
   *
   * @param name for filters and metrics
   * @param detail for people: names the offending value
   */
  record Fault(String name, String detail) {
    public static final String NOT_JSON = "NotJson";
    public static final String MISSING_FIELD = "MissingField";
    public static final String WRONG_TYPE = "WrongType";
    public static final String NOT_SIGNED = "NotSigned";
    public static final String WRONG_ID = "WrongId";
    public static final String WRONG_OWNER = "WrongOwner";
    public static final String WRONG_FROM = "WrongFrom";
    public static final String WRONG_TARGET = "WrongTarget";
    public static final String WRONG_KEY = "WrongKey";
    public static final String WRONG_PARTITION = "WrongPartition";
    public static final String UNKNOWN_PROCESS = "UnknownProcess";
    public static final String UNSENDABLE = "Unsendable";
    public static final String DIRECTORY_FULL = "DirectoryFull";

    private static final Set<String> NAMES =
        Set.of(
            NOT_JSON,
            MISSING_FIELD,
            WRONG_TYPE,
            NOT_SIGNED,
            WRONG_ID,
            WRONG_OWNER,
            WRONG_FROM,
            WRONG_TARGET,
            WRONG_KEY,
            WRONG_PARTITION,
            UNKNOWN_PROCESS,
            UNSENDABLE,
            DIRECTORY_FULL);

    /** All there are. */
    public static Set<String> names() {
      return NAMES;
    }

    public Fault {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(detail, "detail");
    }
  }

  static <T> Decoded<T> ok(T value) {
    return new Ok<>(value);
  }

  static <T> Decoded<T> bad(String name, String detail) {
    return new Bad<>(new Fault(name, detail));
  }
}
