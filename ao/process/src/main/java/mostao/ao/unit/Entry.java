package mostao.ao.unit;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the entries of all pages have in common. */
public sealed interface Entry permits ResultEntry, AssignmentEntry, LogEntry {
  String ITEM = "Item";
  String RESULT = "Result";

  Evaluated at();

  ObjectNode json();
}
