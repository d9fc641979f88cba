/**
 * The program of sessions, run again over an exported conversation.
 *
 * <p>May import {@code ao.process}, {@code ao.turn}, {@code ao.wire} and {@code client.proof}. The
 * program is found on the class path or in the packaged session service, and sees nothing but the
 * messages.
 */
package mostao.local.proof;
