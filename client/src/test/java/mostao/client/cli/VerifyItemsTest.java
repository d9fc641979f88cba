package mostao.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class VerifyItemsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static List<JsonNode> vectors;

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void read() throws IOException {
    Path file =
        Path.of(
            System.getProperty("mostao.root"),
            "ao/process/src/test/resources/vectors/vectors.json");
    vectors = new ArrayList<>();
    MAPPER.readTree(file.toFile()).forEach(vectors::add);
  }

  @Test
  void everyVectorGivesTheExpectedAnswerInItsPlace() throws IOException {
    assertThat(vectors).hasSize(208);

    assertThat(verify(lines(vectors))).isZero();

    assertThat(out.toString()).as("any console can show it").isASCII();
    List<JsonNode> answers = answers();
    assertThat(answers).hasSameSizeAs(vectors);
    for (int i = 0; i < vectors.size(); i++) {
      expect(vectors.get(i), answers.get(i));
    }
  }

  private static void expect(JsonNode vector, JsonNode answer) {
    String name = vector.get("name").textValue();
    boolean valid = vector.get("kind").textValue().equals("valid");
    boolean item = vector.get("container").textValue().equals("item");
    assertThat(answer.fieldNames())
        .toIterable()
        .as(name)
        .containsExactly(
            "valid", "kind", "id", "signatureType", "address", "target", "tags", "reason");
    assertThat(answer.get("valid").booleanValue()).as(name).isEqualTo(valid);
    assertThat(answer.get("kind").textValue()).as(name).isEqualTo(item ? "item" : "bundle");
    assertThat(answer.get("reason").isNull()).as(name).isEqualTo(valid);
    if (valid && item) {
      for (String field : List.of("id", "signatureType", "address", "target", "tags")) {
        assertThat(answer.get(field)).as(name + " " + field).isEqualTo(vector.get(field));
      }
    } else {
      for (String field : List.of("id", "signatureType", "address", "target", "tags")) {
        assertThat(answer.get(field).isNull()).as(name + " " + field).isTrue();
      }
    }
  }

  @Test
  void theItemsOfABundleAreListedOnDemand() throws IOException {
    JsonNode bundle =
        vectors.stream()
            .filter(vector -> vector.get("name").textValue().equals("bundle-5-mixed"))
            .findFirst()
            .orElseThrow();

    assertThat(verify(lines(List.of(bundle)), "--items")).isZero();

    JsonNode items = answers().get(0).get("items");
    assertThat(items).hasSameSizeAs(bundle.get("items"));
    for (int i = 0; i < items.size(); i++) {
      assertThat(items.get(i).get("id")).isEqualTo(bundle.get("items").get(i).get("id"));
    }
  }

  @Test
  @Timeout(120)
  void tenThousandLinesKeepTheirOrder() throws IOException {
    List<JsonNode> small =
        vectors.stream().filter(vector -> line(vector).length() < 2000).limit(40).toList();
    List<JsonNode> many = new ArrayList<>();
    while (many.size() < 10_000) {
      many.addAll(small);
    }

    assertThat(verify(lines(many))).isZero();

    List<JsonNode> answers = answers();
    assertThat(answers).hasSameSizeAs(many);
    for (int i = 0; i < many.size(); i++) {
      assertThat(answers.get(i)).isEqualTo(answers.get(i % small.size()));
    }
    assertThat(answers.subList(0, small.size()).stream().distinct().count()).isGreaterThan(10);
  }

  @Test
  void everyLineHasItsAnswerWhateverIsInIt() throws IOException {
    String good = line(vectors.get(0));

    assertThat(verify(good + "\r\n\nno base64url!\n" + good + "==\nAA\nüñ\n" + good)).isZero();

    List<JsonNode> answers = answers();
    assertThat(answers.stream().map(answer -> answer.get("valid").booleanValue()))
        .containsExactly(true, false, false, false, false, false, true);
    assertThat(answers.get(2).get("reason").textValue()).contains("base64url");
  }

  @Test
  void aLineThatIsTooLongIsAnsweredAndCountsAsUnread() throws IOException {
    String good = line(vectors.get(0));
    String longest = "A".repeat(good.length());

    int exit =
        verify(
            longest + "A\n" + longest + "\n" + "A".repeat(200_000) + "\n" + good + "\r\n",
            "--max-line",
            Integer.toString(good.length()));

    assertThat(exit).isEqualTo(1);
    List<JsonNode> answers = answers();
    assertThat(answers).hasSize(4);
    assertThat(answers.get(0).get("reason").textValue()).contains("longer than");
    assertThat(answers.get(1).get("reason").textValue()).doesNotContain("longer than");
    assertThat(answers.get(2).get("reason").textValue()).contains("longer than");
    assertThat(answers.get(3).get("valid").booleanValue()).isTrue();
  }

  @Test
  @Timeout(30)
  void aStreamThatPausesGetsItsAnswersBeforeThePause() throws Exception {
    PipedOutputStream input = new PipedOutputStream();
    VerifyItems command = new VerifyItems(new PipedInputStream(input, 64 * 1024));
    PipedReader output = new PipedReader(64 * 1024);
    PrintWriter writer = new PrintWriter(new PipedWriter(output));
    Thread run = new Thread(() -> new CommandLine(command).setOut(writer).execute());
    run.start();

    BufferedReader reader = new BufferedReader(output);
    for (int i = 0; i < 3; i++) {
      input.write((line(vectors.get(i)) + "\n").getBytes(StandardCharsets.US_ASCII));
      input.flush();
      assertThat(MAPPER.readTree(reader.readLine()).get("id")).isEqualTo(vectors.get(i).get("id"));
    }
    input.close();
    run.join(TimeUnit.SECONDS.toMillis(20));
    assertThat(run.isAlive()).isFalse();
  }

  @Test
  void answersOfWhatCouldBeReadAreGivenWhenTheRestCannot() throws IOException {
    byte[] good = (line(vectors.get(0)) + "\n").getBytes(StandardCharsets.US_ASCII);
    InputStream breaking =
        new ByteArrayInputStream(good) {
          @Override
          public synchronized int read(byte[] into, int from, int length) {
            int read = super.read(into, from, length);
            if (read < 0) {
              throw new java.io.UncheckedIOException(new IOException("the disk is gone"));
            }
            return read;
          }
        };

    CommandLine command = command(new VerifyItems(unwrapping(breaking)));

    assertThat(command.execute()).isEqualTo(1);
    assertThat(answers()).hasSize(1);
    assertThat(err.toString()).contains("the disk is gone");
  }

  @Test
  void aFileIsReadAsWellAndAMissingOneIsNamed() throws IOException {
    Path file = folder.resolve("items.txt");
    Files.writeString(file, line(vectors.get(0)) + "\n");

    assertThat(command(new VerifyItems()).execute(file.toString())).isZero();
    assertThat(answers()).hasSize(1);
    assertThat(command(new VerifyItems()).execute(folder.resolve("none").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("none is not there");
  }

  @Test
  void wrongUseExitsWithTwo() {
    assertThat(command(new VerifyItems()).execute("--no-such-option")).isEqualTo(2);
    assertThat(command(new VerifyItems()).execute("--max-line", "0")).isEqualTo(2);
    assertThat(command(new ItemCommand()).execute()).isEqualTo(2);
  }

  private int verify(String input, String... options) {
    InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    return command(new VerifyItems(in)).execute(options);
  }

  private CommandLine command(Object command) {
    return new CommandLine(command).setOut(new PrintWriter(out)).setErr(new PrintWriter(err, true));
  }

  private List<JsonNode> answers() throws IOException {
    List<JsonNode> answers = new ArrayList<>();
    for (String line : out.toString().lines().toList()) {
      answers.add(MAPPER.readTree(line));
    }
    return answers;
  }

  private static String lines(List<JsonNode> vectors) {
    StringBuilder lines = new StringBuilder();
    for (JsonNode vector : vectors) {
      lines.append(line(vector)).append('\n');
    }
    return lines.toString();
  }

  private static String line(JsonNode vector) {
    return vector.path(vector.get("container").textValue() + "Base64Url").textValue();
  }

  private static InputStream unwrapping(InputStream in) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        throw new IOException("read in blocks");
      }

      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        try {
          return in.read(into, from, length);
        } catch (java.io.UncheckedIOException broken) {
          throw broken.getCause();
        }
      }
    };
  }
}
