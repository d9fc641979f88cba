package mostao.session.model;

/**
 * Part of a history.
 *
 * @param from earliest time, inclusive, Unix milliseconds
 * @param until latest time, inclusive, Unix milliseconds
 * @param after ids greater than this
 * @param before ids less than this
 * @param newestFirst in which order
 */
public record HistoryRange(long from, long until, long after, long before, boolean newestFirst) {}
