/**
 * The {@code main} of all services, and what is decided before their beans are made.
 *
 * <p>Imports {@code ao.start}, {@code ao.kafka}, the unit's settings and the framework; nothing
 * imports this. A service that can't start ends with one line and exit code 1.
 */
package mostao.ao.runtime.boot;
