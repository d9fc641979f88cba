package mostao.client.bench;

import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One of the threads that ask, with a connection of its own. Nothing is asked a second time. */
final class Asker implements Callable<Boolean> {
  private static final int OK = 200;

  /** What refuses at once would else be asked as fast as it can. */
  private static final int PAUSE_MS = 20;

  private final DoorConnection connection;
  private final Due due;
  private final Supplier<Question> questions;
  private final Answers answers;
  private final long giveUp;

  /**
   * @param giveUp when what is due and was not asked is given up, by {@link System#nanoTime}
   */
  Asker(
      DoorConnection connection,
      Due due,
      Supplier<Question> questions,
      Answers answers,
      long giveUp) {
    this.connection = connection;
    this.due = due;
    this.questions = questions;
    this.answers = answers;
    this.giveUp = giveUp;
  }

  /**
   * Asks until it is over.
   *
   * @return true
   */
  @Override
  public Boolean call() throws IOException, InterruptedException {
    try (connection) {
      for (OptionalLong at = due.next(); at.isPresent(); at = due.next()) {
        if (System.nanoTime() - giveUp > 0) {
          throw new IOException(
              "what was due could not be asked in time: the rate is above what is answered");
        }
        Question question = questions.get();
        answers.asking(at.getAsLong(), System.nanoTime());
        String refused = ask(question, at.getAsLong());
        if (!refused.isEmpty()) {
          answers.refused(refused);
          TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }
        due.delivered();
      }
      return true;
    }
  }

  /**
   * @return why there is no right answer; empty when there is
   */
  private String ask(Question question, long at) {
    try {
      DoorConnection.Answer answer = connection.ask(question.request());
      long now = System.nanoTime();
      if (answer.status() != OK) {
        return "HTTP " + answer.status();
      }
      if (!question.isRight(answer.body())) {
        return Answers.WRONG;
      }
      answers.right(question.read(), at, now, answer.body().length);
      return "";
    } catch (IOException failed) {
      return failed.getClass().getSimpleName();
    }
  }
}
