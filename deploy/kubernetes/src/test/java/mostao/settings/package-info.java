/**
 * The list of all settings, {@code deploy/SETTINGS.md}, made from the sources of the programs:
 * their settings interfaces and the files with defaults.
 *
 * <p>Imports the JDK's compiler to read sources, and nothing of ours, so that no program has to be
 * built for it. A setting without a sentence that says what it is for has no place in the list: the
 * test fails with its name.
 */
package mostao.settings;
