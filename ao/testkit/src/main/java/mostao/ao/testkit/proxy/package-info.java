/**
 * A TCP proxy for tests that breaks connections the way networks do: cut, held up, slow.
 *
 * <p>Imports the JDK and {@code mostao.local.os} (free ports) alone; knows no protocol.
 *
 * <p>Guarantees: loopback only; what it passes is neither changed nor reordered; no byte waits in
 * it beyond one chunk for each direction of a connection, so a held sender feels its own full
 * buffers, as behind a network that takes nothing; every change counts for open connections too.
 */
package mostao.ao.testkit.proxy;
