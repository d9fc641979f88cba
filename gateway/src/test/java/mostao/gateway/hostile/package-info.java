/** Clients that mean no good: what they send, and that it does no harm. */
package mostao.gateway.hostile;
