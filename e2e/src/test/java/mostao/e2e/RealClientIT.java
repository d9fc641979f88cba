package mostao.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import mostao.local.stack.ServiceProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole conversation with the unmodified npm packages against the packaged system. */
@ExtendWith(RunningSystem.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealClientIT {
  private static String currentReads = "private";

  @BeforeAll
  static void packages() throws Exception {
    Node.install();
  }

  @AfterAll
  static void closeReads() throws Exception {
    reads("private");
  }

  @Test
  @Order(1)
  void byDefaultOnlyThePartiesReadChatListsKeysAndHistories() throws Exception {
    assertThat(run("node", "private-reads.mjs")).contains("\"ok\":true");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.57", "0.0.98"})
  @Order(2)
  void withOpenReadsTheUnmodifiedClientDoesTheWholeConversation(String version) throws Exception {
    reads("open");
    assertThat(run("node", "real-client.mjs", version)).contains("\"ok\":true");
  }

  /** Starts the services again with this setting; the messenger answers no reads and has none. */
  private static void reads(String reads) throws Exception {
    for (ServiceProcess service : RunningSystem.stack().services()) {
      if (!currentReads.equals(reads) && !service.name().equals("messenger")) {
        service.stop();
        service.launch(Map.of("mostao.reads", reads));
      }
    }
    for (ServiceProcess service : RunningSystem.stack().services()) {
      service.awaitReady();
    }
    currentReads = reads;
  }

  private static String run(String... command) throws Exception {
    return Node.run(Map.of(), command);
  }
}
