package mostao.local.floor;

import java.io.IOException;

/** One of the things that a message is made of, done over and over. */
interface Part extends AutoCloseable {
  String name();

  /**
   * Does it for some messages.
   *
   * @return how many
   */
  int some() throws IOException, InterruptedException;

  @Override
  void close() throws IOException;
}
