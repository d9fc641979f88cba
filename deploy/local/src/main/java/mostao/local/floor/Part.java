package mostao.local.floor;

/** One of the things that a message is made of, done over and over. */
interface Part extends AutoCloseable {
  String name();

  /**
   * Does it for some messages.
   *
   * @return how many
   */
  int some() throws Exception;

  @Override
  void close() throws Exception;
}
