package mostao.client.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import mostao.ao.message.Names;
import mostao.ao.message.Tags;
import mostao.ao.process.Json;
import mostao.client.chat.HandleName;
import mostao.client.http.AccessToken;
import mostao.client.http.AoMessages;

/** What is asked in a run, given out in turn: each kind equally often. Thread-safe. */
final class Questions implements Supplier<Question> {
  private static final int PLACES = 64;
  private static final String ANYBODY = "1234";

  private final ReadsSettings settings;
  private final Cast cast;
  private final List<List<Question>> kinds = new ArrayList<>();
  private final AtomicLong given = new AtomicLong();

  private Questions(ReadsSettings settings, Cast cast) {
    this.settings = settings;
    this.cast = cast;
  }

  /**
   * @throws IOException also when what proves who asks does not last for the whole run
   */
  static Questions of(ReadsSettings settings, Cast cast) throws IOException, InterruptedException {
    Questions questions = new Questions(settings, cast);
    for (Read read : settings.reads()) {
      List<Question> kind = new ArrayList<>();
      boolean ofNames = read == Read.QUERY_HANDLE || read == Read.GET_HANDLES;
      if (read == Read.QUERY_MESSAGE) {
        questions.addPages(kind);
      } else if (ofNames && !settings.names().isEmpty()) {
        String registry = cast.registry(cast.pairs().get(0)).pid();
        settings.names().forEach(name -> kind.add(questions.of(read, registry, name)));
      } else {
        for (Pair pair : cast.pairs()) {
          kind.add(questions.of(read, pair));
        }
      }
      questions.kinds.add(kind);
    }
    return questions;
  }

  /** The next one. */
  @Override
  public Question get() {
    long number = given.getAndIncrement();
    List<Question> kind = kinds.get((int) (number % kinds.size()));
    return kind.get((int) (number / kinds.size() % kind.size()));
  }

  private void addPages(List<Question> kind) throws IOException, InterruptedException {
    Pair pair = cast.pairs().get(0);
    int rows = settings.page();
    long newest = cast.newest(pair);
    for (long first : places(newest, rows)) {
      ObjectNode page = Json.object().put("limit", rows).put("order", "desc");
      // Somebody may write meanwhile.
      boolean moves = first == newest;
      kind.add(
          proven(
              Read.QUERY_MESSAGE,
              pair,
              pair.session(),
              Json.write(moves ? page : page.put("before", first + 1)),
              Question.page(rows, first, moves ? Long.MAX_VALUE : first)));
    }
  }

  /**
   * The first messages of whole pages that lie evenly in a history: the newest, and older ones.
   *
   * @param newest how many messages there are
   */
  static List<Long> places(long newest, int rows) {
    return LongStream.range(0, PLACES)
        .map(place -> newest - (newest - rows) * place / PLACES)
        .distinct()
        .boxed()
        .toList();
  }

  private Question of(Read read, Pair pair) throws IOException, InterruptedException {
    HandleName name = pair.from();
    String registry = cast.registry(pair).pid();
    return switch (read) {
      case QUERY_HANDLE, GET_HANDLES -> of(read, registry, name);
      case QUERY_SESSION ->
          proven(
              read,
              pair,
              registry,
              Json.write(
                  Json.object().put("handleA", name.name()).put("handleB", pair.to().name())),
              Question.with("sessionID", pair.session()));
      case GET_CHAT_LIST ->
          proven(
              read,
              pair,
              name.pid(),
              Json.write(Json.object().put("limit", settings.page())),
              Question.with("sessionID", pair.session()));
      case QUERY_MESSAGE -> throw new IllegalArgumentException("is asked of one session");
    };
  }

  /** What everybody may ask. */
  private Question of(Read read, String registry, HandleName name) {
    String data = read == Read.QUERY_HANDLE ? name.name() : name.owner();
    return question(read, registry, "", data, Question.with("pid", name.pid()));
  }

  private Question proven(
      Read read, Pair pair, String process, String data, Predicate<JsonNode> right)
      throws IOException, InterruptedException {
    AccessToken token = cast.client(pair).access();
    BenchSettings run = settings.run();
    Duration needed = run.warmUp().plus(run.duration()).plus(run.drain());
    if (token.expires().isBefore(Instant.now().plus(needed))) {
      throw new IOException(
          "access tokens are good until " + token.expires() + " and the run is longer");
    }
    return question(read, process, "Authorization: " + token.header() + "\r\n", data, right);
  }

  private Question question(
      Read read, String process, String header, String data, Predicate<JsonNode> right) {
    byte[] body = AoMessages.dryRun(process, ANYBODY, Tags.of(Names.ACTION, read.action()), data);
    byte[] request =
        DoorConnection.request(
            settings.run().gateway(),
            "/dry-run?process-id=" + process,
            "Content-Type: application/json\r\n" + header,
            body);
    return new Question(read, request, right);
  }
}
