/**
 * What may be printed on a terminal.
 *
 * <p>May import the JDK only.
 *
 * <p>Guarantees: text that somebody else wrote is seen and does nothing else.
 */
package mostao.client.terminal;
