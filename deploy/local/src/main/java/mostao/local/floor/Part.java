package mostao.local.floor;

import java.io.IOException;

/** One of the things that a message is made of, done over and over. */
interface Part extends AutoCloseable {
  String name();

  /** Makes what it needs beside itself, once, before anything else. */
  default void begin() throws IOException, InterruptedException {}

  /**
   * Does it for some messages.
   *
   * @return how many
   */
  int some() throws IOException, InterruptedException;

  @Override
  void close() throws IOException;
}
