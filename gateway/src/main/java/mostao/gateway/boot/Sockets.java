package mostao.gateway.boot;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;
import mostao.gateway.edge.limits.TransferSettings;

/**
 * Bounds what the kernel keeps for a client that does not read; left alone it would take megabytes
 * for each.
 */
@Singleton
public class Sockets implements HttpServerOptionsCustomizer {
  private final int sendBuffer;

  Sockets(TransferSettings settings) {
    this.sendBuffer = settings.sendBuffer();
  }

  @Override
  public void customizeHttpServer(HttpServerOptions options) {
    options.setSendBufferSize(sendBuffer);
  }

  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    options.setSendBufferSize(sendBuffer);
  }
}
