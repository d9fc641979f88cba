package mostao.local.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import mostao.local.secret.SecretFile;

/**
 * What runs at a start and hardly ever again: reading jars and settings, making classes and
 * metrics. The first compiler is enough for it. The second one would spend half a second of each
 * program's start on it, while six programs start on the same processors.
 *
 * <p>A JVM says in one line of its log that it was told so, which is why the images don't do it.
 */
final class StartOnly {
  /** Packages, which end with a slash, and beginnings of names of classes. */
  private static final List<String> CLASSES =
      List.of(
          "com/sun/crypto/provider/PBKDF2",
          "com/sun/jmx/",
          "io/quarkus/bootstrap/",
          "io/quarkus/runner/",
          "io/quarkus/runtime/configuration/",
          "io/quarkus/runtime/logging/",
          "io/smallrye/config/",
          "java/lang/PublicMethods",
          "java/lang/classfile/",
          "java/lang/invoke/InvokerBytecodeGenerator",
          "java/lang/invoke/LambdaFormBuffer",
          "java/lang/invoke/LambdaFormEditor",
          "java/lang/invoke/MemberName",
          "java/lang/invoke/MethodType",
          "java/lang/invoke/StringConcat",
          "java/text/DecimalFormat",
          "java/util/Properties",
          "java/util/ResourceBundle",
          "java/util/jar/",
          "java/util/zip/Inflater",
          "java/util/zip/ZipCoder",
          "java/util/zip/ZipFile",
          "javax/management/",
          "jdk/internal/classfile/",
          "jdk/internal/constant/",
          "jdk/internal/jimage/",
          "jdk/internal/loader/",
          "jdk/internal/module/",
          "jdk/internal/util/xml/",
          "org/flywaydb/",
          "org/hibernate/boot/",
          "org/hibernate/mapping/",
          "org/hibernate/models/",
          "org/yaml/",
          "sun/nio/fs/",
          "sun/reflect/",
          "sun/util/");

  private StartOnly() {}

  /** Writes the JVM's directives to a file of this data directory. */
  static void write(Path data) {
    String patterns =
        CLASSES.stream().map(name -> '"' + name + "*.*\"").collect(Collectors.joining(","));
    SecretFile.write(file(data), "[{match:[" + patterns + "],c2:{Exclude:true}}]\n");
  }

  /** Options for a JVM, which refuses to start without that file. */
  static List<String> options(Path data) {
    return List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:CompilerDirectivesFile=" + file(data));
  }

  private static Path file(Path data) {
    return data.resolve("config/start-only.json");
  }
}
