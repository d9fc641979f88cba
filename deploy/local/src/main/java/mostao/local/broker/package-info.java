/**
 * A real Apache Kafka broker (KRaft, one node) in a JVM of its own, for tests and for the local
 * system.
 *
 * <p>Imports Kafka, {@code mostao.local.os}, {@code mostao.ao.wire} for what a topic is and {@code
 * mostao.setup} to make it. The broker listens on loopback only; its data outlives it; it never
 * outlives the JVM that started it.
 */
package mostao.local.broker;
