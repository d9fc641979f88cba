// The tree of what a message caused, from the gateway's ordinary reads: each step is asked for as the reader, and what the
// reader may not see stays a leaf that says so.
import { home, message, pause, processItem, Refused, result, since, transaction } from './api.js';
import { isEthereum, isId, outcome, tag } from './format.js';

/** Messages in one tree. */
const MOST = 200;

/** Pages of an inbox that are searched for one delivery. */
const PAGES = 5;

/** A delivery takes milliseconds; one that is not there after so long is looked for no more. */
const PATIENCE = 60_000;

const kinds = new Map();

/** The kind that a process item names. */
export async function kindOfItem(item) {
  const { modules } = await home();
  const module = tag(item.tags, 'Module');
  return Object.keys(modules).find((name) => modules[name] === module);
}

/** The kind of a process, or `wallet`, or nothing if that is not to be seen. */
export async function kindOf(process, signal) {
  if (isEthereum(process)) return 'wallet';
  if (!isId(process)) return undefined;
  if (!kinds.has(process)) {
    if (process === (await home()).registry) return 'registry';
    try {
      kinds.set(process, await kindOfItem(await processItem(process, signal)));
    } catch (failure) {
      if (failure instanceof Refused && failure.isMissing) return undefined;
      throw failure;
    }
  }
  return kinds.get(process);
}

export class Trace {
  #signal;
  #changed;
  #nodes = 0;

  /**
   * @param changed called whenever something is known that was not
   */
  constructor(signal, changed) {
    this.#signal = signal;
    this.#changed = changed;
  }

  /**
   * The message itself first, then the tree of the one that began everything, as far as the reader may see that, or its own.
   */
  async begin(process, id) {
    this.asked = this.#node(process, id);
    this.root = this.asked;
    await this.#read(this.asked);
    const began = this.asked.push ? tag(this.asked.tags, 'Pushed-For') : undefined;
    const first = began && began !== this.asked.id ? await this.#first(began) : undefined;
    if (!first) {
      await this.#grow(this.asked);
      return;
    }
    this.root = first;
    await this.#grow(first);
    const isThere = lines(first).some(({ node }) => node?.id === this.asked.id && node.process === process);
    if (!isThere) {
      // Something between the two is not to be seen.
      this.apart = this.asked;
      await this.#grow(this.asked);
    }
  }

  /** What began everything; nothing if the reader may not see it. */
  async #first(id) {
    try {
      const found = await transaction(id, this.#signal);
      if (!found) return undefined;
      const node = this.#node(found.recipient, id);
      await this.#read(node);
      return node.result ? node : undefined;
    } catch (failure) {
      if (failure.name === 'AbortError') throw failure;
      return undefined;
    }
  }

