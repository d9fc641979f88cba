/**
 * A real PostgreSQL from binaries on the class path, for tests and for the local system.
 *
 * <p>Imports the PostgreSQL driver, commons-compress, {@code mostao.local.os} and {@code
 * mostao.local.secret}. The server listens on loopback TCP only, requires a password of every user
 * (scram-sha-256), writes through to the disk, and never outlives the JVM that started it. It also
 * works for root, whom PostgreSQL itself refuses; see {@link mostao.local.database.RunAs}.
 */
package mostao.local.database;
