package mostao.ao.kafka.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class FlusherTest {
  private final AtomicInteger flushed = new AtomicInteger();

  @Test
  void nothingIsFlushedUnasked() {
    try (Flusher flusher = new Flusher("test", flushed::incrementAndGet)) {
      assertThat(flushed).hasValue(0);
      flusher.leave();
      await().untilAtomic(flushed, count -> assertThat(count).isEqualTo(1));
    }
  }

  @Test
  void whoAsksDoesNotWaitAndWhatComesMeanwhileIsFlushedAfterwards() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    Semaphore answers = new Semaphore(0);
    Runnable flush =
        () -> {
          begun.countDown();
          answers.acquireUninterruptibly();
          flushed.incrementAndGet();
        };
    try (Flusher flusher = new Flusher("test", flush)) {
      flusher.leave();
      assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
      flusher.leave();
      flusher.leave();
      assertThat(flushed).hasValue(0);
      answers.release(100);
      await().until(() -> flushed.get() == 2);
    }
  }

  @Test
  void aFlushThatFailsIsNotTheLast() {
    Runnable flush =
        () -> {
          if (flushed.incrementAndGet() == 1) {
            throw new KafkaException("away");
          }
        };
    try (Flusher flusher = new Flusher("test", flush)) {
      flusher.leave();
      await().until(() -> flushed.get() == 1);
      flusher.leave();
      await().until(() -> flushed.get() == 2);
    }
  }

  @Test
  void itsThreadEndsWithIt() {
    AtomicReference<Thread> thread = new AtomicReference<>();
    CountDownLatch never = new CountDownLatch(1);
    Flusher flusher =
        new Flusher(
            "test",
            () -> {
              thread.set(Thread.currentThread());
              try {
                never.await();
              } catch (InterruptedException end) {
                throw new KafkaException(end);
              }
            });
    flusher.leave();
    await().until(() -> thread.get() != null);
    flusher.close();
    await().until(() -> !thread.get().isAlive());
    flusher.leave();
    assertThat(thread.get().isDaemon()).isTrue();
  }
}
