package mostao.ao.testkit.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mostao.ao.message.Message;
import mostao.ao.message.Names;
import mostao.ao.message.Result;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;
import mostao.ao.process.ActionTable;
import mostao.ao.process.Env;
import mostao.ao.process.Json;
import mostao.ao.process.Outcome;
import mostao.ao.process.Rules;
import mostao.ao.turn.Store;

/** One conversation file, step by step on one process. */
final class Play<V, C> {
  private static final long FIRST_TIMESTAMP = 1_731_234_567_123L;

  private final String name;
  private final ActionTable<V, C> table;
  private final Changes<C> changes;
  private final Store<V, C> store;
  private final JsonNode script;
  private final Env env;
  private long reference;
  private int step;

  Play(
      String name,
      ActionTable<V, C> table,
      Changes<C> changes,
      Store<V, C> store,
      JsonNode process,
      JsonNode script) {
    this.name = name;
    this.table = table;
    this.changes = changes;
    this.store = store;
    this.script = script;
    Known.keys(process, name + " process", "owner", "tags");
    // $PROCESS is an id of its own per file, so that files can share a database.
    String own = Symbols.id("PROCESS in " + name);
    List<Tag> tags = new ArrayList<>();
    process
        .path("tags")
        .properties()
        .forEach(e -> tags.add(new Tag(e.getKey(), own(e.getValue().asText(), own))));
    Rules rules = limits(Rules.defaults());
    this.env =
        new Env(
            own,
            process.path("owner").asText(),
            new Tags(tags),
            script.path("open-reads").asBoolean(false) ? rules.withOpenReads() : rules);
  }

  private Rules limits(Rules defaults) {
    JsonNode limits = script.path("limits");
    Known.keys(
        limits,
        name + " limits",
        "profile-bytes",
        "content-bytes",
        "page-rows",
        "page-bytes",
        "result-bytes",
        "inbox-messages",
        "chain-depth",
        "stale-ms",
        "chats",
        "chat-requests",
        "inbox-of-sender",
        "wallet-handles",
        "wallet-births",
        "handle-sessions",
        "kept-name-ms");
    Rules.Quotas quotas = defaults.quotas();
    return new Rules(
        false,
        limits.path("profile-bytes").asInt(defaults.profileBytes()),
        limits.path("content-bytes").asInt(defaults.contentBytes()),
        limits.path("page-rows").asInt(defaults.pageRows()),
        limits.path("page-bytes").asInt(defaults.pageBytes()),
        limits.path("result-bytes").asInt(defaults.resultBytes()),
        limits.path("inbox-messages").asInt(defaults.inboxMessages()),
        limits.path("chain-depth").asInt(defaults.chainDepth()),
        limits.path("stale-ms").asLong(defaults.staleMs()),
        new Rules.Quotas(
            limits.path("chats").asInt(quotas.chats()),
            limits.path("chat-requests").asInt(quotas.chatRequests()),
            limits.path("inbox-of-sender").asInt(quotas.inboxOfSender()),
            limits.path("wallet-handles").asInt(quotas.walletHandles()),
            limits.path("wallet-births").asInt(quotas.walletBirths()),
            limits.path("handle-sessions").asInt(quotas.handleSessions()),
            limits.path("kept-name-ms").asLong(quotas.keptNameMs())));
  }

  void play() {
    assertThat(script.path("title").asText()).as("title of " + name).isNotBlank();
    JsonNode given = own(script.path("given"));
    store.transact(
        work -> {
          given.forEach(change -> work.tables().apply(env.id(), changes.read(change)));
          return null;
        });
    assertThat(script.path("steps")).as("steps of " + name).isNotEmpty();
    for (JsonNode written : script.path("steps")) {
      step++;
      JsonNode each = own(written);
      Known.keys(each, where(), "when", "then");
      Message message = message(each.path("when"));
      Outcome<C> outcome =
          store.transact(
              work -> {
                work.tables().prefetch(Map.of(env.id(), table.rowKeys(env, message)));
                return table.evaluate(work.tables().view(env.id()), env, reference, message);
              });
      check(message, outcome, each.path("then"));
      if (message.provenance() == Message.Provenance.ASSIGNED) {
        reference = outcome.reference();
        store.transact(
            work -> {
              outcome.changes().forEach(change -> work.tables().apply(env.id(), change));
              return null;
            });
      }
    }
  }

