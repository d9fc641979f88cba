package mostao.local.watch;

import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import mostao.local.os.StartFailure;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/** What the broker refuses, in one sentence each. */
public final class Failures {
  private Failures() {}

  /** A failure with a sentence for people: a right that is missing is named. */
  public static StartFailure of(KafkaException failure) {
    return new StartFailure(sentence(failure), failure);
  }

  static String sentence(Throwable failure) {
    if (failure.getClass() == KafkaException.class && failure.getCause() != null) {
      // Says only what was tried.
      return sentence(failure.getCause());
    }
    if (failure instanceof TopicAuthorizationException topics) {
      return lacks("Read or Describe", topics);
    }
    if (failure instanceof GroupAuthorizationException group) {
      return "this user lacks the right Describe of group " + group.groupId();
    }
    if (failure instanceof ClusterAuthorizationException) {
      return "this user lacks the right Describe of the cluster";
    }
    if (failure instanceof AuthenticationException) {
      return "the broker does not accept who this is ("
          + failure.getClass().getSimpleName()
          + "); see the file of --kafka-config";
    }
    if (failure instanceof org.apache.kafka.common.errors.TimeoutException
        || failure instanceof TimeoutException) {
      return "the broker did not answer within "
          + KafkaConnection.ANSWER.toSeconds()
          + " s; if it is up, see whether the file of --kafka-config names its security.protocol";
    }
    // Kafka's sentences about settings may quote them, and its causes are about files.
    Throwable first = failure.getCause() == null ? failure : failure.getCause();
    return (failure instanceof ConfigException
            ? "a setting of --kafka-config or --bootstrap can't be used: "
            : "the broker can't be asked: ")
        + (first instanceof ConfigException ? first.getMessage() : first.getClass().getSimpleName())
        + " (see the file of --kafka-config)";
  }

  /**
   * @param right that was needed for what was tried
   */
  static String lacks(String right, TopicAuthorizationException denied) {
    return "this user lacks the right "
        + right
        + " of topic "
        + String.join(", ", new TreeSet<>(denied.unauthorizedTopics()));
  }

  /** The answer, or the failure itself as Kafka's own unchecked exception. */
  static <T> T answer(KafkaFuture<T> future) {
    try {
      return future.get(
          KafkaConnection.ANSWER.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof KafkaException kafka) {
        throw kafka;
      }
      throw new KafkaException(e.getCause());
    } catch (TimeoutException e) {
      throw new org.apache.kafka.common.errors.TimeoutException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException(e);
    }
  }
}
