package mostao.images;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/**
 * Writes images as docker-archive tars.
 *
 * @param root of the repository, from which Containerfiles copy
 * @param base docker-archive of the base image
 * @param java a Java runtime to be laid into the image, when the base has none
 * @param cache where layers are kept between images
 * @param created when the image was made, as it says itself
 */
record ImageTar(Path root, Path base, Optional<Path> java, Path cache, Instant created) {
  private static final String JAVA_HOME = "/opt/java";
  private static final String PATH = JAVA_HOME + "/bin:/usr/local/bin:/usr/bin:/bin";

  /** Makes one image. */
  Path write(Containerfile file, String name, Path tar) throws IOException, InterruptedException {
    try {
      JibContainerBuilder image = Jib.from(TarImage.at(base));
      if (java.isPresent()) {
        image.addFileEntriesLayer(folder(java.get(), JAVA_HOME, "java", ""));
        image.addEnvironmentVariable("JAVA_HOME", JAVA_HOME);
        image.addEnvironmentVariable("PATH", PATH);
      }
      for (Containerfile.Copy copy : file.copies()) {
        image.addFileEntriesLayer(layer(copy));
      }
      for (Map.Entry<String, String> variable : file.environment().entrySet()) {
        image.addEnvironmentVariable(variable.getKey(), variable.getValue());
      }
      image
          .setFormat(ImageFormat.Docker)
          .setLabels(file.labels())
          .setUser(file.user())
          .setWorkingDirectory(AbsoluteUnixPath.get(file.folder()))
          .setEntrypoint(file.entrypoint())
          .setCreationTime(created)
          .containerize(
              Containerizer.to(TarImage.at(tar).named(name))
                  .setOfflineMode(true)
                  .setBaseImageLayersCache(cache.resolve("base"))
                  .setApplicationLayersCache(cache.resolve("application"))
                  .setToolName("mostao-images"));
      return tar;
    } catch (InvalidImageReferenceException
        | RegistryException
        | CacheDirectoryCreationException
        | ExecutionException failure) {
      throw new IOException(
          "the image " + name + " was not made: " + failure.getMessage(), failure);
    }
  }

  private FileEntriesLayer layer(Containerfile.Copy copy) throws IOException {
    Path source = root.resolve(copy.from());
    if (!Files.exists(source)) {
      throw new IOException(source + " is missing; build the programs first (mvn -Psbom package)");
    }
    if (Files.isDirectory(source)) {
      return folder(source, copy.to(), copy.from(), copy.owner());
    }
    return FileEntriesLayer.builder()
        .setName(copy.from())
        .addEntry(source, AbsoluteUnixPath.get(copy.to()))
        .build();
  }

  private static FileEntriesLayer folder(Path source, String target, String name, String owner)
      throws IOException {
    AbsoluteUnixPath top = AbsoluteUnixPath.get(target);
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
    Instant made = FileEntriesLayer.DEFAULT_MODIFICATION_TIME;
    if (!owner.isEmpty()) {
      layer.addEntry(source, top, FilePermissions.DEFAULT_FOLDER_PERMISSIONS, made, owner);
    }
    try (Stream<Path> found = Files.walk(source, FileVisitOption.FOLLOW_LINKS)) {
      List<Path> files = found.filter(Files::isRegularFile).sorted().toList();
      for (Path file : files) {
        AbsoluteUnixPath place = top.resolve(source.relativize(file).toString());
        boolean program = Files.isExecutable(file) && !file.toString().endsWith(".jar");
        layer.addEntry(
            file, place, FilePermissions.fromOctalString(program ? "755" : "644"), made, owner);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return layer.build();
  }
}
