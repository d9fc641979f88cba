package mostao.client.soak;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a session has, compared with what was accepted for it. Every message's text is its own.
 *
 * @param reordered messages that stand before one that was accepted earlier
 * @param foreign messages that nobody sent
 */
record Comparison(
    String session, long accepted, long lost, long doubled, long reordered, long foreign) {

  static Comparison of(String session, List<String> accepted, List<String> kept) {
    Map<String, Integer> places = new HashMap<>();
    for (int place = 0; place < accepted.size(); place++) {
      places.put(accepted.get(place), place);
    }
    Set<String> seen = new HashSet<>();
    long doubled = 0;
    long reordered = 0;
    long foreign = 0;
    int furthest = -1;
    for (String content : kept) {
      Integer place = places.get(content);
      if (place == null) {
        foreign++;
      } else if (!seen.add(content)) {
        doubled++;
      } else if (place < furthest) {
        reordered++;
      } else {
        furthest = place;
      }
    }
    long lost = accepted.size() - seen.size();
    return new Comparison(session, accepted.size(), lost, doubled, reordered, foreign);
  }

  boolean right() {
    return lost + doubled + reordered + foreign == 0;
  }
}
