/**
 * What the web page under {@code /explorer} needs and no other read gives: its files, the flow of
 * records through the topics in figures, and the latest evaluations of those processes that the
 * caller may list.
 *
 * <p>Imports {@code answer} and {@code access}, and asks the broker. Nothing here is made unless
 * {@code mostao.explorer.enabled} asks for it. A stranger gets totals alone: no id, no Action and
 * nothing else that a client wrote.
 */
package mostao.gateway.explorer;
