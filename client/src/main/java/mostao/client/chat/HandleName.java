package mostao.client.chat;

/**
 * The Registry's entry for a name.
 *
 * @param name as it was first spelled
 * @param pid id of its process
 * @param owner address of its owner, or empty where the Registry didn't say
 */
public record HandleName(String name, String pid, String owner) {}
