package mostao.local.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mostao.ao.ans104.Address;
import mostao.client.terminal.Ink;

/** A trace as lines: time, milliseconds since the hop before, place, and what happened there. */
public final class TraceText {
  private static final int DEEPEST = 12;

  private final Trace trace;
  private final Words words;
  private final List<Line> lines = new ArrayList<>();
  private int messages;
  private int evaluated;
  private int toWallets;
  private int dead;
  private int underWay;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;

  private TraceText(Trace trace, boolean full) {
    this.trace = trace;
    this.words = new Words(full);
  }

  /**
   * @param full whether ids and contents are whole
   */
  public static List<Line> of(Trace trace, boolean full) {
    return new TraceText(trace, full).lines();
  }

  private List<Line> lines() {
    trace.chain().roots().forEach(root -> node(root, Optional.empty(), 0));
    for (Seen.Dead letter : trace.chain().letters()) {
      letter(letter, 0);
    }
    if (messages == 0 && !trace.latest().isEmpty()) {
      add(Ink.PLAIN, "the birth of this process was not read; its latest messages, each to trace:");
      for (Seen seen : trace.latest()) {
        if (seen instanceof Seen.Taken taken) {
          hop(taken, Optional.empty(), Ink.PLAIN, taken.action() + " " + taken.id());
        }
      }
    }
    if (messages > 0) {
      summary();
    }
    return lines;
  }

  private void summary() {
    if (trace.chain().roots().size() > 1
        || trace.chain().roots().stream().anyMatch(TraceText::hasCause)) {
      add(Ink.YELLOW, "what began it was not read: look further back with --back");
    }
    StringBuilder summary = new StringBuilder(Words.count(messages, "message"));
    summary.append(": ").append(evaluated).append(" evaluated");
    if (toWallets > 0) {
      summary.append(", ").append(toWallets).append(" to wallets");
    }
    if (dead > 0) {
      summary.append(", ").append(Words.count(dead, "dead letter"));
    }
    summary.append(underWay > 0 ? ", " + underWay + " under way" : ", nothing under way");
    summary.append("; ").append(last - first).append(" ms");
    add(underWay > 0 || dead > 0 ? Ink.YELLOW : Ink.PLAIN, summary.toString());
  }

  private static boolean hasCause(Chain.Node root) {
    return root.taken().map(Seen.Taken::push).orElse(true);
  }

  private void node(Chain.Node node, Optional<Long> before, int depth) {
    messages++;
    String indent = "  ".repeat(Math.min(depth, DEEPEST));
    String mark = node.id().equals(trace.asked()) ? "  ◀ asked for" : "";
    Optional<Long> at = before;
    if (node.taken().isPresent()) {
      Seen.Taken taken = node.taken().get();
      hop(taken, before, Ink.PLAIN, indent + taken(taken) + mark);
      taken.data().ifPresent(data -> contents(indent, data));
      at = Optional.of(taken.at());
    }
    for (Place again : node.again()) {
      aside(indent + "  arrived again at " + again + ", with no second effect");
    }
    if (node.result().isPresent()) {
      evaluated++;
      Seen.Evaluated result = node.result().get();
      String of = node.taken().isPresent() ? "" : Words.of(result.action()) + " " + id(node) + ": ";
      hop(
          result,
          at,
          ink(result.outcome()),
          indent
              + "  "
              + of
              + "nonce "
              + result.nonce()
              + ", "
              + words.result(result)
              + (node.taken().isPresent() ? "" : mark));
      at = Optional.of(result.at());
    }
    node.dead().ifPresent(letter -> letter(letter, depth + 1));
    if (node.result().isEmpty() && node.dead().isEmpty()) {
      waits(indent + "  ", "not evaluated yet", node.taken().orElseThrow().place());
    }
    for (Chain.Caused caused : node.caused()) {
      caused(node, caused, at, depth + 1);
    }
  }

  private String id(Chain.Node node) {
    return words.id(node.id());
  }

