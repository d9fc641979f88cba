package mostao.ao.testkit.infra;

import com.github.dockerjava.api.DockerClient;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * What containers have in common. Their ports on the host are chosen by us: Docker would choose new
 * ones whenever a container starts again.
 */
final class Containers {
  private Containers() {}

  /** An image that a setting names, which may have another name than the original. */
  static DockerImageName image(String setting, String original) {
    String name = System.getProperty(setting, "");
    if (name.isEmpty()) {
      throw new IllegalArgumentException(setting + " is not set: it names a Docker image");
    }
    return DockerImageName.parse(name).asCompatibleSubstituteFor(original);
  }

  static DockerClient docker() {
    return DockerClientFactory.instance().client();
  }

  /** Starts what was stopped; does nothing to what runs. */
  static void startAgain(GenericContainer<?> stopped) {
    if (!stopped.isRunning()) {
      docker().startContainerCmd(stopped.getContainerId()).exec();
    }
  }
}
