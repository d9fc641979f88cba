package mostao.messenger.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import mostao.ao.ans104.Reading;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.ans104.Verifier;
import mostao.ao.kafka.directory.Deployment;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.messenger.authority.TestAuthority;
import org.junit.jupiter.api.Test;

class PushSignerTest {
  private static final String SENDER = "S".repeat(42) + "A";
  private static final String TARGET = "T".repeat(42) + "A";
  private static final String ROOT = "R".repeat(42) + "A";
  private static final String ANCHOR = "0".repeat(31) + "7";

  private final Deployment deployment = TestAuthority.deployment();
  private final String authority = deployment.authority();
  private final String handle = deployment.moduleId("handle");
  private final PushSigner items =
      new PushSigner(TestAuthority.authority(), deployment, TestAuthority.SCHEDULER);
  private final Origin origin = new Origin(SENDER, handle, ROOT, 3);

  @Test
  void aPushHasTheTagsOfTheContractInOrder() {
    VerifiedItem pushed =
        items
            .push(
                origin,
                message(
                    "data",
                    "Data-Protocol",
                    "ao",
                    "Variant",
                    "ao.TN.1",
                    "Type",
                    "Message",
                    "Reference",
                    "7",
                    "Action",
                    "SendMessage",
                    "X-Reference",
                    "1",
                    "Action",
                    "twice"))
            .orThrow();
    assertThat(pushed.tags())
        .isEqualTo(
            tags(
                "Variant", "ao.TN.1",
                "Reference", "7",
                "Action", "SendMessage",
                "X-Reference", "1",
                "Action", "twice",
                "Data-Protocol", "ao",
                "Type", "Message",
                "From-Process", SENDER,
                "From-Module", handle,
                "Pushed-For", ROOT,
                "Push-Depth", "3"));
    assertThat(pushed.targetId()).isEqualTo(TARGET);
    assertThat(new String(pushed.item().anchor(), StandardCharsets.US_ASCII)).isEqualTo(ANCHOR);
    assertThat(text(pushed)).isEqualTo("data");
    assertThat(pushed.owner()).isEqualTo(authority);
  }

  @Test
  void nobodyButTheMessengerSaysWhoSpeaksAndForWhat() {
    VerifiedItem pushed =
        items
            .push(
                origin,
                message(
                    "data",
                    "From-Process",
                    "forged",
                    "From-Module",
                    "forged",
                    "Pushed-For",
                    "forged",
                    "Push-Depth",
                    "-5",
                    "Assignments",
                    "forged",
                    "Type",
                    "Process",
                    "Data-Protocol",
                    "other"))
            .orThrow();
    assertThat(pushed.tags())
        .isEqualTo(
            tags(
                "Data-Protocol",
                "ao",
                "Type",
                "Message",
                "From-Process",
                SENDER,
                "From-Module",
                handle,
                "Pushed-For",
                ROOT,
                "Push-Depth",
                "3"));
  }

  @Test
  void emptyDataIsOneSpace() {
    assertThat(text(items.push(origin, message("")).orThrow())).isEqualTo(" ");
  }

  @Test
  void pushingAgainGivesTheSameId() {
    Result.Outgoing message = message("data", "Reference", "7");
    String id = items.push(origin, message).orThrow().id();
    PushSigner again =
        new PushSigner(
            TestAuthority.authority(), TestAuthority.deployment(), TestAuthority.SCHEDULER);
    assertThat(again.push(origin, message).orThrow().id()).isEqualTo(id);
  }

  @Test
  void twoReferencesGiveTwoIds() {
    assertThat(items.push(origin, message("data", "Reference", "7")).orThrow().id())
        .isNotEqualTo(items.push(origin, message("data", "Reference", "8")).orThrow().id());
  }

  @Test
  void whatIsSignedVerifies() {
    Verifier verifier = Verifier.withBouncyCastle();
    Result.Spawn spawn = spawn("Module", "handle");
    VerifiedItem birth = items.birth(origin, spawn, "handle").orThrow();
    List<VerifiedItem> signed = new ArrayList<>();
    signed.add(items.push(origin, message("d")).orThrow());
    signed.add(birth);
    signed.add(items.spawned(origin, spawn, "handle", birth.id()).orThrow());
    for (VerifiedItem item : signed) {
      assertThat(verifier.read(item.bytes()).isOk()).isTrue();
    }
  }

