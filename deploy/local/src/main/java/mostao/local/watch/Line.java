package mostao.local.watch;

import mostao.client.terminal.Ink;

/**
 * A line for people.
 *
 * @param ink what it is written in on a terminal
 * @param text without a character that does more than being seen
 */
public record Line(Ink ink, String text) {}
