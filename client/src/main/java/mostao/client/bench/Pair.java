package mostao.client.bench;

import mostao.client.chat.HandleName;

/**
 * Two handles and the session in which the first writes to the second.
 *
 * @param number from 0
 * @param owner number of the wallet that owns both
 */
record Pair(int number, int owner, HandleName from, HandleName to, String session) {}