  @Test
  void whatFitsIntoNoItemIsARefusal() {
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 130; i++) {
      many.add("Tag-" + i);
      many.add("v");
    }
    assertRefused(message("d", many.toArray(String[]::new)));
    assertRefused(message("d", "Big", "x".repeat(4000)));
    assertRefused(message("d", "", "nameless"));
    assertRefused(message("lone \ud800 surrogate"));
    assertRefused(new Result.Outgoing(TARGET, "d", "short anchor", Tags.none()));
    assertRefused(new Result.Outgoing("0xNoProcess", "d", ANCHOR, Tags.none()));
  }

  private void assertRefused(Result.Outgoing message) {
    assertThat(items.push(origin, message)).isInstanceOf(Reading.Refused.class);
  }

  @Test
  void aProcessItemHasTheTagsOfTheContractInOrder() {
    Result.Spawn spawn =
        spawn(
            "Data-Protocol", "ao",
            "Variant", "ao.TN.1",
            "Type", "Process",
            "From-Process", SENDER,
            "From-Module", "claimed",
            "Module", "handle",
            "Reference", "7",
            "Ref_", "7",
            "Handle-Name", "alice",
            "Scheduler", "other",
            "Authority", authority);
    VerifiedItem birth = items.birth(origin, spawn, "handle").orThrow();
    assertThat(birth.tags())
        .isEqualTo(
            tags(
                "Module", handle,
                "Reference", "7",
                "Ref_", "7",
                "Handle-Name", "alice",
                "Authority", authority,
                "Variant", "ao.TN.1",
                "Data-Protocol", "ao",
                "Type", "Process",
                "From-Process", SENDER,
                "From-Module", handle,
                "Pushed-For", ROOT,
                "Push-Depth", "3",
                "Scheduler", TestAuthority.SCHEDULER));
    assertThat(birth.targetId()).isEmpty();
    assertThat(birth.item().anchor()).isEmpty();
    assertThat(text(birth)).isEqualTo("{\"bio\":\"x\"}");
    assertThat(items.birth(origin, spawn, "handle").orThrow().id()).isEqualTo(birth.id());
  }

  @Test
  void theModuleOfASpawnIsGivenByNameOrId() {
    assertThat(items.module(spawn("Module", "session"))).contains("session");
    assertThat(items.module(spawn("Module", handle))).contains("handle");
    assertThat(items.module(spawn("Module", "token"))).isEmpty();
    assertThat(items.module(spawn())).isEmpty();
  }

  @Test
  void theSpawnerIsToldWithItsOwnTagsAndInItsOwnName() {
    Result.Spawn spawn =
        spawn(
            "Data-Protocol", "ao",
            "Variant", "ao.TN.1",
            "Type", "Process",
            "From-Process", SENDER,
            "From-Module", handle,
            "Module", "handle",
            "Reference", "7",
            "Ref_", "7",
            "Handle-Name", "alice");
    VerifiedItem told = items.spawned(origin, spawn, "handle", TARGET).orThrow();
    assertThat(told.tags())
        .isEqualTo(
            tags(
                "From-Process", SENDER,
                "From-Module", handle,
                "Module", handle,
                "Reference", "7",
                "Ref_", "7",
                "Handle-Name", "alice",
                "Data-Protocol", "ao",
                "Type", "Message",
                "Process", TARGET,
                "Action", "Spawned",
                "Variant", "ao.TN.1",
                "Pushed-For", ROOT,
                "Push-Depth", "3"));
    assertThat(told.targetId()).isEqualTo(SENDER);
    assertThat(told.item().anchor()).isEmpty();
    assertThat(text(told)).isEqualTo(" ");
  }

  @Test
  void aSpawnCantTellInAnothersNameOrOfAnotherProcess() {
    Result.Spawn spawn =
        spawn(
            "Module", "handle",
            "From-Process", TARGET,
            "From-Process", TARGET,
            "Action", "Transfer",
            "Process", "another",
            "Push-Depth", "0");
    Tags told = items.spawned(origin, spawn, "handle", TARGET).orThrow().tags();
    assertThat(told.all("From-Process")).containsExactly(SENDER);
    assertThat(told.all("From-Module")).containsExactly(handle);
    assertThat(told.all("Action")).containsExactly("Spawned");
    assertThat(told.all("Process")).containsExactly(TARGET);
    assertThat(told.all("Push-Depth")).containsExactly("3");
  }

  private static Result.Outgoing message(String data, String... tags) {
    return new Result.Outgoing(TARGET, data, ANCHOR, Tags.of(tags));
  }

  private static Result.Spawn spawn(String... tags) {
    return new Result.Spawn("{\"bio\":\"x\"}", ANCHOR, Tags.of(tags));
  }

  private static Tags tags(String... namesAndValues) {
    return Tags.of(namesAndValues);
  }

  private static String text(VerifiedItem item) {
    return new String(item.data(), StandardCharsets.UTF_8);
  }
}
