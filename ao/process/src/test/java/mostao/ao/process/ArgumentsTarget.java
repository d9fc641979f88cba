package mostao.ao.process;

import static mostao.ao.fuzz.Cost.must;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import mostao.ao.fuzz.Cost;
import mostao.ao.message.Message;
import mostao.ao.message.Tags;

/**
 * The data of a message as arguments: what looks like JSON is JSON or refused, and what is JSON can
 * be written and read again as the same.
 */
public final class ArgumentsTarget {
  /** A number of six characters, 1e308, takes 309 to write. */
  private static final int FACTOR = 2000;

  private static final String ID = "x".repeat(43);

  private ArgumentsTarget() {}

  public static List<byte[]> seeds() {
    return List.of(
            "alice",
            "\"@alice\"",
            "alice, bob",
            "[\"alice\",\"bob\"]",
            "{\"handleA\":\"alice\",\"handleB\":\"bob\"}",
            "{\"limit\":10,\"from\":1731234567.123,\"to\":\"1731234568\",\"text\":\"x\"}",
            "{\"tags\":[{\"name\":\"Action\",\"value\":\"X\"}]}",
            "{\"tags\":{\"Action\":\"X\"},\"a\":{\"b\":[1,2.5e-3,true,null,{}]}}",
            " null",
            "1234",
            "{\"a\":1,\"a\":2}",
            "\uFEFF{}")
        .stream()
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  public static void fuzzerTestOneInput(byte[] input) {
    Cost.bounded(input, FACTOR, () -> read(new String(input, StandardCharsets.UTF_8)));
  }

  private static void read(String text) {
    for (boolean proven : new boolean[] {true, false}) {
      Message message =
          Message.dryRun(ID, ID, ID, ID, "0", Tags.of("Action", "X"), text, false, proven);
      Arguments arguments = Arguments.of(message);
      must(
          arguments.malformed().isPresent()
              == (Json.looksLikeJson(text) && arguments.json().isEmpty()),
          "what looks like JSON is neither JSON nor refused");
      arguments.json().ifPresent(ArgumentsTarget::again);
      words(arguments);
      fields(arguments);
    }
  }

  private static void again(JsonNode json) {
    String written = Json.write(json);
    Optional<JsonNode> read = Json.parse(written);
    must(read.isPresent(), "what was written can't be read: " + written);
    must(Json.write(read.get()).equals(written), "what was written is read as something else");
    Arguments.tags(json.path("tags"))
        .ifPresent(tags -> must(tags.stream().noneMatch(t -> t.name().isEmpty()), "no name"));
  }

  private static void words(Arguments arguments) {
    arguments.scalar("handle").ifPresent(word -> must(!word.isBlank(), "a blank word"));
    arguments.handle();
    List<String> handles = arguments.handles();
    must(handles.size() <= 2 && handles.stream().noneMatch(String::isEmpty), "handles " + handles);
    arguments.field("text");
    if (arguments.isNothing()) {
      must(
          arguments.object().filter(object -> !object.isEmpty()).isEmpty(),
          "an object with fields says nothing");
    }
  }

  private static void fields(Arguments arguments) {
    Fields fields = Fields.of(arguments);
    Page page = fields.page(Rules.defaults());
    must(page.rows() >= 1 && page.rows() <= Rules.defaults().pageRows(), "a page of " + page);
    fields.whole("whole", 0).ifPresent(whole -> must(whole >= 0, "less than the least"));
    Optional<Long> from = fields.millis("from");
    Optional<Long> last = fields.lastMillis("from");
    must(from.isPresent() == last.isPresent(), "a time that is one and is none");
    from.ifPresent(time -> must(last.orElseThrow() >= time, "a second that ends before it began"));
    fields.text("text");
    fields.refusal().ifPresent(r -> must(r.message().length() < 2000, "a long refusal"));
  }
}
