package mostao.local.broker;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import kafka.Kafka;
import kafka.tools.StorageTool;

/**
 * The main class of the broker's JVM: formats the storage when it is new, then becomes Kafka.
 * Arguments: the properties file, the data directory, the cluster id.
 */
final class BrokerMain {
  private BrokerMain() {}

  public static void main(String[] arguments) {
    Path data = Path.of(arguments[1]);
    if (!Files.exists(data.resolve("meta.properties"))) {
      PrintStream out =
          new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
      String[] format = {
        "format", "--config", arguments[0], "--cluster-id", arguments[2], "--ignore-formatted"
      };
      int code = StorageTool.execute(format, out);
      if (code != 0) {
        System.exit(code);
      }
    }
    Kafka.main(new String[] {arguments[0]});
  }
}
