package mostao.ao.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mostao.ao.message.Message;
import mostao.ao.message.Names;
import mostao.ao.message.Result;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** AO contract, section 6, and what PROTOCOL fixes of it. */
class AoTest {
  private static final Env ENV = env("Authority", "auth-1");

  private static Env env(String... tags) {
    return new Env("me", "owner", Tags.of(tags).and(Names.MODULE, "the-module"), Rules.defaults());
  }

  private record SendCase(String name, Mail mail, List<String> callersTags) {}

  @TestFactory
  Stream<DynamicTest> sendPutsTheSystemsTagsFirstThenRootKeysThenTags() {
    Map<String, String> object = new LinkedHashMap<>();
    object.put("Z", "1");
    object.put("A", "2");
    return Stream.of(
            new SendCase("no tags", Mail.to("t"), List.of()),
            new SendCase(
                "tags as array keep order",
                Mail.to("t").tag("B", "1").tag("A", "2"),
                List.of("B=1", "A=2")),
            new SendCase(
                "tags as object keep order", Mail.to("t").tags(object), List.of("Z=1", "A=2")),
            new SendCase(
                "root keys become tags, before Tags",
                Mail.to("t").tag("Second", "2").with("Action", "Ping"),
                List.of("Action=Ping", "Second=2")),
            new SendCase(
                "duplicates are kept",
                Mail.to("t").tag("X", "1").tag("X", "2"),
                List.of("X=1", "X=2")),
            new SendCase(
                "a caller's Type is a second Type",
                Mail.to("t").tag("Type", "Other"),
                List.of("Type=Other")),
            new SendCase(
                "From, Anchor, Target, Data, Tags as root keys are ignored",
                Mail.to("t")
                    .with("From", "x")
                    .with("Anchor", "y")
                    .with("Target", "z")
                    .with("Data", "d")
                    .with("Tags", "t")
                    .with("Keep", "k"),
                List.of("Keep=k")))
        .map(
            c ->
                DynamicTest.dynamicTest(
                    c.name,
                    () -> {
                      Result.Outgoing sent = new Ao(ENV, 0).send(c.mail);
                      assertThat(texts(sent.tags()).subList(0, 4))
                          .containsExactly(
                              "Data-Protocol=ao", "Variant=ao.TN.1", "Type=Message", "Reference=1");
                      assertThat(texts(sent.tags()).subList(4, sent.tags().list().size()))
                          .isEqualTo(c.callersTags);
                      assertThat(sent.target()).isEqualTo("t");
                    }));
  }

  @Test
  void spawnSaysWhoAsksAndCarriesTheReferenceUnderBothNames() {
    Result.Spawn spawn = new Ao(ENV, 4).spawn("mod", Mail.toNobody().tag("Handle-Name", "alice"));
    assertThat(texts(spawn.tags()))
        .containsExactly(
            "Data-Protocol=ao",
            "Variant=ao.TN.1",
            "Type=Process",
            "From-Process=me",
            "From-Module=the-module",
            "Module=mod",
            "Reference=5",
            "Ref_=5",
            "Handle-Name=alice");
    assertThat(spawn.data()).isEqualTo("NODATA");
    assertThat(spawn.anchor()).isEqualTo("00000000000000000000000000000005");
    assertThat(new Ao(ENV, 0).spawn("m", Mail.toNobody().data("")).data()).isEmpty();
  }

  @Test
  void referencesCountSendsAndSpawnsAndGoOnWhereTheyStopped() {
    Ao first = new Ao(ENV, 0);
    assertThat(first.send(Mail.to("t")).anchor()).isEqualTo("0".repeat(31) + "1");
    assertThat(first.spawn("m", Mail.toNobody()).anchor()).isEqualTo("0".repeat(31) + "2");
    assertThat(first.reference()).isEqualTo(2);
    Ao next = new Ao(ENV, first.reference());
    assertThat(next.send(Mail.to("t")).tags().first("Reference")).contains("3");
  }

  @Test
  void theOutboxHoldsWhatWasSentInOrder() {
    Ao ao = new Ao(ENV, 0);
    Result.Outgoing a = ao.send(Mail.to("a").data("1"));
    Result.Spawn s = ao.spawn("m", Mail.toNobody());
    Result.Outgoing b = ao.send(Mail.to("b").data("2"));
    assertThat(ao.result().messages()).containsExactly(a, b);
    assertThat(ao.result().spawns()).containsExactly(s);
  }

  @Test
  void anErrorDropsTheOutbox() {
    Ao ao = new Ao(ENV, 0);
    ao.send(Mail.to("a"));
    Result failed = ao.result("no");
    assertThat(failed.error()).contains("no");
    assertThat(failed.messages()).isEmpty();
    assertThat(failed.spawns()).isEmpty();
  }

  private record TrustCase(String name, Env env, String owner, String from, boolean trusted) {}

  @TestFactory
  Stream<DynamicTest> trustIsFromOrOwnerAmongTheAuthorities() {
    return Stream.of(
            new TrustCase("owner is the authority", ENV, "auth-1", "p", true),
            new TrustCase("from is the authority", ENV, "x", "auth-1", true),
            new TrustCase("neither", ENV, "x", "p", false),
            new TrustCase("compared exactly", ENV, "AUTH-1", "p", false),
            new TrustCase("no authorities: nothing", env(), "auth-1", "auth-1", false),
            new TrustCase(
                "an empty value is not an authority", env("Authority", ""), "", "", false),
            new TrustCase("commas split", env("Authority", "a, b"), "b", "p", true),
            new TrustCase("several tags", env("Authority", "a", "Authority", "b"), "b", "p", true))
        .map(
            c ->
                DynamicTest.dynamicTest(
                    c.name,
                    () ->
                        assertThat(new Ao(c.env, 0).isTrusted(message(c.owner, c.from)))
                            .isEqualTo(c.trusted)));
  }

  private static Message message(String owner, String from) {
    return new Message(
        "id", owner, from, "me", "", Tags.none(), "", false, 0, Message.Provenance.ASSIGNED);
  }

  private static List<String> texts(Tags tags) {
    return tags.list().stream().map(AoTest::text).toList();
  }

  private static String text(Tag tag) {
    return tag.name() + "=" + tag.value();
  }
}
