package mostao.ao.runtime.reads;

import java.util.Optional;
import java.util.function.Supplier;
import mostao.ao.ans104.Base64Url;
import mostao.ao.runtime.unit.Log;
import mostao.ao.unit.UnitError;

/** Ids in paths. One that can't be an id names nothing, so that the database is not asked. */
final class Ids {
  private Ids() {}

  /** The id, or the refusal for an unknown process. */
  static String process(String id) {
    if (!Base64Url.isId(id)) {
      throw unknownProcess(id);
    }
    return id;
  }

  static ErrorResponses.Refused unknownProcess(String id) {
    return ErrorResponses.notFound(UnitError.unknownProcess(id));
  }

  static Optional<Log.Line> message(String id, Supplier<Optional<Log.Line>> find) {
    return Base64Url.isId(id) ? find.get() : Optional.empty();
  }
}
