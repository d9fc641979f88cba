package mostao.messenger.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import mostao.ao.ans104.DataItem;
import mostao.ao.ans104.Draft;
import mostao.ao.signer.SignerServer;
import mostao.ao.signer.SignerUnavailable;
import mostao.ao.signer.SocketSigner;
import mostao.ao.signer.WrongSigner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthorityTest {
  private final AtomicInteger ended = new AtomicInteger();

  @TempDir private Path folder;

  @Test
  void aSignerWithAnotherKeyEndsTheProgramAndOneThatIsAwayDoesNot() throws Exception {
    Path socket = folder.resolve("s");
    Authority authority =
        new Authority(
            new SocketSigner(
                socket,
                TestAuthority.signer(1).address(),
                new SocketSigner.Settings(Duration.ofSeconds(30), 8)),
            ended::incrementAndGet);
    Draft draft = Draft.empty().data("d");
    assertThatThrownBy(() -> authority.sign(draft)).isInstanceOf(SignerUnavailable.class);
    assertThat(ended).hasValue(0);

    try (SignerServer wrong =
        SignerServer.open(
            socket,
            TestAuthority.signer(2),
            item -> Optional.empty(),
            new SignerServer.Settings(2, Duration.ofSeconds(30)),
            new SignerServer.Journal() {
              @Override
              public void decided(DataItem item, Optional<String> refusal) {}

              @Override
              public void closed(String why) {}
            })) {
      assertThat(wrong.socket()).isEqualTo(socket);
      assertThatThrownBy(() -> authority.sign(draft))
          .isInstanceOf(WrongSigner.class)
          .hasMessageStartingWith("WrongSigner: ");
    }
    assertThat(ended).hasValue(1);
    authority.close();
  }
}
