/**
 * A collector of traces for tests: takes spans by OTLP over HTTP and shows them as trees. Imports
 * nothing of ours.
 */
package mostao.ao.testkit.collector;
