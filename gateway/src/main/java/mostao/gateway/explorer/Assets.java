package mostao.gateway.explorer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of the page, from the jar of module {@code web}. Thread-safe. */
public final class Assets {
  private static final String FOLDER = "explorer/";
  private static final String INDEX = "index.html";

  /** No dot begins a part, so that no path leaves the folder. */
  private static final Pattern PATH = Pattern.compile("([a-z0-9-]+/){0,4}[a-z0-9-]+\\.[a-z]{2,4}");

  private static final Pattern IMPORT_MAP =
      Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html;charset=UTF-8",
          "css", "text/css;charset=UTF-8",
          "js", "text/javascript;charset=UTF-8",
          "svg", "image/svg+xml");

  private final Map<String, Asset> known = new ConcurrentHashMap<>();
  private final String policy;

  /**
   * @throws IllegalStateException when the page is not on the class path
   */
  public Assets() {
    Asset index =
        find("").orElseThrow(() -> new IllegalStateException("there is no " + FOLDER + INDEX));
    this.policy = policy(new String(index.content(), StandardCharsets.UTF_8));
  }

  /**
   * @param path below {@code /explorer/}; empty for the page itself
   */
  public Optional<Asset> find(String path) {
    String name = path.isEmpty() ? INDEX : path;
    Asset asset = known.get(name);
    if (asset != null || !PATH.matcher(name).matches()) {
      return Optional.ofNullable(asset);
    }
    // Only what exists is kept: there are as many as there are files.
    Optional<Asset> read = read(name);
    read.ifPresent(found -> known.put(name, found));
    return read;
  }

  private static Optional<Asset> read(String name) {
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (type == null) {
      return Optional.empty();
    }
    try (InputStream file = Assets.class.getClassLoader().getResourceAsStream(FOLDER + name)) {
      if (file == null) {
        return Optional.empty();
      }
      byte[] content = file.readAllBytes();
      String tag = '"' + HexFormat.of().formatHex(sha256(content), 0, 12) + '"';
      return Optional.of(new Asset(content, type, tag));
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + FOLDER + name, e);
    }
  }

  /**
   * The Content-Security-Policy: scripts, styles and connections of this origin and nothing else.
   * The one inline script, the import map, which a browser takes from nowhere else, is named by its
   * hash.
   */
  public String policy() {
    return policy;
  }

  private static String policy(String page) {
    Matcher map = IMPORT_MAP.matcher(page);
    if (!map.find()) {
      throw new IllegalStateException(FOLDER + INDEX + " has no import map");
    }
    byte[] hash = sha256(map.group(1).getBytes(StandardCharsets.UTF_8));
    return "default-src 'none'; script-src 'self' 'sha256-"
        + Base64.getEncoder().encodeToString(hash)
        + "'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none';"
        + " form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script';"
        + " trusted-types lit-html";
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime has no SHA-256", e);
    }
  }
}
