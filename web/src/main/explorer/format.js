// Figures and times as people read them. Nothing here touches the page.

const ID = /^[A-Za-z0-9_-]{43}$/;
const ETHEREUM = /^0x[0-9a-fA-F]{40}$/;

export const isId = (text) => ID.test(text);

export const isEthereum = (text) => ETHEREUM.test(text);

/** An id that is recognised by its two ends. */
export function short(id) {
  const text = String(id);
  return text.length > 20 ? `${text.slice(0, 7)}…${text.slice(-6)}` : text;
}

const number = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });

export const count = (value) => number.format(value);

export function plural(value, word) {
  return `${count(value)} ${word}${value === 1 ? '' : 's'}`;
}

/** A span of time in the unit that suits it. */
export function span(millis) {
  const ms = Math.round(millis);
  if (ms < 1_000) return `${ms} ms`;
  if (ms < 60_000) return `${number.format(ms / 1_000)} s`;
  if (ms < 3_600_000) return `${Math.floor(ms / 60_000)} min ${Math.floor((ms % 60_000) / 1_000)} s`;
  if (ms < 86_400_000) return `${Math.floor(ms / 3_600_000)} h ${Math.floor((ms % 3_600_000) / 60_000)} min`;
  return plural(Math.floor(ms / 86_400_000), 'day');
}

const pad = (value, digits = 2) => String(value).padStart(digits, '0');

/** The time of day, to the millisecond, where the reader is. */
export function clock(millis) {
  const at = new Date(Number(millis));
  return `${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}.${pad(at.getMilliseconds(), 3)}`;
}

export function day(millis) {
  const at = new Date(Number(millis));
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
}

export function ago(millis, now) {
  const since = now - Number(millis);
  return since < 1_500 ? 'just now' : `${span(since)} ago`;
}

/** The value of a tag; the first counts. */
export function tag(tags, name) {
  return (tags ?? []).find((one) => one.name === name)?.value;
}

/** JSON with line breaks if the text is JSON, else nothing. */
export function pretty(text) {
  if (!/^\s*[[{]/.test(text ?? '')) return undefined;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return undefined;
  }
}

/**
 * What a Result says: `failed` for a bug, `refused` with its code when the only answer is a refusal.
 */
export function outcome(result) {
  if (!result) return { state: 'waiting' };
  if (result.Error) return { state: 'failed', code: String(result.Error) };
  const { Messages: messages = [], Spawns: spawns = [] } = result;
  const code = messages.length === 1 && spawns.length === 0 ? tag(messages[0].Tags, 'Error') : undefined;
  return code ? { state: 'refused', code } : { state: 'done' };
}

function cell(value) {
  const text = String(value ?? '');
  // A spreadsheet would take it for a formula.
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** As RFC 4180 has it. */
export function csv(columns, rows) {
  return [columns, ...rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}
