/**
 * Who monitors which process. On AO a messenger delivers what a process sends of its own accord
 * (cron) only while somebody monitors it. Processes here do nothing of their own accord, and
 * whatever they send is delivered anyway: a monitor is remembered, by all gateways and across
 * restarts, and has no other effect. So an item that somebody captured and sends again can do no
 * more than bring back a monitor its signer had ended.
 *
 * <p>Imports {@code ao.*}, {@code gateway.answer}, {@code gateway.directory}, {@code
 * gateway.inbox}, {@code gateway.intake} and {@code gateway.tail}. A monitor is confirmed only
 * after the broker acknowledged it; a wallet has a bounded number of them.
 */
package mostao.gateway.monitors;
