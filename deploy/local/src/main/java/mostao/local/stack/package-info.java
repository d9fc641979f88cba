/**
 * The whole system on this machine: broker, database and services as processes of their own,
 * started together, stopped in order, and breakable one by one for tests of faults.
 *
 * <p>Imports {@code mostao.local.broker}, {@code .database}, {@code .os}, {@code .secret} and the
 * topic list of {@code mostao.ao.wire}. It knows a service as data: a program, a port and a schema;
 * it imports no service.
 */
package mostao.local.stack;
