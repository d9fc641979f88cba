package mostao.client.envelope;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mostao.ao.process.Json;
import mostao.client.trust.Checked;
import mostao.client.trust.Peer;

/**
 * The generations of a session's key in order, each with what is thought of it. The longest run
 * that was seen is kept on disk, so that none comes back that was replaced. Not thread-safe.
 */
public final class KeyChain {
  /**
   * What is thought of a generation.
   *
   * @param hash of its statement; empty where that doesn't count
   * @param believed whether a device's statement holds for it
   * @param fault why its statement is not believed; empty if it is, or if there is none
   * @param seen when it was first seen, Unix milliseconds by this machine's clock
   */
  public record Link(long generation, String hash, boolean believed, String fault, long seen) {
    /** Made by a client that makes no statements. */
    public boolean isUnsigned() {
      return !believed && fault.isEmpty();
    }
  }

  private static final String REVOKED = "the device that made it is revoked";

  private final List<Link> links = new ArrayList<>();

  /** As {@link #toJson} writes it. */
  public static KeyChain of(JsonNode kept) {
    KeyChain chain = new KeyChain();
    for (JsonNode row : kept) {
      chain.links.add(
          new Link(
              row.path("generation").asLong(),
              row.path("hash").asText(""),
              row.path("believed").asBoolean(),
              row.path("fault").asText(""),
              row.path("seen").asLong()));
    }
    return chain;
  }

  public ArrayNode toJson() {
    ArrayNode rows = Json.array();
    for (Link link : links) {
      rows.addObject()
          .put("generation", link.generation())
          .put("hash", link.hash())
          .put("believed", link.believed())
          .put("fault", link.fault())
          .put("seen", link.seen());
    }
    return rows;
  }

  /** The highest generation that was ever seen, 0 without any. */
  public long highest() {
    return links.isEmpty() ? 0 : links.get(links.size() - 1).generation();
  }

  public Optional<Link> link(long generation) {
    return links.stream().filter(link -> link.generation() == generation).findFirst();
  }

  public List<Link> links() {
    return List.copyOf(links);
  }

  /** What the next statement names as the one before. */
  public String lastHash() {
    for (int at = links.size() - 1; at >= 0; at--) {
      if (links.get(at).believed()) {
        return links.get(at).hash();
      }
    }
    return "";
  }

  /**
   * Takes the generations behind the highest, in order and without a gap.
   *
   * @param rows as the session shows them
   * @param anew whether a chain that does not follow the known one is taken as it is, because the
   *     person has decided to go on
   */
  public void extend(String session, List<JsonNode> rows, Parties parties, long now, boolean anew) {
    for (JsonNode row : rows) {
      long generation = highest() + 1;
      if (row.path("generation").asLong() != generation) {
        throw new IllegalArgumentException("generation " + generation + " is due");
      }
      JsonNode field = row.path("statement");
      boolean none = field.isMissingNode() || field.isNull();
      Checked<KeyStatement> read = none ? Checked.bad("") : KeyStatement.read(field);
      if (read instanceof Checked.Good<KeyStatement> good) {
        links.add(link(good.value(), session, generation, parties, now, anew));
      } else {
        String reason = ((Checked.Bad<KeyStatement>) read).reason();
        links.add(new Link(generation, "", false, reason, now));
      }
    }
  }

  private Link link(
      KeyStatement statement,
      String session,
      long generation,
      Parties parties,
      long now,
      boolean anew) {
    Optional<String> fault = statement.fault(session, generation, parties);
    if (fault.isPresent()) {
      return new Link(generation, "", false, fault.get(), now);
    }
    int named = named(statement.previous());
    if (named < 0 && !statement.previous().equals(lastHash()) && !anew) {
      return new Link(generation, "", false, "it does not follow the statement before", now);
    }
    if (isRevoked(statement, parties)) {
      return new Link(generation, statement.hash(), false, REVOKED, now);
    }
    // Somebody who is believed went on from there: then it was made before the device was revoked.
    for (int at = named; at >= 0 && !links.get(at).believed(); at--) {
      Link link = links.get(at);
      if (link.fault().equals(REVOKED)) {
        links.set(at, new Link(link.generation(), link.hash(), true, "", link.seen()));
      }
    }
    return new Link(generation, statement.hash(), true, "", now);
  }

  /** Where, behind the last that is believed, a revoked device made the statement of this hash. */
  private int named(String hash) {
    for (int at = links.size() - 1; at >= 0 && !links.get(at).believed(); at--) {
      if (links.get(at).fault().equals(REVOKED) && links.get(at).hash().equals(hash)) {
        return at;
      }
    }
    return -1;
  }

  private static boolean isRevoked(KeyStatement statement, Parties parties) {
    return parties
        .of(statement.by())
        .map(Peer::devices)
        .filter(devices -> !devices.isBelieved(statement.device()))
        .isPresent();
  }
}
