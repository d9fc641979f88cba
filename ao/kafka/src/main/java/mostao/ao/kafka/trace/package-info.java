/**
 * Spans of the way of a message, for a collector that speaks OTLP. Off unless a collector is named;
 * then nothing is made, and no class of OpenTelemetry is loaded. The context of a message travels
 * in the header {@code traceparent} of its records and nowhere else. May import {@code ao.wire};
 * OpenTelemetry is seen by {@link mostao.ao.kafka.trace.OtlpTraces} and what it is made of, alone.
 * Guarantees that no work waits for the collector, and that nothing of a message's content is sent.
 */
package mostao.ao.kafka.trace;
