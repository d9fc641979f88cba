package mostao.e2e;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an expression of Prometheus names, as far as that can be told without its grammar: enough
 * for expressions like ours.
 *
 * @param metrics each selector: a metric and the labels it asks for
 * @param labels what the expression groups or joins by
 */
record Promql(List<Selector> metrics, Set<String> labels) {
  private static final Set<String> KEYWORDS =
      Set.of("and", "or", "unless", "offset", "bool", "inf", "nan");
  private static final Pattern GROUPING =
      Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
  private static final Pattern RANGE = Pattern.compile("\\[[^\\]]*\\]");
  private static final Pattern LABEL_VALUES =
      Pattern.compile("label_values\\((.*),\\s*(\\w+)\\s*\\)");
  private static final Pattern SELECTOR =
      Pattern.compile("(?<![\\w:.$])([a-zA-Z_:][\\w:]*)\\s*(\\{[^}]*\\}|\\()?");
  private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");

  /**
   * A metric as an expression asks for it.
   *
   * @param labels that are matched
   * @param values of those labels that are matched as they are, none if a dashboard fills them in
   */
  record Selector(String metric, Set<String> labels, Map<String, String> values) {}

  static Promql of(String expression) {
    Set<String> labels = new HashSet<>();
    Matcher listing = LABEL_VALUES.matcher(expression);
    String text = expression;
    if (listing.matches()) {
      text = listing.group(1);
      labels.add(listing.group(2));
    }
    for (MatchResult grouping : GROUPING.matcher(text).results().toList()) {
      for (String label : grouping.group(1).split(",")) {
        if (!label.isBlank()) {
          labels.add(label.strip());
        }
      }
    }
    text = RANGE.matcher(GROUPING.matcher(text).replaceAll(" ")).replaceAll(" ");
    text = text.replaceAll("\\boffset\\s+\\w+", " ");
    List<Selector> metrics = new ArrayList<>();
    Matcher found = SELECTOR.matcher(text);
    while (found.find()) {
      String rest = found.group(2) == null ? "" : found.group(2);
      if (!rest.equals("(") && !isAggregation(text, found) && !isKeyword(found.group(1))) {
        metrics.add(selector(found.group(1), rest));
      }
    }
    return new Promql(List.copyOf(metrics), Set.copyOf(labels));
  }

  private static boolean isKeyword(String word) {
    return KEYWORDS.contains(word.toLowerCase(Locale.ROOT));
  }

  /** {@code sum by (x) (…)}: the brackets come after what was cut out. */
  private static boolean isAggregation(String text, MatchResult word) {
    return Set.of("sum", "max", "min", "avg", "count", "topk").contains(word.group(1))
        && text.substring(word.end()).stripLeading().startsWith("(");
  }

  private static Selector selector(String metric, String braces) {
    Set<String> labels = new HashSet<>();
    Map<String, String> values = new HashMap<>();
    MATCHER
        .matcher(braces)
        .results()
        .forEach(
            matcher -> {
              labels.add(matcher.group(1));
              if (matcher.group(2).equals("=") && !matcher.group(3).contains("$")) {
                values.put(matcher.group(1), matcher.group(3));
              }
            });
    return new Selector(metric, labels, values);
  }
}
