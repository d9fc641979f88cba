package mostao.client.proof;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import mostao.ao.ans104.Base64Url;
import mostao.ao.ans104.VerifiedItem;

/**
 * A bundle that is written item by item and is there once it is whole. Headers stand before items,
 * so each has a temporary file beside the one that is to be.
 */
final class ProofWriter implements AutoCloseable {
  private final Path file;
  private final long most;
  private final Path headers;
  private final Path items;
  private final OutputStream headersOut;
  private final OutputStream itemsOut;
  private long count;
  private long size = ProofFile.NUMBER;

  /**
   * @throws FileAlreadyExistsException when there is a file of this name; it stays as it is
   */
  ProofWriter(Path file, ProofLimits limits) throws IOException {
    this.file = file.toAbsolutePath();
    this.most = limits.bytes();
    if (Files.exists(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    if (!Files.isDirectory(this.file.getParent())) {
      throw new NoSuchFileException(this.file.getParent().toString());
    }
    // Readable by their user alone, as temporary files are.
    headers = Files.createTempFile(this.file.getParent(), "." + file.getFileName(), ".part");
    items = Files.createTempFile(this.file.getParent(), "." + file.getFileName(), ".part");
    headersOut = new BufferedOutputStream(Files.newOutputStream(headers));
    itemsOut = new BufferedOutputStream(Files.newOutputStream(items));
  }

  void add(VerifiedItem item) throws IOException {
    byte[] bytes = item.bytes();
    size += ProofFile.HEADER + bytes.length;
    if (size > most) {
      throw new BrokenProofException(
          "the conversation takes more than " + most + " bytes (--bytes)");
    }
    count++;
    headersOut.write(number(bytes.length));
    headersOut.write(Base64Url.decode(item.id()).orElseThrow());
    itemsOut.write(bytes);
  }

  /** The file, whole and on the disk. */
  void finish() throws IOException {
    headersOut.close();
    itemsOut.close();
    Path whole = Files.createTempFile(file.getParent(), "." + file.getFileName(), ".part");
    try {
      try (FileChannel out = FileChannel.open(whole, StandardOpenOption.WRITE)) {
        ByteBuffer first = ByteBuffer.wrap(number(count));
        while (first.hasRemaining()) {
          out.write(first);
        }
        append(out, headers);
        append(out, items);
        out.force(true);
      }
      if (Files.exists(file)) {
        throw new FileAlreadyExistsException(file.toString());
      }
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(whole);
    }
  }

  private static void append(FileChannel out, Path part) throws IOException {
    try (FileChannel in = FileChannel.open(part, StandardOpenOption.READ)) {
      long done = 0;
      while (done < in.size()) {
        done += in.transferTo(done, in.size() - done, out);
      }
    }
  }

  private static byte[] number(long number) {
    return ByteBuffer.allocate(ProofFile.NUMBER)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(number)
        .array();
  }

  @Override
  public void close() throws IOException {
    try {
      headersOut.close();
      itemsOut.close();
    } finally {
      Files.deleteIfExists(headers);
      Files.deleteIfExists(items);
    }
  }
}
