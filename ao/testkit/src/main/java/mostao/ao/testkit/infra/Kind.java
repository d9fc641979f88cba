package mostao.ao.testkit.infra;

/** What the broker and the database of tests are. */
enum Kind {
  EMBEDDED,
  CONTAINERS;

  /** What {@code mostao.test.infra} says. */
  static Kind asked() {
    String kind = System.getProperty("mostao.test.infra", "embedded");
    return switch (kind) {
      case "embedded" -> EMBEDDED;
      case "containers" -> CONTAINERS;
      default ->
          throw new IllegalArgumentException(
              "mostao.test.infra is '" + kind + "': set it to embedded or containers");
    };
  }
}
