/**
 * Child processes of the launcher: started detached from the terminal, stopped in the launcher's
 * own order, and never left behind, not even when the launcher is killed.
 *
 * <p>A child sees nothing of the user's but a few variables: it works in a folder of its own, with
 * a fixed locale, UTF-8 and UTC.
 *
 * <p>Imports the JDK alone. Everything here works on Linux and macOS with the tools of a bare
 * machine ({@code sh}, and {@code setsid} or {@code perl}).
 */
package mostao.local.os;
