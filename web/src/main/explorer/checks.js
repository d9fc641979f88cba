// What can be proven of a message in the browser, and what can't.
import { base64url, bytesOf, checkSignature, hasCrypto, joined, sha256 } from './ans104.js';
import { byNonce } from './api.js';
import { count, plural, tag } from './format.js';

const holds = (what, detail) => ({ state: 'holds', what, detail });
const broken = (what, detail) => ({ state: 'broken', what, detail });
const unknown = (what, detail) => ({ state: 'unknown', what, detail });

const idOf = async (item) => base64url(await sha256(bytesOf(item.signature)));

async function item(what, shown) {
  const found = [];
  found.push(
    (await idOf(shown)) === shown.id
      ? holds(`The ${what}’s id`, 'is the hash of its signature')
      : broken(`The ${what}’s id`, 'is not the hash of its signature'),
  );
  const signed = await checkSignature(shown);
  const name = `The ${what}’s signature`;
  if (signed.state === 'holds') found.push(holds(name, `covers everything shown of it (${signed.by})`));
  else if (signed.state === 'broken') found.push(broken(name, `does not fit what is shown (${signed.by})`));
  else found.push(unknown(name, `was not verified: ${signed.why}`));
  return found;
}

/** The link that follows an assignment: the hash of its id and its own hash. */
export async function nextHash(assignment) {
  return base64url(await sha256(joined(bytesOf(assignment.id), bytesOf(tag(assignment.tags, 'Hash-Chain')))));
}

async function place(process, assignment, signal) {
  const what = 'Its place in the chain';
  const nonce = Number(tag(assignment.tags, 'Nonce'));
  const hash = tag(assignment.tags, 'Hash-Chain');
  if (nonce === 0) {
    return base64url(await sha256(bytesOf(process))) === hash
      ? holds(what, 'is the first: its hash is that of the process id')
      : broken(what, 'is the first, but its hash is not that of the process id');
  }
  let before;
  try {
    const nodes = await byNonce(process, nonce - 1, nonce, signal);
    before = nodes.find((one) => tag(one.assignment.tags, 'Nonce') === String(nonce - 1))?.assignment;
  } catch (failure) {
    if (failure.name === 'AbortError') throw failure;
    return unknown(what, `was not verified: assignment ${count(nonce - 1)}, before it, is not shown to you`);
  }
  if (!before) return unknown(what, 'was not verified: the assignment before it is not there');
  return (await nextHash(before)) === hash
    ? holds(what, `follows assignment ${count(nonce - 1)}: its hash is made of that one’s id and hash`)
    : broken(what, `does not follow assignment ${count(nonce - 1)}`);
}

/**
 * @param node `{message, assignment}` as the scheduler shows it
 * @param schedulers addresses that the deployment names
 */
export async function check(process, node, schedulers, signal) {
  if (!hasCrypto()) {
    return [unknown('Nothing', 'was verified: browsers have cryptography on pages that come by HTTPS or from this machine only')];
  }
  const { message, assignment } = node;
  const found = [];
  if (message) found.push(...(await item('message', message)));
  else found.push(unknown('The message', 'was not verified: it was assigned from another process, which has it'));
  found.push(...(await item('assignment', assignment)));
  found.push(
    schedulers.includes(assignment.owner.address)
      ? holds('Who assigned it', 'is the scheduler that this gateway names')
      : broken('Who assigned it', 'is none of the schedulers that this gateway names'),
  );
  const about = tag(assignment.tags, 'Message') ?? process;
  const right = tag(assignment.tags, 'Process') === process && (!message || about === message.id);
  found.push(
    right
      ? holds('What is assigned', 'is this message to this process')
      : broken('What is assigned', 'is another message, or to another process'),
  );
  found.push(await place(process, assignment, signal));
  return found;
}

/** Follows the chain from its beginning to a nonce. */
export async function checkChain(process, to, signal, progress) {
  let expected = base64url(await sha256(bytesOf(process)));
  for (let from = 0; from <= to; from += 100) {
    const nodes = await byNonce(process, from, Math.min(to, from + 99), signal);
    for (const { assignment } of nodes) {
      const nonce = Number(tag(assignment.tags, 'Nonce'));
      if (tag(assignment.tags, 'Hash-Chain') !== expected) return broken('The whole chain', `is broken at assignment ${count(nonce)}`);
      if ((await idOf(assignment)) !== assignment.id) return broken('The whole chain', `has a wrong id at assignment ${count(nonce)}`);
      expected = await nextHash(assignment);
    }
    if (nodes.length < Math.min(to, from + 99) - from + 1) return unknown('The whole chain', `was followed to ${count(from + nodes.length - 1)} only`);
    progress(Math.min(to, from + 99));
  }
  return holds('The whole chain', `holds, from the first to this: ${plural(to + 1, 'assignment')} without a gap`);
}