  private Message message(JsonNode when) {
    Known.keys(
        when,
        where(),
        "wallet",
        "process",
        "proof",
        "anonymous",
        "untrusted",
        "birth",
        "action",
        "tags",
        "data",
        "timestamp",
        "id",
        "owner");
    List<Tag> tags = new ArrayList<>();
    if (when.has("action")) {
      tags.add(new Tag(Names.ACTION, when.path("action").asText()));
    }
    when.path("tags")
        .properties()
        .forEach(e -> tags.add(new Tag(e.getKey(), e.getValue().asText())));
    boolean birth = when.path("birth").asBoolean(false);
    String from = birth ? env.owner() : sender(when);
    String owner = when.has("owner") ? when.path("owner").asText() : owner(when, from);
    String id = birth ? env.id() : Symbols.id(name + " step " + step);
    JsonNode data = when.path("data");
    return new Message(
        when.has("id") ? when.path("id").asText() : id,
        owner,
        from,
        env.id(),
        "",
        new Tags(tags),
        data.isContainerNode() ? Json.write(data) : data.isMissingNode() ? "" : data.asText(),
        false,
        when.path("timestamp").asLong(FIRST_TIMESTAMP + step),
        provenance(when));
  }

  private String sender(JsonNode when) {
    for (String kind : List.of("wallet", "process", "proof", "anonymous", "untrusted")) {
      if (when.has(kind)) {
        return when.path(kind).asText();
      }
    }
    throw new IllegalArgumentException(where() + ": who speaks? wallet, process, proof, …");
  }

  private static String owner(JsonNode when, String from) {
    if (when.has("process")) {
      return Symbols.id("AUTHORITY");
    }
    return when.has("untrusted") ? Symbols.id("MALLORY") : from;
  }

  private static Message.Provenance provenance(JsonNode when) {
    if (when.has("proof")) {
      return Message.Provenance.PROVEN_DRY_RUN;
    }
    return when.has("anonymous")
        ? Message.Provenance.ANONYMOUS_DRY_RUN
        : Message.Provenance.ASSIGNED;
  }

  private void check(Message message, Outcome<C> outcome, JsonNode then) {
    Known.keys(
        then,
        where(),
        "reply",
        "reply-to",
        "error",
        "says",
        "changes",
        "sends",
        "spawns",
        "silent",
        "fails");
    Result result = outcome.result();
    if (then.has("fails")) {
      assertThat(result.error().orElse("")).as(where()).contains(then.path("fails").asText());
      assertThat(outcome.changes()).as(where()).isEmpty();
      return;
    }
    assertThat(result.error()).as(where() + " has no Error").isEmpty();
    List<Result.Outgoing> sends = new ArrayList<>(result.messages());
    if (then.has("reply") || then.has("error")) {
      assertThat(sends).as(where() + " replies").isNotEmpty();
      checkReply(message, sends.remove(0), then);
    } else {
      assertThat(then.path("silent").asBoolean(false))
          .as(where() + " says reply, error or silent")
          .isTrue();
    }
    checkSends(sends, then.path("sends"));
    checkSpawns(result.spawns(), then.path("spawns"));
    List<C> expected = new ArrayList<>();
    then.path("changes").forEach(change -> expected.add(changes.read(change)));
    assertThat(outcome.changes()).as(where() + " changes").containsExactlyElementsOf(expected);
  }

