package mostao.client.proof;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import mostao.ao.ans104.Base64Url;
import mostao.ao.ans104.DataItem;
import mostao.ao.ans104.Reading;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.ans104.Verifier;

/** A conversation in a file: one ANS-104 bundle, read item by item. */
public final class ProofFile {
  static final int NUMBER = 32;
  static final int HEADER = 64;

  private static final Verifier VERIFIER = new Verifier();

  private ProofFile() {}

  /**
   * Checks all of a file, without any network.
   *
   * @param program gives Results again, to compare; empty: they are not recomputed
   * @throws BrokenProofException when something in it does not hold
   */
  public static ProofReport verify(
      Path file, Pins pins, ProofLimits limits, Optional<Recomputation> program)
      throws IOException {
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = in.size();
      long items = count(in, size, limits);
      ProofCheck check = new ProofCheck(pins, limits, program);
      long at = NUMBER + HEADER * items;
      for (long item = 0; item < items; item++) {
        try {
          ByteBuffer header = read(in, NUMBER + HEADER * item, HEADER);
          long length = number(header);
          if (length <= 0 || length > size - at) {
            throw new BrokenProofException(
                "its header says "
                    + (length < 0 ? "2^63 or more" : length)
                    + " bytes; "
                    + (size - at)
                    + " are left in the file");
          }
          if (length > ProofLimits.ITEM_BYTES) {
            throw new BrokenProofException(
                "it has " + length + " bytes; at most " + ProofLimits.ITEM_BYTES + " are read");
          }
          byte[] bytes = read(in, at, (int) length).array();
          check.accept(verified(bytes, Arrays.copyOfRange(header.array(), NUMBER, HEADER)));
          at += length;
        } catch (BrokenProofException broken) {
          throw broken.at(item, at);
        }
      }
      if (at != size) {
        throw new BrokenProofException(
            (size - at) + " bytes follow the last item (from byte " + at + ")");
      }
      return check.report();
    }
  }

  private static long count(FileChannel in, long size, ProofLimits limits) throws IOException {
    if (size > limits.bytes()) {
      throw new BrokenProofException(
          "the file has " + size + " bytes; at most " + limits.bytes() + " are read (--bytes)");
    }
    if (size < NUMBER) {
      throw new BrokenProofException("the file has " + size + " bytes, too few for a bundle");
    }
    long items = number(read(in, 0, NUMBER));
    if (items < 0 || items > (size - NUMBER) / HEADER) {
      throw new BrokenProofException(
          "the file counts "
              + (items < 0 ? "2^63 or more" : items)
              + " items (byte 0), and has room for the headers of "
              + (size - NUMBER) / HEADER);
    }
    if (items > limits.items()) {
      throw new BrokenProofException(
          "the file counts "
              + items
              + " items (byte 0), more than "
              + limits.messages()
              + " messages have (--messages)");
    }
    return items;
  }

  private static VerifiedItem verified(byte[] bytes, byte[] id) throws BrokenProofException {
    Reading<VerifiedItem> read = DataItem.parse(bytes).then(VERIFIER::verify);
    if (read instanceof Reading.Refused<VerifiedItem> refused) {
      throw new BrokenProofException(refused.refusal().toString());
    }
    VerifiedItem item = read.orThrow();
    if (!item.id().equals(Base64Url.encode(id))) {
      throw new BrokenProofException(
          "its header names it " + Base64Url.encode(id) + ", its signature " + item.id());
    }
    return item;
  }

  private static ByteBuffer read(FileChannel in, long at, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (in.read(buffer, at + buffer.position()) < 0) {
        throw new BrokenProofException("the file ends at byte " + (at + buffer.position()));
      }
    }
    return buffer.flip();
  }

  /** 256 bits, little-endian; -1 when it is 2^63 or more. */
  private static long number(ByteBuffer from) {
    for (int i = Long.BYTES; i < NUMBER; i++) {
      if (from.get(i) != 0) {
        return -1;
      }
    }
    return Math.max(-1, from.order(ByteOrder.LITTLE_ENDIAN).getLong(0));
  }
}
