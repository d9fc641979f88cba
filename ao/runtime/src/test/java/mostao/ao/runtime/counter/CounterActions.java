package mostao.ao.runtime.counter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mostao.ao.message.Tag;
import mostao.ao.process.Action;
import mostao.ao.process.ActionTable;
import mostao.ao.process.Answer;
import mostao.ao.process.Env;
import mostao.ao.process.Json;
import mostao.ao.process.Mail;
import mostao.ao.process.Request;

/** A process that counts, keeps notes, and fails in every way there is. */
public final class CounterActions {
  private CounterActions() {}

  public static ActionTable<CounterView, CounterChange> table() {
    return ActionTable.<CounterView, CounterChange>of("counter", env -> "counter")
        .on(new Add())
        .on(new View())
        .on(new Note())
        .on(new ReadNote())
        .on(new Fail())
        .on(new Recurse())
        .on(new ReadBadly())
        .on(new StoreBadly())
        .on(new BreakTables())
        .on(new HalfPair())
        .on(new Long())
        .on(new Wait())
        .build();
  }

  static ObjectNode state(Env env, CounterView view) {
    return Json.object().put("total", view.total());
  }

  static final class Add implements Action<CounterView, CounterChange> {
    @Override
    public Answer<CounterChange> perform(Request<CounterView> request) {
      long total = request.view().total() + java.lang.Long.parseLong(request.message().data());
      return Answer.reply(
          Json.object().put("total", total), List.of(new CounterChange.PutTotal(total)));
    }
  }

  static final class View implements Action<CounterView, CounterChange> {
    @Override
    public Answer<CounterChange> perform(Request<CounterView> request) {
      return Answer.reply(Json.object().put("total", request.view().total()));
    }
  }

  /** Keeps the whole message: tags, data, sender. */
  static final class Note implements Action<CounterView, CounterChange> {
    @Override
    public Answer<CounterChange> perform(Request<CounterView> request) {
      var body = Json.object();
      body.put("data", request.message().data());
      ArrayNode tags = body.putArray("tags");
      for (Tag tag : request.message().tags()) {
        tags.addObject().put("name", tag.name()).put("value", tag.value());
      }
      String name = request.message().tag("Note-Name").orElse("");
      return Answer.reply(body, List.of(new CounterChange.PutNote(name, body)));
    }
  }

  static final class ReadNote implements Action<CounterView, CounterChange> {
    @Override
    public Answer<CounterChange> perform(Request<CounterView> request) {
      JsonNode found =
          request.view().note(request.message().tag("Note-Name").orElse("")).orElseThrow();
      return Answer.reply(Json.object().set("note", found));
    }
  }

  static final class Fail implements Action<CounterView, CounterChange> {
    @Override
    public Answer<CounterChange> perform(Request<CounterView> request) {
      throw new IllegalStateException("secret: " + request.message().data());
    }
  }

  static final class Recurse implements Action<CounterView, CounterChange> {
    @Override
    public Answer<CounterChange> perform(Request<CounterView> request) {
      return perform(new Request<>(request.view(), request.ao(), request.message()));
    }
  }

  static final class ReadBadly implements Action<CounterView, CounterChange> {
    @Override
    public Answer<CounterChange> perform(Request<CounterView> request) {
      return Answer.reply(Json.object().put("found", request.view().hasPlain("a\0b")));
    }
  }

  static final class StoreBadly implements Action<CounterView, CounterChange> {
    @Override
    public Answer<CounterChange> perform(Request<CounterView> request) {
      return Answer.reply(Json.success(), List.of(new CounterChange.PutPlain("bad", "a\0b")));
    }
  }

  static final class BreakTables implements Action<CounterView, CounterChange> {
    @Override
    public Answer<CounterChange> perform(Request<CounterView> request) {
      return Answer.reply(Json.success(), List.of(new CounterChange.Break()));
    }
  }

  /** Cuts a pair of surrogates in two. */
  static final class HalfPair implements Action<CounterView, CounterChange> {
    @Override
    public Answer<CounterChange> perform(Request<CounterView> request) {
      request.ao().send(Mail.to(request.message().from()).data("😀".substring(0, 1)));
      return Answer.reply(Json.success());
    }
  }

  /** Answers with as many characters as asked, three bytes each. */
  static final class Long implements Action<CounterView, CounterChange> {
    @Override
    public Answer<CounterChange> perform(Request<CounterView> request) {
      int length = Integer.parseInt(request.message().data());
      return Answer.reply(Json.object().put("long", "語".repeat(length)));
    }
  }

  /** Not pure, for tests alone: lets a test hold a turn inside its transaction. */
  public static final class Wait implements Action<CounterView, CounterChange> {
    public static volatile CountDownLatch entered = new CountDownLatch(0);
    public static volatile CountDownLatch open = new CountDownLatch(0);

    @Override
    public Answer<CounterChange> perform(Request<CounterView> request) {
      entered.countDown();
      try {
        if (!open.await(30, TimeUnit.SECONDS)) {
          throw new IllegalStateException("nobody opened");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
      long total = request.view().total() + 1;
      return Answer.reply(
          Json.object().put("total", total), List.of(new CounterChange.PutTotal(total)));
    }
  }
}
