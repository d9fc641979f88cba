package mostao.ao.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MessageTest {
  @Test
  void tagsThatClaimASenderAreLeftOutAndAllOthersStayInOrder() {
    Tags signed =
        Tags.of("A", "1", "From", "mallory", "A", "2", "Owner", "mallory", "from", "kept");
    Message message =
        new Message(
            "id",
            "owner",
            "owner",
            "target",
            "",
            signed,
            "",
            false,
            1,
            Message.Provenance.ASSIGNED);
    assertThat(message.tags()).isEqualTo(Tags.of("A", "1", "A", "2", "from", "kept"));
    assertThat(message.from()).isEqualTo("owner");
  }
}
