/**
 * Wallets: the keys that sign items and open session keys, and the files they are kept in.
 *
 * <p>May import the JDK, Jackson, {@code ao.ans104} and {@code ao.message}; nothing else of the
 * client.
 *
 * <p>Guarantees: a wallet that was read signs items that verify, since numbers that don't belong
 * together are refused; a file is written once, with mode 0600, and never over another; no {@code
 * toString} shows a secret.
 */
package mostao.client.wallet;
