/**
 * Which processes exist, which module evaluates each, and what the deployment is made of: the
 * compacted topic {@code ao.processes}, held in memory in at most 32 bytes a process, by keyed
 * hashes; what is listed is read back from the topic. The records of a birth are made here too.
 *
 * <p>Imports {@code ao.*}, the Kafka client, and Bouncy Castle for its SipHash. A look-up after
 * {@link mostao.ao.kafka.directory.Directory#catchUp} sees every process that was recorded before
 * the call, by any messenger; no process is forgotten.
 */
package mostao.ao.kafka.directory;
