package mostao.client.proof;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import mostao.ao.message.Names;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.ao.process.Json;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.JsonFields;
import mostao.ao.wire.Wire;

/** What our own items in a file hold; client/README.md describes the whole. */
final class ProofFormat {
  static final String PROTOCOL = "mostao";
  static final String RESULTS = "Results";
  static final String END = "Conversation";
  static final String ASSIGNMENT = "Assignment";
  static final String SESSION = "Session";
  static final String MESSAGES = "Messages";
  static final String LAST = "Last";
  static final String DIGEST = "Digest";
  static final String ITEMS = "Items";
  static final String GATEWAY = "Gateway";

  private static final String NONCE = "Nonce";
  private static final String MESSAGE = "Message";
  private static final String RESULT = "Result";
  private static final byte[] LINE = {'\n'};

  private ProofFormat() {}

  /** A Result and the place of its message. */
  record Placed(long nonce, String message, Result result) {}

  static Tags results(String session) {
    return Tags.of(Names.DATA_PROTOCOL, PROTOCOL, Names.TYPE, RESULTS, SESSION, session);
  }

  /** One line of JSON, as the data of an item of Results has one for each message. */
  static byte[] line(Placed placed) {
    ObjectNode line = Json.object().put(NONCE, placed.nonce()).put(MESSAGE, placed.message());
    line.set(RESULT, Wire.json(placed.result()));
    return JsonFields.write(line);
  }

  static List<Placed> placed(byte[] data) throws BrokenProofException {
    List<Placed> all = new ArrayList<>();
    int from = 0;
    for (int at = 0; at < data.length; at++) {
      if (data[at] == LINE[0]) {
        all.add(one(java.util.Arrays.copyOfRange(data, from, at)));
        from = at + 1;
      }
    }
    if (from != data.length) {
      throw new BrokenProofException("its last line of Results does not end");
    }
    return all;
  }

  private static Placed one(byte[] line) throws BrokenProofException {
    Decoded<Placed> decoded =
        JsonFields.decode(
            line,
            fields ->
                new Placed(
                    fields.number(NONCE),
                    fields.text(MESSAGE),
                    Wire.result(fields.object(RESULT))));
    if (decoded instanceof Decoded.Bad<Placed> bad) {
      throw new BrokenProofException("a line of Results is none: " + bad.fault().detail());
    }
    return ((Decoded.Ok<Placed>) decoded).value();
  }

  static byte[] bytes(Result result) {
    return Wire.encodeResult(result).getBytes(StandardCharsets.UTF_8);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime has no SHA-256", e);
    }
  }
}
