package mostao.registry.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RowsTest {
  private static final Name ALICE =
      Name.reserved("alice", "wallet-a", 1, Optional.of("7")).activated("process-a");
  private static final Name BOB =
      Name.reserved("bob", "wallet-b", 2, Optional.empty()).activated("process-b");
  private static final SessionLink LINK =
      SessionLink.asked(ALICE, BOB, Set.of(), 3, new Requester("wallet-a", Optional.empty()));

  @Test
  void anActiveNameHasAProcessAndAPendingOneHasNone() {
    assertThatThrownBy(
            () -> new Name("a", Name.Status.ACTIVE, "w", Optional.empty(), 1, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new Name("a", Name.Status.PENDING, "w", Optional.of("p"), 1, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Name.reserved("a", "w", 1, Optional.empty()).process())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anAnsweredRegistrationIsForgotten() {
    assertThat(ALICE.request()).isEmpty();
  }

  @Test
  void aPairHasOneOrder() {
    assertThatThrownBy(
            () -> SessionLink.asked(BOB, ALICE, Set.of(), 3, new Requester("w", Optional.empty())))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                SessionLink.asked(ALICE, ALICE, Set.of(), 3, new Requester("w", Optional.empty())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void oneAnswerIsNotBothHoweverOftenItComes() {
    SessionLink told = LINK.spawned("session");
    SessionLink once = told.answeredBy(Side.A).answeredBy(Side.A);
    assertThat(once.status()).isEqualTo(SessionLink.Status.TELLING);
    assertThat(once.answeredBy(Side.B).status()).isEqualTo(SessionLink.Status.ACTIVE);
    assertThat(once.answeredBy(Side.B).requesters()).isEmpty();
  }

  @Test
  void aCopyOfTheRowsGoesItsOwnWay() {
    MemoryRegistry rows = new MemoryRegistry();
    rows.apply(new RegistryChange.PutName(ALICE));
    MemoryRegistry copy = rows.copy();
    copy.apply(new RegistryChange.RemoveName("alice"));
    copy.apply(new RegistryChange.PutLink(LINK));
    copy.apply(new RegistryChange.PutNotice(new Notice(4, "process-a", "process-b", Side.A)));
    assertThat(rows.name("alice")).contains(ALICE);
    assertThat(rows.link("process-a", "process-b")).isEmpty();
    assertThat(rows.notice(4)).isEmpty();
  }
}
