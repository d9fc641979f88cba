/**
 * What all programs' logs have in common: the ids a line is about, as fields beside it, and no line
 * over and over while a state lasts. Imports the JDK and a logging interface alone.
 */
package mostao.ao.kafka.log;
