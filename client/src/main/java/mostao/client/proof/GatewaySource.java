package mostao.client.proof;

import java.io.IOException;
import mostao.client.http.AoClient;
import mostao.client.http.ResultsPage;
import mostao.client.http.SchedulePage;

/** A gateway, asked with the rights of a wallet. */
record GatewaySource(AoClient client) implements ConversationSource {
  @Override
  public SchedulePage schedule(String process, long after, int limit)
      throws IOException, InterruptedException {
    return client.schedule(process, after, limit);
  }

  @Override
  public SchedulePage scheduleSince(String process, long time, int limit)
      throws IOException, InterruptedException {
    return client.scheduleSince(process, time, limit);
  }

  @Override
  public ResultsPage results(String process, String after, int limit)
      throws IOException, InterruptedException {
    return client.results(process, after, limit);
  }
}
