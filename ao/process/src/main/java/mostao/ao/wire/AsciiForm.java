package mostao.ao.wire;

import java.nio.charset.StandardCharsets;

/**
 * What stands between the values of a record as we write it: names in their order, each with the
 * quote that opens its text.
 */
final class AsciiForm {
  static final byte[] ID = ascii("{\"Id\":\"");
  static final byte[] OWNER = ascii(",\"Owner\":\"");
  static final byte[] OWNER_KEY = ascii(",\"OwnerKey\":\"");
  static final byte[] SIGNATURE_TYPE = ascii(",\"SignatureType\":");
  static final byte[] SIGNATURE = ascii(",\"Signature\":\"");
  static final byte[] FROM = ascii(",\"From\":\"");
  static final byte[] TARGET = ascii(",\"Target\":\"");
  static final byte[] ANCHOR = ascii(",\"Anchor\":\"");
  static final byte[] TAGS = ascii(",\"Tags\":[");
  static final byte[] NAME = ascii("{\"name\":\"");
  static final byte[] VALUE = ascii(",\"value\":\"");
  static final byte[] DATA = ascii(",\"Data\":\"");
  static final byte[] PROCESS = ascii("{\"Process\":\"");
  static final byte[] PROCESS_MODULE = ascii(",\"Process-Module\":\"");
  static final byte[] MESSAGE = ascii(",\"Message\":\"");
  static final byte[] ACTION = ascii(",\"Action\":\"");
  static final byte[] NONCE = ascii(",\"Nonce\":");
  static final byte[] TIMESTAMP = ascii(",\"Timestamp\":");
  static final byte[] INDEX = ascii(",\"Index\":");
  static final byte[] ITEM = ascii(",\"Item\":");
  static final byte[] PUSHED_FOR = ascii(",\"Pushed-For\":\"");
  static final byte[] DEPTH = ascii(",\"Depth\":");
  static final byte[] RESULT = ascii("{\"Messages\":[");
  static final byte[] MESSAGES = ascii(",\"Messages\":[");
  static final byte[] SENT_TO = ascii("{\"Target\":\"");
  static final byte[] SPAWNS = ascii(",\"Spawns\":[");
  static final byte[] SPAWNED_WITH = ascii("{\"Data\":\"");
  static final byte[] OUTPUT = ascii(",\"Assignments\":[],\"Output\":\"");

  /** Of a control character below 16, and of another, without the last digit. */
  static final byte[] ESCAPED_0 = ascii("\\u000");

  static final byte[] ESCAPED_1 = ascii("\\u001");

  private AsciiForm() {}

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