  private void checkReply(Message message, Result.Outgoing reply, JsonNode then) {
    String target =
        then.has("reply-to")
            ? then.path("reply-to").asText()
            : message.tag(Names.REPLY_TO).orElse(message.from());
    assertThat(reply.target()).as(where() + " reply's Target").isEqualTo(target);
    assertThat(reply.tags().first(Names.ACTION))
        .as(where() + " reply's Action")
        .contains(message.action() + "-Response");
    assertThat(reply.tags().first(Names.CONTENT_TYPE)).contains(Names.APPLICATION_JSON);
    assertThat(reply.tags().first(Names.X_REFERENCE))
        .as(where() + " reply's X-Reference")
        .isEqualTo(message.tag(Names.REFERENCE).or(() -> message.tag(Names.X_REFERENCE)));
    JsonNode body = parsed(reply.data());
    if (then.has("reply")) {
      assertSame(where() + " reply", body, then.path("reply"));
      assertThat(reply.tags().has(Names.ERROR)).as(where() + " has no Error tag").isFalse();
      return;
    }
    String code = then.path("error").asText();
    assertThat(body.path("status").asText()).as(where() + ": " + body).isEqualTo("error");
    assertThat(body.path("code").asText()).as(where() + ": " + body).isEqualTo(code);
    assertThat(reply.tags().first(Names.ERROR)).as(where()).contains(code);
    assertThat(body.path("message").asText()).as(where() + " says why").isNotBlank();
    then.path("says")
        .forEach(word -> assertThat(body.path("message").asText()).contains(word.asText()));
  }

  private void checkSends(List<Result.Outgoing> sent, JsonNode expected) {
    assertThat(sent).as(where() + " sends besides the reply").hasSize(expected.size());
    for (int i = 0; i < sent.size(); i++) {
      JsonNode want = expected.get(i);
      Known.keys(want, where(), "target", "action", "tags", "data");
      String which = where() + " send " + (i + 1);
      assertThat(sent.get(i).target()).as(which).isEqualTo(want.path("target").asText());
      if (want.has("action")) {
        assertThat(sent.get(i).tags().first(Names.ACTION))
            .as(which)
            .contains(want.path("action").asText());
      }
      checkTags(which, sent.get(i).tags(), want.path("tags"));
      checkData(which, sent.get(i).data(), want);
    }
  }

  private void checkSpawns(List<Result.Spawn> spawned, JsonNode expected) {
    assertThat(spawned).as(where() + " spawns").hasSize(expected.size());
    for (int i = 0; i < spawned.size(); i++) {
      JsonNode want = expected.get(i);
      Known.keys(want, where(), "module", "tags", "data");
      String which = where() + " spawn " + (i + 1);
      assertThat(spawned.get(i).tags().first(Names.MODULE))
          .as(which)
          .contains(want.path("module").asText());
      checkTags(which, spawned.get(i).tags(), want.path("tags"));
      checkData(which, spawned.get(i).data(), want);
    }
  }

  private static void checkTags(String which, Tags tags, JsonNode expected) {
    expected
        .properties()
        .forEach(
            e ->
                assertThat(tags.first(e.getKey()))
                    .as(which + " tag " + e.getKey())
                    .contains(e.getValue().asText()));
  }

  private static void checkData(String which, String data, JsonNode want) {
    if (!want.has("data")) {
      return;
    }
    JsonNode expected = want.path("data");
    if (expected.isContainerNode()) {
      assertSame(which + " data", parsed(data), expected);
    } else {
      assertThat(data).as(which + " data").isEqualTo(expected.asText());
    }
  }

  /** The same JSON; 7, 7.0 and 7.000 are one number. */
  private static void assertSame(String what, JsonNode body, JsonNode expected) {
    assertThat(body.equals(Play::compare, parsed(Json.write(expected))))
        .as("%s: expected %s but was %s", what, expected, body)
        .isTrue();
  }

  private static int compare(JsonNode one, JsonNode other) {
    if (one.isNumber() && other.isNumber()) {
      return one.decimalValue().compareTo(other.decimalValue());
    }
    return one.equals(other) ? 0 : 1;
  }

  private static JsonNode parsed(String text) {
    return Json.parse(text).orElseThrow(() -> new AssertionError("no JSON: " + text));
  }

  /** {@code $PROCESS}, which Symbols has made one id for all files, as this file's own process. */
  private JsonNode own(JsonNode node) {
    return node.isMissingNode() ? node : parsed(own(Json.write(node), env.id()));
  }

  private static String own(String text, String own) {
    return text.replace(Symbols.id("PROCESS"), own);
  }

  private String where() {
    return name + " step " + step;
  }
}
