package mostao.ao.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import mostao.ao.ans104.Base64Url;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Ed25519Signer;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.ans104.Verifier;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;
import org.junit.jupiter.api.Test;

class AssignmentTest {
  private static final Ed25519Signer SCHEDULER = new Ed25519Signer(filled(7));
  private static final String PROCESS = Base64Url.encode(filled(9));

  @Test
  void theFirstVectorOfTheContract() {
    assertThat(HashChain.first(Base64Url.encode(new byte[32])).text())
        .isEqualTo("Zmh6rfhivXdsj8GLjp-OIAiXFIVu4jOzkCpZHQ1fKSU");
  }

  @Test
  void theSecondVectorOfTheContract() {
    HashChain first = HashChain.first(Base64Url.encode(new byte[32]));
    assertThat(first.next(Base64Url.encode(filled(1))).text())
        .isEqualTo("DTGKcZffCrLkldlr542yRI1RuSZJNY4PZiW62l3o8kE");
  }

  @Test
  void tagsStandInTheContractsOrderAndAreAllText() {
    Assignment birth = assign(new Slot(0, 1_000, PROCESS, List.of()), Optional.empty());
    String message = Base64Url.encode(filled(3));
    Assignment next =
        assign(
            new Slot(1, 1_731_234_567_123L, message, List.of("Data", "Anchor")),
            Optional.of(birth.link()));
    assertThat(next.item().tags())
        .containsExactly(
            new Tag("Process", PROCESS),
            new Tag("Epoch", "0"),
            new Tag("Nonce", "1"),
            new Tag("Hash-Chain", birth.link().hash().next(birth.item().id()).text()),
            new Tag("Block-Height", "000014426954"),
            new Tag("Timestamp", "1731234567123"),
            new Tag("Data-Protocol", "ao"),
            new Tag("Type", "Assignment"),
            new Tag("Variant", "ao.TN.1"),
            new Tag("Message", message),
            new Tag("Exclude", "Data"),
            new Tag("Exclude", "Anchor"));
    assertThat(next.item().item().target()).isEmpty();
    assertThat(next.item().item().anchor()).isEmpty();
    assertThat(next.item().data()).isEmpty();
    assertThat(next.link().assignment()).isEqualTo(next.item().id());
  }

  @Test
  void aProcessesOwnAssignmentNamesNoMessage() {
    Assignment birth = assign(new Slot(0, 1_000, PROCESS, List.of()), Optional.empty());
    assertThat(birth.item().tags().has("Message")).isFalse();
    assertThat(birth.link().hash()).isEqualTo(HashChain.first(PROCESS));
  }

  @Test
  void heightsHaveTwelveDigitsAndNeverDecrease() {
    assertThat(BlockHeight.at(0)).isEqualTo("000000000000");
    assertThat(BlockHeight.at(119_999)).isEqualTo("000000000000");
    assertThat(BlockHeight.at(120_000)).isEqualTo("000000000001");
    assertThat(BlockHeight.at(-1)).isEqualTo("000000000000");
    assertThat(BlockHeight.at(Long.MAX_VALUE / 100_000)).hasSize(12);
  }

  @Test
  void aChainVerifiesFromTheProcessIdAloneAndIsAlwaysTheSame() throws Exception {
    Random random = new Random(28);
    for (int round = 0; round < 20; round++) {
      String process = Base64Url.encode(bytes(random));
      List<Slot> slots = slots(process, 1 + random.nextInt(20), random);
      List<Assignment> chain = chain(process, slots);
      assertThat(chain(process, slots)).isEqualTo(chain);
      byte[] hash = sha256(decode(process));
      for (int i = 0; i < chain.size(); i++) {
        Tags tags = chain.get(i).item().tags();
        assertThat(tags.first("Hash-Chain")).contains(Base64Url.encode(hash));
        assertThat(tags.first("Nonce")).contains(Integer.toString(i));
        assertThat(new Verifier().read(chain.get(i).item().bytes()).isOk()).isTrue();
        hash = sha256(concat(decode(chain.get(i).item().id()), hash));
      }
    }
  }

