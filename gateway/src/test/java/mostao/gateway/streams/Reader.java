package mostao.gateway.streams;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client that reads as much as a test lets it. */
final class Reader implements EventSink {
  private static final Pattern ID = Pattern.compile("(?m)^id: (.*)$");
  private static final Pattern DATA = Pattern.compile("(?m)^data: (.*)$");
  private static final Pattern NAME = Pattern.compile("(?m)^event: (.*)$");

  final List<String> written = new ArrayList<>();
  int room = Integer.MAX_VALUE;
  boolean ended;
  boolean cut;

  @Override
  public void write(String text) {
    if (room <= 0) {
      throw new AssertionError("written though there is no room");
    }
    room--;
    written.add(text);
  }

  @Override
  public boolean full() {
    return room <= 0;
  }

  @Override
  public void end(String text) {
    ended = true;
    written.add(text);
  }

  @Override
  public void cut() {
    cut = true;
  }

  /** The id a browser would send as Last-Event-ID. */
  String lastId() {
    String last = "";
    for (String text : written) {
      last = first(ID, text, last);
    }
    return last;
  }

  /** The names of the events with their ids. */
  List<String> events() {
    return written.stream()
        .filter(text -> text.startsWith("event: "))
        .map(text -> first(NAME, text, "") + " " + first(ID, text, ""))
        .toList();
  }

  /** The data of the events. */
  List<String> data() {
    return written.stream()
        .filter(text -> text.startsWith("event: "))
        .map(text -> first(DATA, text, ""))
        .toList();
  }

  private static String first(Pattern pattern, String text, String otherwise) {
    Matcher found = pattern.matcher(text);
    return found.find() ? found.group(1) : otherwise;
  }
}
