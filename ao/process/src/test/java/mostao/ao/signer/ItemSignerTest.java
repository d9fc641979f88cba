package mostao.ao.signer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Reading;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.ans104.Verifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every signer does, whether its key is here or behind a socket. */
class ItemSignerTest {
  private abstract static class Contract {
    abstract ItemSigner signer();

    @Test
    void whatItSignsVerifiesAndIsOfItsAddress() {
      List<Reading<VerifiedItem>> signed = signer().sign(drafts(300));

      assertThat(signed).hasSize(300);
      for (int i = 0; i < signed.size(); i++) {
        VerifiedItem item = signed.get(i).orThrow();
        assertThat(new Verifier().read(item.bytes()).isOk()).isTrue();
        assertThat(item.owner()).isEqualTo(signer().address());
        assertThat(item).isEqualTo(drafts(300).get(i).sign(Keys.KEY).orThrow());
      }
    }

    @Test
    void theSameDraftIsTheSameItem() {
      assertThat(signer().sign(drafts(2))).isEqualTo(signer().sign(drafts(2)));
    }

    @Test
    void whatFitsIntoNoItemIsRefusedAndTheRestIsSigned() {
      List<Draft> drafts = List.of(drafts(2).get(0), Keys.push().to("nowhere"), drafts(2).get(1));

      List<Reading<VerifiedItem>> signed = signer().sign(drafts);

      assertThat(signed.stream().map(Reading::isOk)).containsExactly(true, false, true);
      assertThat(signed.get(1)).isEqualTo(drafts.get(1).sign(Keys.KEY));
    }

    @Test
    void aBigItemIsSigned() {
      assertThat(signer().sign(List.of(Keys.push().data(new byte[1_500_000]))).get(0).isOk())
          .isTrue();
    }

    @Test
    void nothingToSignIsNothing() {
      assertThat(signer().sign(List.of())).isEmpty();
    }

    @Test
    void itAnswers() {
      assertThat(signer().answers()).isTrue();
    }

    private static List<Draft> drafts(int count) {
      return IntStream.range(0, count)
          .mapToObj(number -> Keys.push().tag("Reference", Integer.toString(number)))
          .toList();
    }
  }

  @Nested
  class KeyHere extends Contract {
    @Override
    ItemSigner signer() {
      return ItemSigner.of(Keys.KEY);
    }
  }

  @Nested
  class BehindSocket extends Contract {
    @TempDir private Path folder;
    private SignerServer server;
    private ItemSigner signer;

    @BeforeEach
    void open() throws IOException {
      server =
          SignerServer.open(
              folder.resolve("s.sock"),
              Keys.KEY,
              new SigningRules(Keys.KEY.address())::refusal,
              new SignerServer.Settings(4, Duration.ofSeconds(30)),
              new Entries());
      signer =
          new SocketSigner(
              server.socket(),
              Keys.KEY.address(),
              new SocketSigner.Settings(Duration.ofSeconds(30), 64));
    }

    @AfterEach
    void close() throws IOException {
      signer.close();
      server.close();
    }

    @Override
    ItemSigner signer() {
      return signer;
    }
  }
}
