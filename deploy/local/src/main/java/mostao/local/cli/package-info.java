/**
 * The commands of {@code ./mostao}: a thin shell around {@code mostao.local.stack}.
 *
 * <p>Imports picocli and our own local packages; commands that need no running system live in
 * module {@code client} and are registered here. A command writes to its own writers and ends with
 * an exit code: 0 done (also after Ctrl-C), 1 it cannot be done on this machine now and one line
 * says why, 2 it was asked wrongly.
 */
package mostao.local.cli;
