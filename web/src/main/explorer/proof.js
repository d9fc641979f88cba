// A conversation as a file that proves itself: the bundle that `./mostao export` writes and `./mostao verify-export` checks, item by
// item the same (client/README.md). It knows neither the page nor the gateway; what reads and what signs is handed in.
import { base64url, bytesOf, checkSignature, itemBytes, joined, joinedAll, sha256, signedAs } from './ans104.js';
import { count, plural, tag } from './format.js';

/** A file is made in memory, so these are smaller than the command's; so many messages of each own handle are looked at for receipts. */
export const LIMITS = { messages: 20_000, bytes: 128 * 1024 * 1024, receipts: 10_000 };

/** Messages before their Results, at most; with more text than this they come earlier. */
const WAITING = 100;
const RESULTS_CHARACTERS = 1024 * 1024;

/** Clocks of brokers differ. */
const EARLIER_MS = 3_600_000;

const text = new TextEncoder();

/** Why there is no file. */
export class NoProof extends Error {}

/** What the gateway shows is not so. */
class Broken extends NoProof {}

function need(holds, otherwise, kind = Broken) {
  if (!holds) throw new kind(otherwise);
}

const outgoing = ({ Target, Data, Anchor, Tags }) => ({ Target, Data, Anchor, Tags: Tags.map(({ name, value }) => ({ name, value })) });

/** JSON as the services write it, since a Result's hash is that of its bytes: what is escaped, and with capital letters. */
function json(value) {
  const escaped = (found) => {
    if (found === '\\\\') return found;
    const code = found.length === 1 ? found.charCodeAt(0).toString(16) : found.slice(2);
    return `\\u${code.toUpperCase().padStart(4, '0')}`;
  };
  return JSON.stringify(value).replaceAll(/\\\\|\\u[0-9a-f]{4}|[\uD800-\uDFFF]/g, escaped);
}

/** A Result in its one form. */
export function resultText({ Messages, Spawns, Assignments, Output, Error: failed }) {
  return json({
    Messages: Messages.map(outgoing),
    Spawns: Spawns.map(({ Data, Anchor, Tags }) => ({ Data, Anchor, Tags: outgoing({ Tags }).Tags })),
    Assignments: Assignments.map(({ Processes, Message }) => ({ Processes, Message })),
    Output,
    Error: failed,
  });
}

const tags = (...pairs) => pairs.map(([name, value]) => ({ name, value: String(value) }));

/** A number of 256 bits, little-endian. */
function number(value) {
  const bytes = new Uint8Array(32);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value), true);
  return bytes;
}

/** What a bundle is made of: how many items, the size and the id of each, and the items. */
class Bundle {
  #headers = [];
  #items = [];
  #most;
  size = 32;

  constructor(most) {
    this.#most = most;
  }

  add(id, bytes) {
    this.size += 64 + bytes.length;
    need(this.size <= this.#most, `the file would be larger than ${count(this.#most / 1024 / 1024)} MiB, as much as this page makes in memory`, NoProof);
    this.#headers.push(joined(number(bytes.length), id));
    this.#items.push(bytes);
  }

  parts() {
    return [number(this.#items.length), ...this.#headers, ...this.#items];
  }
}

/** An item that the gateway shows, as it was signed. */
async function whole(shown, process, id, read) {
  // Pages show anchors and data as text, which few of them may not be; alone, a message is shown with all that was signed.
  const anchor = shown?.anchor ? base64url(text.encode(shown.anchor)) : undefined;
  let checked = shown ? await checkSignature({ ...shown, anchor }) : undefined;
  if (checked?.state !== 'holds' && id) checked = await checkSignature((await read.message(process, id)).message);
  need(checked && checked.state !== 'broken', 'a signature is not one over what is shown');
  return { ...checked, id: await sha256(checked.parts.signature) };
}

/** What a handle was sent by the session, in order: a process's messages to another arrive in the order it sent them. */
class Receipts {
  #ahead = [];
  #more = true;
  #after;

  constructor(session, handle, left, read) {
    Object.assign(this, { session, handle, left, read });
  }

  /** The next of those that are due; nothing when it is of a later one than `newest`, or there is none. */
  async next(due, newest, born) {
    while (this.#ahead.length > 0 || (await this.#page(born))) {
      const [first] = this.#ahead;
      if (!due.has(first.target + first.anchor) && first.anchor > newest) return undefined;
      this.#ahead.shift();
      if (due.delete(first.target + first.anchor)) return first;
    }
    return undefined;
  }

  async #page(born) {
    while (this.#ahead.length === 0 && this.#more && this.left > 0) {
      const page = await (this.#after === undefined ? this.read.since(this.handle, Math.max(0, born - EARLIER_MS)) : this.read.schedule(this.handle, this.#after));
      this.#more = page.page_info.has_next_page && page.edges.length > 0;
      this.left -= page.edges.length;
      for (const { node } of page.edges) {
        this.#after = Number(tag(node.assignment.tags, 'Nonce'));
        const { message } = node;
        if (message && tag(message.tags, 'From-Process') === this.session && message.target === this.handle) this.#ahead.push(message);
      }
    }
    return this.#ahead.length > 0;
  }
}

/** The Results of a process, one after another. */
async function* resultsOf(session, read) {
  let page;
  do {
    page = await read.results(session, page?.edges.at(-1).cursor);
    for (const { node } of page.edges) yield node;
  } while (page.edges.length > 0);
}

const digest = async (parts) => base64url(await sha256(joinedAll(parts)));

/** A file that grows, and what was read so far. */
class Writing {
  messages = 0;
  unchecked = 0;
  #ids = [];
  #digests = [];
  #lines = [];
  #length = 0;
  #due = new Set();
  #newest = '';

  constructor({ session, handles, read, sign, limits }) {
    Object.assign(this, { session, read, sign });
    this.file = new Bundle(limits.bytes);
    this.receipts = handles.map((handle) => new Receipts(session, handle, limits.receipts, read));
  }

  #add(id, bytes) {
    this.file.add(id, bytes);
    this.#ids.push(id);
  }

  #take(item) {
    this.#add(item.id, itemBytes(item.parts));
    if (item.state === 'unknown') this.unchecked++;
  }

  async #say(said) {
    const bytes = await this.sign(said);
    const signed = signedAs(bytes, said);
    need(signed, 'the wallet signed something else than this page asked it to', NoProof);
    const owner = base64url(signed.owner);
    this.exporter ??= owner;
    need(owner === this.exporter, 'the wallet signs with another key than before', NoProof);
    this.#add(await sha256(signed.signature), bytes);
  }

