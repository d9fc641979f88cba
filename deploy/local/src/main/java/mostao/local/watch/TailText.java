package mostao.local.watch;

import java.util.Locale;
import java.util.Optional;
import mostao.client.terminal.Ink;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Records as lines, decoded: time, place, and what the record says. */
public final class TailText {
  private final Decoding decoding;
  private final TailFilter filter;
  private final Words words;

  /**
   * @param full whether ids and contents are whole
   * @param data whether contents are shown
   */
  public TailText(TailFilter filter, boolean full, boolean data) {
    this.decoding = new Decoding(data);
    this.filter = filter;
    this.words = new Words(full);
  }

  /** The line of a record, if the filter shows it. */
  public Optional<Line> of(ConsumerRecord<String, byte[]> record) {
    return Optional.of(decoding.of(record)).filter(filter::shows).map(this::line);
  }

  Line line(Seen seen) {
    if (seen instanceof Seen.Taken one) {
      return line(
          one,
          Ink.PLAIN,
          one.isBirth()
              ? "birth of " + words.id(one.id()) + " by " + words.id(one.from())
              : message(one.action(), one.id(), one.from(), "to ", one.target())
                  + Words.error(one.error())
                  + data(one.data()));
    }
    if (seen instanceof Seen.Evaluated one) {
      Ink ink =
          switch (one.outcome()) {
            case RESULT -> Ink.GREEN;
            case REFUSED -> Ink.YELLOW;
            case ERROR, DEAD -> Ink.RED;
          };
      return line(
          one,
          ink,
          Words.of(one.action())
              + " "
              + words.id(one.message())
              + " by "
              + words.id(one.process())
              + "  nonce "
              + one.nonce()
              + ", "
              + words.result(one));
    }
    if (seen instanceof Seen.Told one) {
      return line(
          one,
          Ink.PLAIN,
          message(one.action(), one.id(), one.process(), "to wallet ", one.wallet())
              + Words.error(one.error())
              + data(one.data()));
    }
    if (seen instanceof Seen.Dead one) {
      return line(
          one,
          Ink.RED,
          "dead letter "
              + one.name()
              + ": "
              + Words.of(one.fault())
              + ", stood at "
              + Words.of(one.source().toString()));
    }
    if (seen instanceof Seen.Listed one) {
      return line(
          one,
          Ink.FAINT,
          "process "
              + words.id(one.process())
              + " of module "
              + Words.of(one.module())
              + ", owner "
              + words.id(one.owner()));
    }
    return line(seen, Ink.FAINT, ((Seen.Unread) seen).why());
  }

  private String message(String action, String id, String from, String to, String target) {
    return Words.of(action)
        + " "
        + words.id(id)
        + " from "
        + words.id(from)
        + " "
        + to
        + words.id(target);
  }

  private String data(Optional<String> data) {
    return data.map(contents -> "  Data " + words.contents(contents)).orElse("");
  }

  private static Line line(Seen seen, Ink ink, String text) {
    return new Line(
        ink, String.format(Locale.ROOT, "%s  %-26s %s", Words.time(seen.at()), seen.place(), text));
  }
}
