/**
 * The conversation that shows the whole road: two wallets, two names, one session, messages each
 * way, read back and opened; and where on Kafka one of them passed.
 *
 * <p>May import Jackson, kafka-clients, {@code ao.wire}, {@code ao.message} and the rest of the
 * client. Writes to a {@code PrintWriter} it is given, never to the console itself.
 *
 * <p>Guarantees: {@link mostao.client.demo.DemoReport#ok} is true only when everything that the
 * demo claims was checked and held; what went wrong is a sentence in the report, not an exception.
 */
package mostao.client.demo;
