package mostao.registry.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import mostao.ao.message.Message;
import mostao.ao.message.Names;
import mostao.ao.message.Result;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;
import mostao.ao.process.Env;
import mostao.ao.process.Outcome;
import mostao.ao.process.Rules;
import mostao.registry.model.MemoryRegistry;
import mostao.registry.model.Name;
import mostao.registry.model.RegistryChange;
import mostao.registry.model.Requester;
import mostao.registry.model.SessionLink;
import mostao.registry.model.Side;
import org.junit.jupiter.api.Test;

/** Cases that conversation files can't express: whole tag lists, and many of a kind. */
class SagaTest {
  private static final String PROCESS = "registry-process";

  private final MemoryRegistry rows = new MemoryRegistry();
  private final Env env =
      new Env(
          PROCESS,
          "authority",
          Tags.of("Module", "module-id", "Authority", "authority, second", "Authority", "third"),
          Rules.defaults());
  private long now = 1_731_234_567_000L;
  private long reference;
  private int messages;

  @Test
  void aHandleIsSpawnedWithExactlyTheTagsOfTheProtocol() {
    Result result = wallet("alice-wallet", "Register", "1", "alice");
    assertThat(result.spawns()).hasSize(1);
    assertThat(result.spawns().get(0).tags())
        .isEqualTo(
            spawnTags("handle")
                .and(
                    Tags.of(
                        "Registry",
                        PROCESS,
                        "Authority",
                        "authority",
                        "Authority",
                        "second",
                        "Authority",
                        "third",
                        "Handle-Name",
                        "alice",
                        "Handle-Owner",
                        "alice-wallet")));
  }

  @Test
  void aSessionIsSpawnedWithExactlyTheTagsOfTheProtocol() {
    given("alice", "bob");
    Result result = wallet("bob-wallet", "EstablishSession", "1", "alice");
    assertThat(result.spawns()).hasSize(1);
    assertThat(result.spawns().get(0).tags())
        .isEqualTo(
            spawnTags("session")
                .and(
                    Tags.of(
                        "Registry",
                        PROCESS,
                        "Authority",
                        "authority",
                        "Authority",
                        "second",
                        "Authority",
                        "third",
                        "Handle-A-Name",
                        "alice",
                        "Handle-A-Process",
                        "alice-process",
                        "Handle-A-Owner",
                        "alice-wallet",
                        "Handle-B-Name",
                        "bob",
                        "Handle-B-Process",
                        "bob-process",
                        "Handle-B-Owner",
                        "bob-wallet")));
  }

  @Test
  void noMoreThanSoManyRequestersAreKeptAndEachOfThemIsTold() {
    given("alice", "bob");
    for (int i = 0; i < SessionLink.MAX_REQUESTERS + 3; i++) {
      Result result = wallet("bob-wallet", "EstablishSession", "r" + i, "alice");
      assertThat(result.messages().get(0).data()).isEqualTo("{\"status\":\"pending\"}");
    }
    assertThat(rows.link("alice-process", "bob-process").orElseThrow().requesters())
        .hasSize(SessionLink.MAX_REQUESTERS);
    List<Result.Outgoing> told = push(PROCESS, spawned("session-process")).messages();
    push("alice-process", answer(told.get(0)));
    Result result = push("bob-process", answer(told.get(1)));
    assertThat(result.messages())
        .extracting(message -> message.tags().first(Names.X_REFERENCE).orElseThrow())
        .containsExactlyElementsOf(
            IntStream.range(0, SessionLink.MAX_REQUESTERS).mapToObj(i -> "r" + i).toList());
    assertThat(result.messages()).extracting(Result.Outgoing::target).containsOnly("bob-wallet");
  }

  @Test
  void askingFasterThanHandlesAnswerDoesNotDelayTheSession() {
    given("alice", "bob");
    wallet("bob-wallet", "EstablishSession", "1", "alice");
    List<Result.Outgoing> first = push(PROCESS, spawned("session-process")).messages();
    for (int i = 0; i < 5; i++) {
      wallet("bob-wallet", "EstablishSession", "1", "alice");
    }
    push("alice-process", answer(first.get(0)));
    wallet("bob-wallet", "EstablishSession", "1", "alice");
    push("bob-process", answer(first.get(1)));
    assertThat(rows.link("alice-process", "bob-process").orElseThrow().status())
        .isEqualTo(SessionLink.Status.ACTIVE);
    assertThat(IntStream.rangeClosed(0, (int) reference).mapToObj(rows::notice))
        .as("notices that still wait")
        .containsOnly(Optional.empty());
  }

  @Test
  void aSessionThatIsNotThereIsSaidToBeNull() {
    given("alice", "bob");
    Result result = wallet("bob-wallet", "QuerySession", "1", "alice, bob");
    assertThat(result.messages().get(0).data()).endsWith("\"sessionID\":null}");
  }

  @Test
  void strangersAreToldTheSameWhetherThereIsASessionOrNot() {
    given("alice", "bob");
    Result without = wallet("mallory", "QuerySession", "1", "alice, bob");
    rows.apply(
        new RegistryChange.PutLink(
            SessionLink.asked(
                    rows.name("alice").orElseThrow(),
                    rows.name("bob").orElseThrow(),
                    Set.of(Side.A),
                    90,
                    new Requester("alice-wallet", Optional.empty()))
                .spawned("session-process")
                .answeredBy(Side.A)
                .answeredBy(Side.B)));
    Result with = wallet("mallory", "QuerySession", "1", "alice, bob");
    assertThat(with.messages().get(0).data()).isEqualTo(without.messages().get(0).data());
    assertThat(with.messages().get(0).tags().without(Set.of("Reference")))
        .isEqualTo(without.messages().get(0).tags().without(Set.of("Reference")));
  }

