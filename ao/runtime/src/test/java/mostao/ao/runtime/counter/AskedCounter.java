package mostao.ao.runtime.counter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import mostao.ao.runtime.unit.EscapedText;
import mostao.ao.runtime.unit.JsonText;
import mostao.ao.runtime.unit.Questions;
import mostao.ao.runtime.unit.Questions.Question;

/** A counter's committed rows, for one read. */
record AskedCounter(Questions questions, String process) implements CounterView {
  private static final Question<Long> TOTAL =
      new Question<>("select total from counter where process = ?", row -> row.getLong(1));

  private static final Question<JsonNode> NOTE =
      new Question<>(
          "select body from note where process = ? and name = ?",
          row -> JsonText.tree(row.getString(1)));

  private static final Question<Boolean> PLAIN =
      new Question<>(
          "select exists (select from note where process = ? and plain = ?)",
          row -> row.getBoolean(1));

  @Override
  public long total() {
    return questions.first(TOTAL, process).orElse(0L);
  }

  @Override
  public Optional<JsonNode> note(String name) {
    return questions.first(NOTE, process, new EscapedText().convertToDatabaseColumn(name));
  }

  @Override
  public boolean hasPlain(String text) {
    return questions.first(PLAIN, process, text).orElse(false);
  }
}