  @Test
  void whateverChangesInASlotChangesEveryHashAfterIt() {
    Random random = new Random(29);
    List<Slot> slots = slots(PROCESS, 12, random);
    List<Assignment> chain = chain(PROCESS, slots);
    for (int at = 1; at < slots.size() - 1; at++) {
      Slot slot = slots.get(at);
      for (Slot other :
          List.of(
              new Slot(at, slot.timestamp() + 1, slot.message(), slot.exclude()),
              new Slot(at, slot.timestamp(), Base64Url.encode(bytes(random)), slot.exclude()),
              new Slot(at, slot.timestamp(), slot.message(), List.of("Tags")))) {
        List<Slot> changed = new ArrayList<>(slots);
        changed.set(at, other);
        List<Assignment> broken = chain(PROCESS, changed);
        for (int i = 0; i < slots.size(); i++) {
          boolean same = broken.get(i).link().hash().equals(chain.get(i).link().hash());
          assertThat(same).as("hash %d after a change of %d", i, at).isEqualTo(i <= at);
        }
      }
    }
  }

  @Test
  void aSlotThatDoesNotFollowIsRefused() {
    Assignment birth = assign(new Slot(0, 1, PROCESS, List.of()), Optional.empty());
    assertThatThrownBy(() -> assign(new Slot(2, 1, PROCESS, List.of()), Optional.of(birth.link())))
        .hasMessageContaining("nonce 2 does not follow: expected 1");
    assertThatThrownBy(() -> assign(new Slot(1, 1, PROCESS, List.of()), Optional.empty()))
        .hasMessageContaining("expected 0");
    assertThatThrownBy(() -> HashChain.first("short")).hasMessageContaining("'short' is not an id");
  }

  @Test
  void onlyWhatIsMadeHereIsRead() {
    Random random = new Random(30);
    Optional<Link> before = Optional.empty();
    for (Assignment made : chain(PROCESS, slots(PROCESS, 6, random))) {
      assertThat(Assignment.read(PROCESS, made.item(), before).orThrow()).isEqualTo(made);
      List<Tag> tags = made.item().tags().list();
      List<Draft> others = new ArrayList<>();
      Draft same = Draft.empty().tags(made.item().tags());
      others.add(same.data(" "));
      others.add(same.to(PROCESS));
      others.add(same.anchor(filled(1)));
      others.add(same.tag("Epoch", "0"));
      others.add(
          Draft.empty()
              .tags(new Tags(tags.stream().map(AssignmentTest::withAnotherNonce).toList())));
      for (int i = 0; i < tags.size(); i++) {
        List<Tag> fewer = new ArrayList<>(tags);
        fewer.remove(i);
        if (!tags.get(i).name().equals("Exclude")) {
          others.add(Draft.empty().tags(new Tags(fewer)));
        }
        if (i > 0 && !tags.get(i).name().equals(tags.get(i - 1).name())) {
          List<Tag> swapped = new ArrayList<>(tags);
          swapped.set(i, tags.get(i - 1));
          swapped.set(i - 1, tags.get(i));
          others.add(Draft.empty().tags(new Tags(swapped)));
        }
        List<Tag> spelled = new ArrayList<>(tags);
        spelled.set(i, new Tag(tags.get(i).name(), "0" + tags.get(i).value()));
        if (!tags.get(i).name().equals("Exclude")) {
          others.add(Draft.empty().tags(new Tags(spelled)));
        }
      }
      for (Draft other : others) {
        VerifiedItem item = other.sign(SCHEDULER).orThrow();
        assertThat(Assignment.read(PROCESS, item, before).isOk()).as("%s", item.tags()).isFalse();
      }
      before = Optional.of(made.link());
    }
  }

  private static Tag withAnotherNonce(Tag tag) {
    return tag.name().equals("Nonce") ? new Tag("Nonce", "9") : tag;
  }

  private static Assignment assign(Slot slot, Optional<Link> before) {
    return Assignment.of(PROCESS, slot, before, draft -> draft.sign(SCHEDULER));
  }

  private static List<Assignment> chain(String process, List<Slot> slots) {
    List<Assignment> chain = new ArrayList<>();
    Optional<Link> before = Optional.empty();
    for (Slot slot : slots) {
      Assignment next = Assignment.of(process, slot, before, draft -> draft.sign(SCHEDULER));
      chain.add(next);
      before = Optional.of(next.link());
    }
    return chain;
  }

  private static List<Slot> slots(String process, int count, Random random) {
    List<Slot> slots = new ArrayList<>();
    long timestamp = 1_700_000_000_000L;
    for (int i = 0; i < count; i++) {
      timestamp += random.nextInt(3);
      String message = i == 0 ? process : Base64Url.encode(bytes(random));
      slots.add(
          new Slot(i, timestamp, message, random.nextInt(5) == 0 ? List.of("Data") : List.of()));
    }
    return slots;
  }

  private static byte[] filled(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static byte[] bytes(Random random) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] decode(String id) {
    return Base64Url.decode(id).orElseThrow();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static byte[] sha256(byte[] bytes) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(bytes);
  }
}
