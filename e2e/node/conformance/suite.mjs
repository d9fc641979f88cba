// Shared by the conformance scripts. A script prints one line of JSON per check:
// {"line":5,"client":"http","check":…,"ok":true,"millis":12} or, with "ok":false, a "detail".
import assert from 'node:assert/strict';
import { GATEWAY, info, until } from '../ao.mjs';
import * as items from './items.mjs';

const JSON_TYPE = { 'content-type': 'application/json' };
const OCTETS = { 'content-type': 'application/octet-stream', accept: 'application/json' };

/**
 * Data of a Register whose evaluation ends with an Error: the profile is within its limit, and what
 * the Result holds of it, where each quote takes two bytes more, is beyond the 24 KiB that the
 * system under test sets for its registries. With the default limits nothing a wallet can send does.
 */
export const FAILING = JSON.stringify({ handle: 'failing', bio: '"'.repeat(8_000) });

/** Runs checks one after another; one that fails does not stop the others. */
export class Suite {
  constructor(client) {
    this.client = client;
  }

  /** Something that was measured, for the verdict of the check that runs. */
  note(text) {
    this.noted = text;
  }

  /** @param line of section 8 of the AO contract */
  async check(line, check, perform) {
    const started = Date.now();
    const verdict = { line, client: this.client, check, ok: true };
    this.noted = undefined;
    try {
      await perform();
    } catch (failure) {
      verdict.ok = false;
      verdict.detail = String(failure?.stack ?? failure).split('\n    at node:')[0].slice(0, 1500);
    }
    if (this.noted) {
      verdict.note = this.noted;
    }
    verdict.millis = Date.now() - started;
    console.log(JSON.stringify(verdict));
  }
}

/** Runs a script; what goes wrong outside a check fails it as a whole. */
export async function run(client, script) {
  const suite = new Suite(client);
  try {
    await script(suite, await info());
  } catch (failure) {
    console.log(JSON.stringify({ client, ok: false, detail: String(failure?.stack ?? failure) }));
    process.exitCode = 1;
  }
}

export async function http(method, path, { headers = {}, body } = {}) {
  const response = await fetch(`${GATEWAY}${path}`, { method, headers, body, redirect: 'manual' });
  const text = await response.text();
  let json;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status: response.status, headers: response.headers, text, json };
}

export const get = (path, headers) => http('GET', path, { headers });
export const post = (raw, path = '/') => http('POST', path, { headers: OCTETS, body: raw });

/** Sends an item that must be accepted. */
export async function sent(item) {
  const answer = await post(item.raw);
  assert.equal(answer.status, 202, `${answer.status}: ${answer.text}`);
  return item.id;
}

export async function ok(path, headers) {
  const answer = await get(path, headers);
  assert.equal(answer.status, 200, `${path}: ${answer.status}: ${answer.text}`);
  return answer.json;
}

export async function resultOf(id, process) {
  const result = await ok(`/result/${id}?process-id=${process}`);
  assert.equal(typeof result, 'object');
  return result;
}

/** Sends a message and waits for its Result. */
export async function told(signer, process, tags, data, anchor) {
  const id = await sent(await items.message(signer, process, tags, data, anchor));
  return { id, result: await resultOf(id, process) };
}

export function dryRun(process, body) {
  return http('POST', `/dry-run?process-id=${process}`, {
    headers: JSON_TYPE,
    body: JSON.stringify(body),
  });
}

/** An unsigned question about a process, and the reply's body. */
export async function asked(process, action, data) {
  const { json } = await dryRun(process, {
    Target: process,
    Owner: '1234',
    Data: data,
    Tags: [{ name: 'Action', value: action }, ...items.AO],
  });
  assert.ok(json?.Messages?.[0], `${action}: ${JSON.stringify(json)}`);
  return JSON.parse(json.Messages[0].Data);
}

export async function graphql(query, variables = {}) {
  return http('POST', '/graphql', {
    headers: JSON_TYPE,
    body: JSON.stringify({ query, variables }),
  });
}

/** A refusal of the gateway: a 4xx status and a sentence. */
export function assertRefused({ status, json, text }, ...statuses) {
  assert.ok(status >= 400 && status < 500, `${status} is not a refusal: ${text}`);
  assert.ok(statuses.length === 0 || statuses.includes(status), `${status}: ${text}`);
  assert.equal(typeof json?.error, 'string', `no {"error": sentence}: ${text}`);
}

export const tagOf = (tags, name) => tags.find((tag) => tag.name === name)?.value;
export const valuesOf = (tags, name) =>
  tags.filter((tag) => tag.name === name).map(({ value }) => value);

/** An unused name. */
export function freshName(prefix) {
  const random = Math.floor(Math.random() * 36 ** 8).toString(36);
  return `${prefix}-${Date.now().toString(36)}${random}`.slice(0, 32).replace(/-$/, '');
}

/** A registry of the signer's own, in which nothing happens but what the caller does. */
export async function ownRegistry(signer, said, tags = { Authority: said.authority }) {
  const module = said.modules.registry;
  const process = await sent(await items.birth(signer, { module, scheduler: said.scheduler }, tags));
  await resultOf(process, process);
  return process;
}

/** Registers a name for a wallet and waits for its handle. */
export async function handleOf(signer, registry, name) {
  await told(signer, registry, { Action: 'Register' }, name);
  return until(`the handle ${name}`, async () => (await asked(registry, 'QueryHandle', name)).pid);
}

/** Has a handle send a message to another process; the id is that of the wallet's item. */
export function relay(signer, handle, Target, Tags, Data = undefined, more = {}) {
  const wrapped = JSON.stringify({ Target, Data, Tags, ...more });
  return told(signer, handle, { Action: 'RelayMessage' }, wrapped);
}

/** The messages that matched no Action of a handle, read with its owner's signed message. */
export async function inboxOf(signer, handle, data = '{}') {
  const { result } = await told(signer, handle, { Action: 'GetInbox' }, data);
  return JSON.parse(result.Messages[0].Data);
}

/** A token to read what a wallet may read. */
export async function accessOf(signer, said) {
  const { origin } = new URL(GATEWAY);
  const tags = { Action: 'Access', Timestamp: String(Date.now()), Origin: origin };
  const item = await items.message(signer, said.authority, tags);
  const answer = await post(item.raw, '/access');
  assert.equal(answer.status, 200, `/access: ${answer.status}: ${answer.text}`);
  return { authorization: `Bearer ${answer.json.access_token}` };
}

/** The assignments of a process by nonce, all of them. */
export async function schedule(process, headers, from = -1) {
  const found = [];
  for (let last = from, more = true; more; ) {
    const query = `process-id=${process}&from-nonce=${last}&limit=100`;
    const page = await ok(`/su/${process}?${query}`, headers);
    found.push(...page.edges);
    more = page.page_info.has_next_page;
    assert.ok(!more || page.edges.length > 0, 'an empty page says that there is a next one');
    last = more ? page.edges.at(-1).cursor : last;
  }
  return found;
}

export const nonceOf = ({ assignment }) => tagOf(assignment.tags, 'Nonce');

/** Waits for an assigned message that fits. */
export function assigned(process, fits, headers) {
  return until('the pushed message', async () => {
    const edges = await schedule(process, headers);
    return edges.map(({ node }) => node).find(({ message }) => message && fits(message));
  });
}

export async function lastNonce(process, headers) {
  return Number(nonceOf(await ok(`/su/${process}/latest?process-id=${process}`, headers)));
}
