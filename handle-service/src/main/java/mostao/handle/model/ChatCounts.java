package mostao.handle.model;

/**
 * How long a chat list is.
 *
 * @param all its sessions
 * @param requests those of them that nobody has answered
 */
public record ChatCounts(long all, long requests) {}
