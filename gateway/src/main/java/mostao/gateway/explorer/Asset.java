package mostao.gateway.explorer;

/**
 * A file of the page.
 *
 * @param type media type
 * @param tag entity tag, in quotes
 */
public record Asset(byte[] content, String type, String tag) {}