  #node(process, id) {
    this.#nodes++;
    return { process, id, state: 'waiting', children: [] };
  }

  /** A message and its Result; waits until there are both. */
  async #read(node) {
    node.kind ??= await kindOf(node.process, this.#signal).catch(() => undefined);
    for (let wait = 500; ; wait = Math.min(2 * wait, 4_000)) {
      try {
        const [shown, done] = await Promise.all([
          message(node.process, node.id, this.#signal),
          result(node.process, node.id, this.#signal),
        ]);
        const { message: item, assignment } = shown;
        node.shown = shown;
        // It may have been asked for by its assignment's id.
        node.id = item?.id ?? node.id;
        node.tags = item?.tags ?? [];
        node.data = item?.data;
        node.encoding = item?.data_encoding;
        node.at = Number(tag(assignment.tags, 'Timestamp'));
        node.nonce = Number(tag(assignment.tags, 'Nonce'));
        node.action = tag(node.tags, 'Action');
        node.birth = node.id === node.process;
        node.push = tag(node.tags, 'From-Process');
        node.from = node.push ?? item?.owner.address;
        node.result = done;
        Object.assign(node, outcome(node.result));
        delete node.failure;
        this.#changed();
        return;
      } catch (failure) {
        if (failure.name === 'AbortError') throw failure;
        node.failure = failure;
        if (!(failure instanceof Refused) || !failure.passes) {
          node.state = failure.isPrivate || failure.isMissing ? 'private' : 'unknown';
          this.#changed();
          return;
        }
        node.state = 'waiting';
        this.#changed();
        await pause(wait, this.#signal);
        if (this.#signal.aborted) return;
      }
    }
  }

  async #grow(node) {
    this.#changed();
    if (!node.result) return;
    const { Messages: messages = [], Spawns: spawns = [] } = node.result;
    node.children = [
      ...messages.map((entry) => ({ entry, target: entry.Target, action: tag(entry.Tags, 'Action'), state: 'waiting' })),
      ...spawns.map((entry) => ({ entry, spawn: true, action: 'spawns a process', state: 'waiting' })),
    ];
    this.#changed();
    await Promise.all(node.children.map((child) => this.#follow(node, child)));
  }

  async #follow(parent, child) {
    try {
      if (child.spawn) await this.#born(parent, child);
      else await this.#delivered(parent, child);
    } catch (failure) {
      if (failure.name === 'AbortError') return;
      child.failure = failure;
      child.state = failure instanceof Refused && (failure.isPrivate || failure.isMissing) ? 'private' : 'unknown';
    }
    this.#changed();
  }

  async #delivered(parent, child) {
    // Whoever is no process and wrote is a wallet.
    const isSender = !parent.push && child.target === parent.from;
    const kind = isSender ? 'wallet' : await this.#kind(child);
    if (kind === 'wallet') {
      child.kind = 'wallet';
      child.state = 'told';
      return;
    }
    child.kind = kind;
    const anchor = child.entry.Anchor;
    const id = await this.#find(
      child.target,
      parent.at,
      (item) => tag(item.tags, 'From-Process') === parent.process && item.anchor === anchor,
      child,
    );
    if (id) await this.#add(child, child.target, id);
  }

  /** The kind of a receiver; waits while its service is away. */
  async #kind(child) {
    for (let wait = 500; ; wait = Math.min(2 * wait, 4_000)) {
      try {
        return await kindOf(child.target, this.#signal);
      } catch (failure) {
        if (!(failure instanceof Refused) || !failure.passes) throw failure;
        child.failure = failure;
        this.#changed();
        await pause(wait, this.#signal);
      }
    }
  }

  /** The spawner is told of the birth under the reference that it gave. */
  async #born(parent, child) {
    const reference = tag(child.entry.Tags, 'Reference') ?? tag(child.entry.Tags, 'Ref_');
    let process;
    await this.#find(
      parent.process,
      parent.at,
      (item) => {
        const told = tag(item.tags, 'Action') === 'Spawned' && tag(item.tags, 'Reference') === reference;
        if (told) process = tag(item.tags, 'Process');
        return told;
      },
      child,
    );
    if (process) await this.#add(child, process, process);
  }

  async #add(child, process, id) {
    if (this.#nodes >= MOST) {
      child.state = 'unknown';
      child.cut = true;
      return;
    }
    child.node = this.#node(process, id);
    child.node.kind = child.kind;
    await this.#read(child.node);
    await this.#grow(child.node);
  }

  /** The id of the first message of an inbox, from a time on, for which this is so; waits for it. */
  async #find(process, time, wanted, child) {
    const deadline = Date.now() + PATIENCE;
    for (let wait = 100; !this.#signal.aborted; wait = Math.min(1.5 * wait, 1_000)) {
      try {
        let from = time - 1;
        for (let page = 0; page < PAGES; page++) {
          const got = await since(process, from, this.#signal);
          const found = got.edges.find(({ node }) => node.message && wanted(node.message));
          if (found) return found.node.message.id;
          if (!got.page_info.has_next_page) break;
          from = got.edges.at(-1).cursor;
        }
        delete child.failure;
      } catch (failure) {
        if (!(failure instanceof Refused) || !failure.passes) throw failure;
        child.failure = failure;
        this.#changed();
      }
      if (Date.now() > deadline) {
        child.late = true;
        return undefined;
      }
      await pause(wait, this.#signal);
    }
    return undefined;
  }
}

/** The nodes of a tree as lines, each with its depth and the milliseconds since the hop before. */
export function lines(root) {
  const all = [];
  const walk = (node, depth, parent, child) => {
    all.push({ node, depth, child, hop: parent && node.at && parent.at ? node.at - parent.at : undefined });
    for (const each of node.children) {
      if (each.node) walk(each.node, depth + 1, node, each);
      else all.push({ child: each, depth: depth + 1, parent: node });
    }
  };
  if (root) walk(root, 0);
  return all;
}
