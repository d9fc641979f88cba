package mostao.gateway.graphql;

import graphql.analysis.FieldComplexityEnvironment;
import graphql.analysis.MaxQueryComplexityInstrumentation;
import graphql.execution.AbortExecutionException;
import java.util.Collection;
import java.util.Map;

/**
 * How many reads of units a query may cause at most, told from its text before anything is read: an
 * id is looked for in each unit, a page is as many reads as rows. A query that may cause more than
 * it is allowed is refused whole.
 */
final class ReadEstimate extends MaxQueryComplexityInstrumentation {
  /** A message may be in any unit's log. */
  static final int READS_OF_ID = 3;

  ReadEstimate(int most) {
    super(most, (field, below) -> below + reads(field));
  }

  private static int reads(FieldComplexityEnvironment field) {
    Map<String, Object> arguments = field.getArguments();
    return switch (field.getFieldDefinition().getName()) {
      case "transaction" -> READS_OF_ID;
      case "transactions" ->
          arguments.get("ids") instanceof Collection<?> ids && !ids.isEmpty()
              ? READS_OF_ID * ids.size()
              : 1 + (arguments.get("first") instanceof Integer first ? Math.max(0, first) : 0);
      default -> 0;
    };
  }

  @Override
  protected AbortExecutionException mkAbortException(int reads, int most) {
    return new TooCostly(
        "the query may need "
            + reads
            + " items to be read from units, and "
            + most
            + " are allowed; ask for fewer ids, rows or fields at a time");
  }

  /** With the code that clients are told. */
  static final class TooCostly extends AbortExecutionException {
    private static final long serialVersionUID = 1L;

    private TooCostly(String message) {
      super(message);
    }
  }
}
