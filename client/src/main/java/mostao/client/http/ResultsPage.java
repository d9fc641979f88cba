package mostao.client.http;

import java.util.List;
import mostao.ao.message.Result;

/**
 * Part of a process's Results.
 *
 * @param hasNextPage whether there are more behind the last edge
 */
public record ResultsPage(List<Edge> edges, boolean hasNextPage) {
  /**
   * One Result.
   *
   * @param cursor opaque; as {@code from} of the next page it continues behind this Result
   */
  public record Edge(Result result, String cursor) {}

  public ResultsPage {
    edges = List.copyOf(edges);
  }
}
