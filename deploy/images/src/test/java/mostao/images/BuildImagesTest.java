package mostao.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildImagesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void aRepositoryAndABase() throws IOException {
    write(
        "deploy/images/Containerfile",
        """
        ARG BASE=somewhere
        FROM ${BASE}
        ARG PROGRAM=none
        LABEL org.opencontainers.image.title="mostao/${PROGRAM}"
        COPY ${PROGRAM}/lib/ /app/lib/
        COPY --chown=7:8 ${PROGRAM}/lib/ /data/
        USER 10001:10001
        WORKDIR /tmp
        ENTRYPOINT ["java", "-jar", "/app/lib/it.jar"]
        """);
    write("door/lib/it.jar", "jar");
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(Files.newOutputStream(folder.resolve("base.tar")))) {
      tar.putArchiveEntry(new TarArchiveEntry("./"));
      tar.closeArchiveEntry();
    }
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private int build(String into, String... more) throws InterruptedException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--root",
                folder.toString(),
                "--base",
                folder.resolve("base.tar").toString(),
                "--out",
                folder.resolve(into).toString()));
    arguments.addAll(List.of(more));
    return BuildImages.run(
        arguments.toArray(String[]::new), new PrintWriter(out, true), new PrintWriter(err, true));
  }

  @Test
  void printsTheTarOfAnImageThatSaysWhatItsFileSays() throws Exception {
    assertThat(build("out", "--version", "7", "door")).as(err.toString()).isZero();

    assertThat(out.toString().lines()).containsExactly(folder.resolve("out/door.tar").toString());
    Map<String, byte[]> image = entries(Files.readAllBytes(folder.resolve("out/door.tar")));
    JsonNode manifest = JSON.readTree(image.get("manifest.json")).get(0);
    assertThat(manifest.get("RepoTags").get(0).asText()).isEqualTo("mostao/door:7");
    JsonNode config = JSON.readTree(image.get(manifest.get("Config").asText())).get("config");
    assertThat(config.get("User").asText()).isEqualTo("10001:10001");
    assertThat(config.get("Labels").get("org.opencontainers.image.title").asText())
        .isEqualTo("mostao/door");
    assertThat(config.get("Entrypoint").get(0).asText()).isEqualTo("java");
    assertThat(layer(image, manifest, 1)).contains("app/lib/it.jar 0:0");
    assertThat(layer(image, manifest, 2)).contains("data/ 7:8", "data/it.jar 7:8");
  }

  /** Names and owners in a layer. */
  private static List<String> layer(Map<String, byte[]> image, JsonNode manifest, int number)
      throws IOException {
    byte[] packed = image.get(manifest.get("Layers").get(number).asText());
    List<String> found = new ArrayList<>();
    try (TarArchiveInputStream in =
        new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(packed)))) {
      TarArchiveEntry entry = in.getNextEntry();
      while (entry != null) {
        found.add(entry.getName() + " " + entry.getLongUserId() + ":" + entry.getLongGroupId());
        entry = in.getNextEntry();
      }
    }
    return found;
  }

  @Test
  void theSameFilesGiveTheSameBytes() throws Exception {
    build("one", "door");
    Files.setLastModifiedTime(folder.resolve("door/lib/it.jar"), FileTime.fromMillis(1));
    build("two", "door");

    assertThat(folder.resolve("one/door.tar"))
        .hasSameBinaryContentAs(folder.resolve("two/door.tar"));
  }

  @Test
  void aProgramThatIsNotBuiltIsNamed() throws Exception {
    assertThat(build("out", "window")).isEqualTo(1);
    assertThat(err.toString()).contains("window/lib").contains("build the programs first");
  }

  @Test
  void anInstructionThatRunsCommandsIsRefused() throws Exception {
    write("deploy/images/Containerfile", "FROM x\nRUN make\n");

    assertThat(build("out", "door")).isEqualTo(1);
    assertThat(err.toString()).contains("RUN make");
  }

  private static Map<String, byte[]> entries(byte[] tar) throws IOException {
    Map<String, byte[]> found = new LinkedHashMap<>();
    try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(tar))) {
      TarArchiveEntry entry = in.getNextEntry();
      while (entry != null) {
        found.put(entry.getName(), in.readAllBytes());
        entry = in.getNextEntry();
      }
    }
    return found;
  }
}
