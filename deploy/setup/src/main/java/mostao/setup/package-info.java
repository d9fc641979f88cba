/**
 * Small programs that a container platform runs beside the others: {@link mostao.setup.MakeTopics}
 * once in a deployment, {@link mostao.setup.AwaitSchema} before a service, {@link
 * mostao.setup.Probe} where a container's health is asked by a command.
 *
 * <p>Only {@code MakeTopics} and its {@link mostao.setup.TopicPlan}, which the local launcher uses
 * too, import Kafka's clients and {@code ao.wire}; the others need nothing but a Java runtime (and
 * a JDBC driver on the class path), so that they run inside every image. Each program waits for
 * what isn't there yet and ends with one line and exit code 1 when waiting can't help.
 */
package mostao.setup;
