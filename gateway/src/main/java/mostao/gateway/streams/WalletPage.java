package mostao.gateway.streams;

import java.util.List;

/**
 * Messages to one wallet, as they stand on the log.
 *
 * @param entries in order
 * @param first the oldest offset of the partition that can still be read; 0 if not requested
 * @param next there is nothing else for this wallet before this offset
 * @param more whether the log goes on behind {@code next}
 */
record WalletPage(List<TopicEntry> entries, long first, long next, boolean more) {}
