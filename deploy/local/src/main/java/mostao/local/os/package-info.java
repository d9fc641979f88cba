/**
 * Child processes of the launcher: started detached from the terminal, stopped in the launcher's
 * own order, and never left behind, not even when the launcher is killed.
 *
 * <p>Imports the JDK alone. Everything here works on Linux and macOS with the tools of a bare
 * machine ({@code sh}, and {@code setsid} or {@code perl}).
 */
package mostao.local.os;
