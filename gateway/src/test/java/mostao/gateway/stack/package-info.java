/** What the gateway's tests run against: a real broker, units that answer as told, a client. */
package mostao.gateway.stack;
