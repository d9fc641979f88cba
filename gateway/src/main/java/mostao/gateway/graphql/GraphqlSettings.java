package mostao.gateway.graphql;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings under {@code mostao.graphql}. */
@ConfigMapping(prefix = "mostao.graphql")
public interface GraphqlSettings {
  /** Largest body of a POST, and largest query of a GET. */
  @WithDefault("65536")
  int bodyBytes();

  /** Words and signs of a query; a longer one is refused. */
  @WithDefault("2000")
  int tokens();

  /** Fields nested in each other; a tool's introspection needs 13. */
  @WithDefault("15")
  int depth();

  /** Fields of a query, those of fragments as often as they are spread. */
  @WithDefault("300")
  int fields();

  /** Rows of a page ({@code first}). */
  @WithDefault("100")
  int page();

  /** Ids, owners, or values of a tag, in one filter. */
  @WithDefault("100")
  int ids();

  /**
   * Items that one query may have read from units; a query that may need more is refused as {@code
   * TooCostly} before anything is read. An id counts 3, as each unit may have it; a page counts its
   * rows and 1.
   */
  @WithDefault("310")
  int reads();

  /** Processes of the directory that one query may have looked at; beyond, {@code TooCostly}. */
  @WithDefault("1000000")
  long rows();

  /** How long a query may take; then it is answered with an error. */
  @WithDefault("10s")
  Duration timeout();

  /** Threads that parse and answer queries. */
  @WithDefault("2")
  int workers();

  /**
   * Queries, and steps of queries, that may wait for one of these threads; further ones are refused
   * as {@code Overloaded}.
   */
  @WithDefault("1000")
  int queue();

  /** Process items kept in memory, about 3 kB each. */
  @WithDefault("5000")
  int cached();
}