  @Test
  void registeringAndRenouncingInALoopLeavesNoMoreThanTheQuotas() {
    int accepted = 0;
    for (int day = 0; day < 200; day++) {
      now += 24L * 60 * 60 * 1_000;
      for (int i = 0; i < 300; i++) {
        Result result = wallet("looping", "Register", "r", "n-" + day + "-" + i);
        if (result.spawns().isEmpty()) {
          assertThat(result.messages().get(0).tags().first("Error")).contains("QuotaExceeded");
          break;
        }
        accepted++;
        wallet("looping", "Renounce", "r", "n-" + day + "-" + i);
      }
    }
    Rules.Quotas quotas = Rules.defaults().quotas();
    assertThat(accepted)
        .as("names in 200 days, of which each is kept for 90")
        .isEqualTo(3 * quotas.walletHandles());
    assertThat(rows.names(10_000)).isEmpty();
    assertThat(rows.oldestKept(10_000)).hasSizeLessThanOrEqualTo(quotas.walletHandles());
    assertThat(rows.oldestUses(10_000)).hasSizeLessThanOrEqualTo(quotas.walletBirths());
  }

  /** One name, and a session with the same victim in every round. */
  @Test
  void whatALoopOverOneNameLeavesIsBoundedByTheBirthsOfItsWallet() {
    given("bob");
    Rules.Quotas quotas = Rules.defaults().quotas();
    int days = 3;
    int rounds = 700;
    int processes = 0;
    int pushes = 0;
    for (int day = 0; day < days; day++) {
      now += 24L * 60 * 60 * 1_000;
      int today = 0;
      for (int round = 0; round < rounds; round++) {
        Result registered = wallet("looping", "Register", "r", "n");
        pushes += registered.messages().size();
        if (!registered.spawns().isEmpty()) {
          today++;
          pushes += push(PROCESS, spawned(registered, "handle-" + reference)).messages().size();
          Result asked = wallet("looping", "EstablishSession", "r", "bob");
          pushes += asked.messages().size();
          if (!asked.spawns().isEmpty()) {
            today++;
            String own = rows.name("n").orElseThrow().process();
            Result told = push(PROCESS, spawned(asked, "session-" + reference));
            for (Result.Outgoing one : told.messages()) {
              String side = one.target().equals(own) ? own : "bob-process";
              pushes += 1 + push(side, answer(one)).messages().size();
            }
          }
        } else {
          assertThat(registered.messages()).as("a refusal is one record").hasSize(1);
        }
        pushes += wallet("looping", "Renounce", "r", "n").messages().size();
      }
      assertThat(today).as("processes of a day").isEqualTo(quotas.walletBirths());
      processes += today;
    }
    assertThat(processes).isEqualTo(days * quotas.walletBirths());
    assertThat(rows.names(10_000)).extracting(Name::handle).containsExactly("bob");
    assertThat(rows.oldestKept(10_000)).hasSizeLessThanOrEqualTo(1);
    // Of each session one use is its wallet's and one its handle's.
    assertThat(rows.oldestUses(10_000)).hasSizeLessThanOrEqualTo(2 * quotas.walletBirths());
    assertThat(rows.links(10_000)).hasSizeLessThanOrEqualTo(processes / 2);
    assertThat(IntStream.rangeClosed(0, (int) reference).mapToObj(rows::notice))
        .as("notices that still wait")
        .containsOnly(Optional.empty());
    // What the looping wallet signed is answered once; what it caused is a few more for each birth.
    assertThat(pushes).isLessThanOrEqualTo(2 * days * rounds + 8 * processes);
  }

  private static Tags spawned(Result asked, String process) {
    String reference = asked.spawns().get(0).tags().first(Names.REFERENCE).orElseThrow();
    return Tags.of("Reference", reference, "Process", process, "Action", "Spawned");
  }

  private void given(String... handles) {
    for (String handle : handles) {
      rows.apply(
          new RegistryChange.PutName(
              Name.reserved(handle, handle + "-wallet", -1 - handle.length(), Optional.empty())
                  .activated(handle + "-process")));
    }
  }

  private Tags spawnTags(String module) {
    return Tags.of(
        "Data-Protocol",
        "ao",
        "Variant",
        "ao.TN.1",
        "Type",
        "Process",
        "From-Process",
        PROCESS,
        "From-Module",
        "module-id",
        "Module",
        module,
        "Reference",
        "1",
        "Ref_",
        "1");
  }

  private static Tags spawned(String process) {
    return Tags.of("Reference", "1", "Process", process, "Action", "Spawned");
  }

  private static Tags answer(Result.Outgoing told) {
    return new Tags(
        List.of(
            new Tag(Names.ACTION, "UpdateChatList-Response"),
            new Tag(Names.X_REFERENCE, told.tags().first(Names.REFERENCE).orElseThrow())));
  }

  private Result wallet(String wallet, String action, String ownReference, String data) {
    return evaluate(wallet, wallet, Tags.of("Action", action, "Reference", ownReference), data);
  }

  private Result push(String process, Tags tags) {
    return evaluate("authority", process, tags, " ");
  }

  private Result evaluate(String owner, String from, Tags tags, String data) {
    messages++;
    Message message =
        new Message(
            "message-" + messages,
            owner,
            from,
            PROCESS,
            "",
            tags,
            data,
            false,
            now + messages,
            Message.Provenance.ASSIGNED);
    Outcome<RegistryChange> outcome =
        RegistryActions.table().evaluate(rows.view(), env, reference, message);
    reference = outcome.reference();
    outcome.changes().forEach(rows::apply);
    return outcome.result();
  }
}