  private String taken(Seen.Taken taken) {
    if (taken.isBirth()) {
      return "birth of " + words.id(taken.id()) + " by " + words.id(taken.from());
    }
    return Words.of(taken.action())
        + " "
        + words.id(taken.id())
        + " from "
        + words.id(taken.from())
        + " to "
        + words.id(taken.target())
        + Words.error(taken.error());
  }

  private void caused(Chain.Node node, Chain.Caused caused, Optional<Long> before, int depth) {
    String indent = "  ".repeat(Math.min(depth, DEEPEST));
    if (caused instanceof Chain.Delivered delivered) {
      node(delivered.node(), before, depth);
    } else if (caused instanceof Chain.ToWallet one) {
      Seen.Told told = one.told();
      toWallets++;
      hop(
          told,
          before,
          Ink.PLAIN,
          indent
              + Words.of(told.action())
              + " "
              + words.id(told.id())
              + " to wallet "
              + words.id(told.wallet())
              + Words.error(told.error())
              + (told.id().equals(trace.asked()) ? "  ◀ asked for" : ""));
      told.data().ifPresent(data -> contents(indent, data));
    } else if (caused instanceof Chain.NotThere entry) {
      notThere(node, entry, indent);
    }
  }

  private void notThere(Chain.Node node, Chain.NotThere entry, String indent) {
    Seen.Sent sent = entry.sent();
    String what =
        entry.spawn() ? "spawn" : Words.of(sent.action()) + " to " + words.id(sent.target());
    if (!entry.spawn() && Address.canonical(sent.target()).isEmpty()) {
      aside(indent + what + " stays in the Result: that is no process and no wallet");
    } else if (node.dead().isPresent()) {
      aside(indent + what + " was not delivered: see the dead letter");
    } else {
      waits(indent, what + " is on no topic yet", node.result().orElseThrow().place());
    }
  }

  private void waits(String indent, String what, Place place) {
    Optional<Group> group = Group.reading(place.topic()).map(trace.groups()::get);
    String why = group.map(one -> one.waitsFor(place)).orElse("its group may not be seen");
    if (group.filter(one -> one.hasTaken(place)).isPresent()) {
      aside(indent + what + " among what was read: " + why);
      return;
    }
    underWay++;
    lines.add(new Line(Ink.YELLOW, column("", "") + indent + what + ": " + Words.of(why)));
  }

  private void letter(Seen.Dead letter, int depth) {
    dead++;
    String indent = "  ".repeat(Math.min(depth, DEEPEST));
    hop(
        letter,
        Optional.empty(),
        Ink.RED,
        indent
            + "dead letter "
            + letter.name()
            + ": "
            + Words.of(letter.fault())
            + ", stood at "
            + Words.of(letter.source().toString())
            + " (./mostao dlq show "
            + letter.name()
            + ")");
  }

  private static Ink ink(Outcome outcome) {
    return switch (outcome) {
      case RESULT -> Ink.GREEN;
      case REFUSED -> Ink.YELLOW;
      case ERROR, DEAD -> Ink.RED;
    };
  }

  private void contents(String indent, String data) {
    lines.add(new Line(Ink.FAINT, column("", "") + indent + "  Data " + words.contents(data)));
  }

  private void aside(String text) {
    lines.add(new Line(Ink.FAINT, column("", "") + text));
  }

  private void add(Ink ink, String text) {
    lines.add(new Line(ink, text));
  }

  private void hop(Seen seen, Optional<Long> before, Ink ink, String text) {
    first = Math.min(first, seen.at());
    last = Math.max(last, seen.at());
    String since =
        before.map(at -> String.format(Locale.ROOT, "%+d ms", seen.at() - at)).orElse("");
    lines.add(
        new Line(ink, Words.time(seen.at()) + " " + column(since, seen.place().toString()) + text));
  }

  private static String column(String since, String place) {
    int blank = since.isEmpty() && place.isEmpty() ? 13 : 0;
    return " ".repeat(blank) + String.format(Locale.ROOT, "%9s  %-26s ", since, place);
  }
}