  async #assignment(shown) {
    const item = await whole(shown);
    this.scheduler ??= shown.owner.address;
    need(shown.owner.address === this.scheduler, `${shown.owner.address} signed its assignment; those before are of ${this.scheduler}`);
    need(tag(shown.tags, 'Process') === this.session && tag(shown.tags, 'Nonce') === String(this.messages), 'its assignment is not the one that follows');
    this.chain ??= await digest([bytesOf(this.session)]);
    need(tag(shown.tags, 'Hash-Chain') === this.chain, 'the hash chain is broken');
    this.chain = await digest([item.id, bytesOf(this.chain)]);
    this.last = base64url(item.id);
    this.born ??= Number(tag(shown.tags, 'Timestamp'));
    this.#take(item);
    this.#digests.push(item.id);
  }

  /** The message that follows, and its Result. */
  async next(node, result) {
    await this.#assignment(node.assignment);
    const id = tag(node.assignment.tags, 'Message') ?? this.session;
    const item = await whole(node.message, this.session, id, this.read);
    need(base64url(item.id) === id, 'the message is another one than was assigned');
    this.named ??= tag(item.parts.tags, 'Scheduler') === this.scheduler;
    this.#take(item);
    need(result, 'there is no Result of it');
    const made = resultText(result);
    this.#digests.push(item.id, await sha256(text.encode(made)));
    this.#lines.push(`{"Nonce":${this.messages},"Message":"${id}","Result":${made}}\n`);
    this.#length += made.length;
    for (const { Target, Anchor } of result.Messages) {
      this.#due.add(Target + Anchor);
      this.#newest = Anchor > this.#newest ? Anchor : this.#newest;
    }
    this.messages++;
  }

  get isResultsDue() {
    return this.#lines.length === WAITING || this.#length >= RESULTS_CHARACTERS;
  }

  /** The Results since the last, and what of them arrived at the own handles. */
  async results() {
    if (this.#lines.length === 0) return;
    await this.#say({ tags: tags(['Data-Protocol', 'mostao'], ['Type', 'Results'], ['Session', this.session]), data: this.#lines.join('') });
    this.#lines = [];
    this.#length = 0;
    for (const receipts of this.receipts) {
      const receipt = () => receipts.next(this.#due, this.#newest, this.born);
      for (let one = await receipt(); one; one = await receipt()) this.#take(await whole(one, receipts.handle, one.id, this.read));
    }
    this.#due.clear();
  }

  async end(gateway, now) {
    const found = await digest(this.#digests);
    const said = [['Messages', this.messages], ['Last', this.last], ['Digest', found], ['Items', await digest(this.#ids)], ['Gateway', gateway], ['Timestamp', now]];
    await this.#say({ tags: tags(['Data-Protocol', 'mostao'], ['Type', 'Conversation'], ['Session', this.session], ...said), data: '' });
    return found;
  }
}

/**
 * Reads, checks, signs; what does not hold is a `NoProof` with the reason.
 *
 * @param asked `{session, handles, read, sign, gateway, now, limits, told}`: the session's process; the processes of the reader's own
 *   handles, whose messages are looked at for receipts; the gateway's reads, `schedule(process, after)`,
 *   `since(process, time)`, `results(process, after)` and `message(process, id)`; the exporter's signature, `({tags, data}) → bytes`;
 *   where it is read; what gives the time; and what is told the number of messages so far
 * @returns `{parts, size, messages, digest, scheduler, named, unchecked}`: whether the process item names this scheduler, and how many
 *   signatures browsers can't check
 */
export async function conversation(asked) {
  const { session, read, limits = LIMITS, told = () => {} } = asked;
  const writing = new Writing({ ...asked, limits });
  const results = resultsOf(session, read);
  let more = true;
  while (more) {
    const page = await read.schedule(session, writing.messages - 1);
    for (const { node } of page.edges) {
      need(writing.messages < limits.messages, `the conversation has more than ${plural(limits.messages, 'message')}, as many as this page takes`, NoProof);
      try {
        await writing.next(node, (await results.next()).value);
      } catch (failure) {
        throw failure instanceof Broken ? new NoProof(`what the gateway shows at nonce ${count(writing.messages)} does not hold: ${failure.message}`) : failure;
      }
      if (writing.isResultsDue) await writing.results();
    }
    told(writing.messages);
    more = page.page_info.has_next_page && page.edges.length > 0;
  }
  need(writing.messages > 0, 'the gateway shows no message of it');
  await writing.results();
  const found = await writing.end(asked.gateway, asked.now());
  const { file, messages, scheduler, named, unchecked } = writing;
  return { parts: file.parts(), size: file.size, messages, digest: found, scheduler, named, unchecked };
}
