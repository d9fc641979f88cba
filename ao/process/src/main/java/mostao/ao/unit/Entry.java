package mostao.ao.unit;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The common part of the entries of all pages. */
public sealed interface Entry permits ResultEntry, AssignmentEntry, LogEntry {
  String ITEM = "Item";
  String RESULT = "Result";

  Evaluated at();

  ObjectNode json();
}
