package mostao.handle.action;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Ed25519Signer;
import mostao.ao.ans104.Reading;
import mostao.ao.message.Message;
import mostao.ao.message.Names;
import mostao.ao.message.Result;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;
import mostao.ao.process.Env;
import mostao.ao.process.Json;
import mostao.ao.process.Refusal;
import mostao.ao.process.Rules;
import mostao.handle.model.MemoryHandle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayedTagsTest {
  private static final String PROCESS = "A".repeat(43);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Data-Protocol",
        "Variant",
        "Type",
        "Reference",
        "Ref_",
        "Anchor",
        "From",
        "Owner",
        "From-Process",
        "From-Module",
        "Pushed-For",
        "Push-Depth",
        "Scheduler",
        "Assignments",
        "Nonce",
        "Epoch",
        "Timestamp",
        "Hash-Chain",
        "Block-Height",
        "Signature",
        "Id",
        "Cron",
        "Read-Only",
        "Forwarded-By",
        "Module",
        "Target",
        "Data",
        "Tags",
        "TagArray"
      })
  void whatOnlyTheSystemSetsIsDroppedHoweverItIsWritten(String name) {
    for (String written :
        List.of(
            name,
            name.toLowerCase(Locale.ROOT),
            name.toUpperCase(Locale.ROOT),
            " " + name + "\t")) {
      List<Tag> sent =
          List.of(new Tag(written, "forged"), new Tag("Action", "A"), new Tag(written, "again"));
      assertThat(RelayedTags.settable(sent)).containsExactly(new Tag("Action", "A"));
      if (!written.equals("Tags")) {
        assertThat(relayed(Json.object().put("Target", "t").put(written, "forged")).tags().list())
            .as("as a key beside Target")
            .doesNotContain(new Tag(written, "forged"));
      }
    }
  }

  @Test
  void whatIsNotTheSystemsStaysInOrder() {
    List<Tag> tags =
        List.of(
            new Tag("X-Reference", "1"),
            new Tag("Reply-To", "t"),
            new Tag("Action", "A"),
            new Tag("Action", "B"),
            new Tag("Typed", ""),
            new Tag("Content-Type", "text/plain"));
    assertThat(RelayedTags.settable(tags)).isEqualTo(tags);
  }

  @Test
  void theMostThatIsTakenCanBePushed() {
    List<Tag> many = new ArrayList<>(Collections.nCopies(RelayedTags.COUNT, new Tag("n", "v")));
    List<Tag> wide =
        List.of(
            new Tag(
                "n".repeat(RelayedTags.NAME_BYTES),
                "v".repeat(RelayedTags.BYTES - RelayedTags.NAME_BYTES - 4)));
    assertThat(RelayedTags.tooLarge(many)).isEmpty();
    assertThat(RelayedTags.tooLarge(wide)).isEmpty();
    for (List<Tag> tags : List.of(many, wide)) {
      Result.Outgoing sent = relayed(message(tags));
      Tags pushed =
          sent.tags()
              .and("From-Process", PROCESS)
              .and("From-Module", PROCESS)
              .and("Pushed-For", PROCESS)
              .and("Push-Depth", "64");
      Draft draft = Draft.empty().to(PROCESS).anchor(sent.anchor()).tags(pushed);
      assertThat(draft.sign(new Ed25519Signer(new byte[32]))).isInstanceOf(Reading.Ok.class);
    }
  }

  @Test
  void moreThanThatIsTooLarge() {
    List<Tag> many = Collections.nCopies(RelayedTags.COUNT + 1, new Tag("n", "v"));
    List<Tag> name = List.of(new Tag("n".repeat(RelayedTags.NAME_BYTES + 1), "v"));
    List<Tag> wide = List.of(new Tag("n", "é".repeat(RelayedTags.BYTES / 2)));
    for (List<Tag> tags : List.of(many, name, wide)) {
      assertThat(RelayedTags.tooLarge(tags).orElseThrow().code()).isEqualTo(Refusal.Code.TOO_LARGE);
      assertThat(Json.parse(evaluate(message(tags)).get(0).data()).orElseThrow().path("code"))
          .hasToString("\"TooLarge\"");
    }
  }

  private static ObjectNode message(List<Tag> tags) {
    var message = Json.object().put("Target", PROCESS);
    var array = message.putArray("Tags");
    tags.forEach(tag -> array.addObject().put("name", tag.name()).put("value", tag.value()));
    return message;
  }

  private static Result.Outgoing relayed(JsonNode data) {
    return evaluate(data).get(1);
  }

  private static List<Result.Outgoing> evaluate(JsonNode data) {
    Env env = new Env("p", "a", Tags.of("Handle-Owner", "alice"), Rules.defaults());
    Message message =
        new Message(
            "m",
            "alice",
            "alice",
            "p",
            "",
            Tags.of(Names.ACTION, "RelayMessage"),
            Json.write(data),
            false,
            1,
            Message.Provenance.ASSIGNED);
    return HandleActions.table().evaluate(new MemoryHandle(), env, 0, message).result().messages();
  }
}
