package mostao.ao.testkit.turn;

import java.util.List;
import mostao.ao.process.Action;
import mostao.ao.process.ActionTable;
import mostao.ao.process.Answer;
import mostao.ao.process.Json;
import mostao.ao.process.Mail;
import mostao.ao.process.Request;
import mostao.ao.process.Rows;

/** The smallest process: it counts, it tells a friend, it fails when told to. */
public final class Counter implements Rows<Counter.View, Counter.Added> {
  public record View(long count) {}

  public record Added(long amount) {}

  static final class Add implements Action<View, Added> {
    @Override
    public Answer<Added> perform(Request<View> request) {
      long amount = Long.parseLong(request.message().data());
      request.ao().send(Mail.to("friend").data(Long.toString(request.view().count() + amount)));
      return Answer.reply(
          Json.success().put("count", request.view().count() + amount), List.of(new Added(amount)));
    }
  }

  static final class Fail implements Action<View, Added> {
    @Override
    public Answer<Added> perform(Request<View> request) {
      request.ao().send(Mail.to("friend"));
      throw new IllegalStateException("a bug with a secret: " + request.message().data());
    }
  }

  static final class Flood implements Action<View, Added> {
    @Override
    public Answer<Added> perform(Request<View> request) {
      request.ao().send(Mail.to("friend").data("x".repeat(3 * 1024 * 1024)));
      return Answer.reply(Json.success(), List.of(new Added(1)));
    }
  }

  static ActionTable<View, Added> table() {
    return ActionTable.<View, Added>of("counter", env -> "counter")
        .on(new Add())
        .on(new Fail())
        .on(new Flood())
        .build();
  }

  private long count;

  @Override
  public View view() {
    return new View(count);
  }

  @Override
  public void apply(Added change) {
    count += change.amount();
  }

  @Override
  public Rows<View, Added> copy() {
    Counter copy = new Counter();
    copy.count = count;
    return copy;
  }
}
