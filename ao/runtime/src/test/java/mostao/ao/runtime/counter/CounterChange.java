package mostao.ao.runtime.counter;

import com.fasterxml.jackson.databind.JsonNode;

/** The changes of a counter. */
public sealed interface CounterChange {
  record PutTotal(long total) implements CounterChange {}

  record PutNote(String name, JsonNode body) implements CounterChange {}

  /** Stores a text as it is, which PostgreSQL refuses when it holds U+0000. */
  record PutPlain(String name, String text) implements CounterChange {}

  /** A bug of the tables themselves. */
  record Break() implements CounterChange {}
}
