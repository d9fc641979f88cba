// Shared by both scripts: one of the two unmodified clients, connected to the gateway under test,
// and the few lines an application writes around it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const VERSIONS = { '0.0.57': 'aoconnect-0057', '0.0.98': 'aoconnect-0098' };

export const GATEWAY = (process.env.GATEWAY ?? 'http://127.0.0.1:7070').replace(/\/+$/, '');

/** The deadline for what takes several messages between processes, in milliseconds. */
const PATIENCE = Number(process.env.PATIENCE ?? 30_000);

export function readWallet(name) {
  return JSON.parse(readFileSync(new URL(`./wallets/${name}.json`, import.meta.url), 'utf8'));
}

export function base64url(bytes) {
  return Buffer.from(bytes).toString('base64url');
}

export async function addressOf(wallet) {
  const owner = Buffer.from(wallet.n, 'base64url');
  return base64url(await crypto.subtle.digest('SHA-256', owner));
}

/** The gateway's description of itself. */
export async function info() {
  const response = await fetch(`${GATEWAY}/`, { headers: { accept: 'application/json' } });
  assert.equal(response.status, 200, `GET / was answered with ${response.status}`);
  const said = await response.json();
  assert.match(said.registry, /^[A-Za-z0-9_-]{43}$/, 'the gateway names no Registry');
  return said;
}

/** The client of a version as an application uses it; everything it needs goes to the gateway. */
export async function connected(version) {
  assert.ok(VERSIONS[version], `version '${version}' is none of ${Object.keys(VERSIONS)}`);
  const { connect, createDataItemSigner } = await import(VERSIONS[version]);
  const ao = connect({
    MODE: 'legacy',
    MU_URL: GATEWAY,
    CU_URL: GATEWAY,
    GATEWAY_URL: GATEWAY,
    GRAPHQL_URL: `${GATEWAY}/graphql`,
  });
  return { ...ao, createDataItemSigner };
}

function listed(tags) {
  return Object.entries(tags).map(([name, value]) => ({ name, value }));
}

/** The first message of a Result as the application reads it. */
export function replyOf(result, action) {
  assert.ok(!result.error, `${action}: ${result.error}`);
  assert.ok(!result.Error, `${action} made the process fail: ${result.Error}`);
  const reply = result.Messages?.[0];
  assert.ok(reply, `${action} got no reply`);
  const tags = Object.fromEntries(reply.Tags.map(({ name, value }) => [name, value]));
  return { target: reply.Target, tags, body: JSON.parse(reply.Data) };
}

/** One user: a wallet and a client. */
export class User {
  #signer;

  constructor(ao, wallet, address) {
    this.ao = ao;
    this.wallet = wallet;
    this.address = address;
    // One signer, used again: 0.0.98 refuses to make many of one key.
    this.#signer = ao.createDataItemSigner(wallet);
  }

  static async of(ao, walletName) {
    const wallet = readWallet(walletName);
    return new User(ao, wallet, await addressOf(wallet));
  }

  /** Sends a message and waits for what comes of it. */
  async tell(processId, action, data, tags = {}) {
    const message = {
      process: processId,
      signer: this.#signer,
      tags: listed({ Action: action, ...tags }),
    };
    if (data !== undefined) {
      message.data = data;
    }
    const id = await this.ao.message(message);
    const result = await this.ao.result({ message: id, process: processId });
    return { id, ...replyOf(result, action) };
  }

  /** Has one's handle send a message, in the shape the web client uses. */
  async relay(handle, target, action, data) {
    const Data = typeof data === 'string' ? data : JSON.stringify(data);
    const told = await this.tell(
      handle,
      'RelayMessage',
      JSON.stringify({ Target: target, Data, Tags: { Action: action } }),
    );
    assert.equal(told.body.status, 'success', `RelayMessage of ${action}: ${told.body.message}`);
    return told;
  }
}

/** An anonymous dry-run. */
export async function ask(ao, processId, action, data, extra = {}) {
  const question = { process: processId, tags: listed({ Action: action }), ...extra };
  if (data !== undefined) {
    question.data = data;
  }
  return replyOf(await ao.dryrun(question), action);
}

/** Asks again until the answer fits, for what takes several messages between processes. */
export async function until(what, look) {
  const deadline = Date.now() + PATIENCE;
  for (let pause = 10; ; pause = Math.min(pause * 1.5, 500)) {
    const found = await look();
    if (found) {
      return found;
    }
    if (Date.now() > deadline) {
      throw new Error(`${what} is not there after ${PATIENCE} ms`);
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** Unused names, so that the scripts can run again on the same data. */
export function freshNames(prefix, ...sides) {
  const stamp = `${Date.now().toString(36)}${Math.floor(Math.random() * 1296).toString(36)}`;
  return sides.map((side) => `${prefix}-${side}-${stamp}`.toLowerCase());
}

/** Registers a name and waits until its process is there. */
export async function registered(user, registry, data, name) {
  const told = await user.tell(registry, 'Register', data);
  assert.ok(['pending', 'success'].includes(told.body.status), `Register: ${told.body.message}`);
  assert.equal(told.target, user.address);
  return until(`the process of ${name}`, async () => {
    const { body } = await ask(user.ao, registry, 'QueryHandle', name);
    return body.registered && body.pid;
  });
}

/** Runs a script: one line of JSON says how it went, and so does the exit code. */
export async function main(client, script) {
  const report = { ok: false, client, gateway: GATEWAY, steps: {} };
  const started = Date.now();
  let step = 'start';
  let stepStarted = started;
  const mark = (next) => {
    if (step !== 'start') {
      report.steps[step] = Date.now() - stepStarted;
    }
    step = next;
    stepStarted = Date.now();
  };
  try {
    Object.assign(report, await script(mark));
    mark('end');
    report.ok = true;
  } catch (failure) {
    report.failed = step;
    report.error = String(failure?.message ?? failure).split('\n')[0];
    console.error(failure);
  }
  report.millis = Date.now() - started;
  console.log(JSON.stringify(report));
  process.exitCode = report.ok ? 0 : 1;
}
