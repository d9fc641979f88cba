/**
 * Which processes exist, which module evaluates each, and what the deployment is made of: the
 * compacted topic {@code ao.processes}, held in memory. The records of a birth are made here too.
 *
 * <p>Imports {@code ao.*} and the Kafka client. A look-up after {@link
 * mostao.ao.kafka.directory.Directory#catchUp} sees every process that was recorded before the
 * call, by any messenger; no process is forgotten.
 */
package mostao.ao.kafka.directory;
