// node private-reads.mjs [0.0.57|0.0.98]
//
// With the default (mostao.reads=private) only the parties can read a chat list, keys or a
// history; the parties do, by signing the question.
import assert from 'node:assert/strict';
import {
  addressOf,
  ask,
  connected,
  freshNames,
  GATEWAY,
  info,
  main,
  readWallet,
  registered,
  replyOf,
  until,
  User,
} from './ao.mjs';
import { newSessionKey, open, openKey, publicKeyOf, seal, sealKey } from './seal.mjs';
import { createData, ArweaveSigner } from '@dha-team/arbundles';

const version = process.argv[2] ?? '0.0.98';

/** A dry-run as a signed item, which proves the caller. */
async function prove(wallet, processId, action, data, { at = Date.now(), tags = [] } = {}) {
  const signer = new ArweaveSigner(wallet);
  const item = createData(data ?? ' ', signer, {
    target: processId,
    tags: [
      { name: 'Action', value: action },
      { name: 'Timestamp', value: String(at) },
      { name: 'Dry-Run', value: 'true' },
      ...tags,
      { name: 'Data-Protocol', value: 'ao' },
      { name: 'Variant', value: 'ao.TN.1' },
      { name: 'Type', value: 'Message' },
    ],
  });
  await item.sign(signer);
  const response = await fetch(`${GATEWAY}/dry-run?process-id=${processId}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream', accept: 'application/json' },
    body: item.getRaw(),
  });
  return { status: response.status, json: await response.json() };
}

async function proven(wallet, processId, action, data) {
  const { status, json } = await prove(wallet, processId, action, data);
  assert.equal(status, 200, `${action}: ${JSON.stringify(json)}`);
  return replyOf(json, action).body;
}

function assertNothingIn(answer, secrets, what) {
  const text = JSON.stringify(answer);
  for (const secret of secrets) {
    assert.ok(!text.includes(secret), `${what} shows what only the parties may read`);
  }
}

await main(version, async (mark) => {
  const { registry, reads } = await info();
  assert.equal(reads, 'private', 'this script needs a deployment with mostao.reads=private');
  const ao = await connected(version);
  const alice = await User.of(ao, 'dev-1');
  const bob = await User.of(ao, 'dev-2');
  const stranger = readWallet('dev-3');
  const [aliceName, bobName] = freshNames('private', 'a', 'b');

  mark('converse');
  const aliceHandle = await registered(alice, registry, aliceName, aliceName);
  const bobHandle = await registered(bob, registry, bobName, bobName);
  await alice.tell(registry, 'EstablishSession', JSON.stringify([aliceName, bobName]));
  const session = await until('the session', async () => {
    const names = JSON.stringify([aliceName, bobName]);
    return (await proven(alice.wallet, registry, 'QuerySession', names)).sessionID;
  });
  const pubkeys = [await publicKeyOf(alice.wallet), await publicKeyOf(bob.wallet)];
  const sessionKey = newSessionKey();
  await alice.relay(aliceHandle, session, 'RotateSessionKey', {
    encrypted_sk_by_a: await sealKey(sessionKey, pubkeys[0]),
    pubkey_a: pubkeys[0],
    encrypted_sk_by_b: await sealKey(sessionKey, pubkeys[1]),
    pubkey_b: pubkeys[1],
  });
  const content = await seal('between us', sessionKey);
  const sent = await alice.relay(aliceHandle, session, 'SendMessage', { content, generation: 1 });

  mark('parties');
  const [message] = await until('the message', async () => {
    const body = await proven(bob.wallet, session, 'QueryMessage', '{}');
    return body.length > 0 && body;
  });
  const [keys] = await proven(bob.wallet, session, 'GetCurrentKeys');
  const opened = await openKey(keys.encrypted_sk_by_b, bob.wallet);
  assert.equal(await open(message.content, opened), 'between us');
  assert.equal((await proven(alice.wallet, session, 'QueryMessage', '{}')).length, 1);
  const chats = await proven(alice.wallet, aliceHandle, 'GetChatList');
  assert.equal(chats[0].sessionID, session);
  // A signed message is a proof as well, and its sender may fetch what came of it.
  const told = await bob.tell(session, 'GetCurrentKeys', '{}');
  assert.equal(told.body[0].generation, 1);

  mark('strangers');
  const secrets = [content, keys.encrypted_sk_by_a, session];
  const questions = [
    [aliceHandle, 'GetChatList', undefined],
    [aliceHandle, 'GetInbox', '{}'],
    [registry, 'QuerySession', JSON.stringify([aliceName, bobName])],
    [session, 'GetCurrentKeys', undefined],
    [session, 'GetKeyByGeneration', '1'],
    [session, 'QueryMessage', '{}'],
  ];
  const claims = [
    ['nobody', {}],
    ['a stranger who claims to be the owner', { Owner: alice.address }],
  ];
  for (const [processId, action, data] of questions) {
    for (const [who, claim] of claims) {
      const answer = await ask(ao, processId, action, data, claim);
      assert.equal(answer.body.code, 'Unauthorized', `${action} by ${who}`);
      assert.equal(answer.tags.Error, 'Unauthorized', `${action} by ${who}`);
      assertNothingIn(answer, secrets.filter((secret) => secret !== processId), action);
    }
    const { status, json } = await prove(stranger, processId, action, data);
    assert.equal(status, 200);
    assert.equal(replyOf(json, action).body.code, 'Unauthorized', `${action} by a stranger`);
  }
  // Neither of them may read the other's list, though they share the session.
  const other = await prove(bob.wallet, aliceHandle, 'GetChatList');
  assert.equal(replyOf(other.json, 'GetChatList').body.code, 'Unauthorized');

  mark('forgery');
  const old = await prove(bob.wallet, session, 'QueryMessage', '{}', { at: Date.now() - 3_600_000 });
  assert.ok(old.status >= 400 && old.status < 500, `an old proof was answered with ${old.status}`);
  assertNothingIn(old.json, [content], 'an old proof');
  const forged = await prove(stranger, session, 'QueryMessage', '{}', {
    tags: [{ name: 'From-Process', value: bobHandle }],
  });
  assert.ok(forged.status >= 400 && forged.status < 500, `a forgery: ${forged.status}`);
  assertNothingIn(forged.json, [content], 'a forged From-Process');
  const claimed = await ao.dryrun({
    process: session,
    data: '{}',
    tags: [
      { name: 'Action', value: 'QueryMessage' },
      { name: 'From-Process', value: bobHandle },
    ],
  });
  assertNothingIn(claimed, [content], 'an unsigned From-Process');

  mark('results');
  for (const processId of [aliceHandle, session]) {
    const response = await fetch(`${GATEWAY}/results/${processId}?limit=100&sort=DESC`);
    // A session is not even there for others.
    const status = processId === session ? 404 : 403;
    assert.equal(response.status, status, `/results of a private process: ${response.status}`);
    const told = secrets.filter((secret) => secret !== processId);
    assertNothingIn(await response.text(), told, '/results');
  }
  for (const path of ['results', 'state', 'su', 'stream']) {
    const lists = await fetch(`${GATEWAY}/${path}/${registry}`);
    assert.equal(lists.status, 403, `/${path} of the Registry: ${lists.status}`);
    assertNothingIn(await lists.text(), secrets, `/${path} of the Registry`);
  }
  assert.equal((await fetch(`${GATEWAY}/processes/${session}`)).status, 404, 'it names its two');
  // A client that knows a message's id may read its Result.
  const own = await ao.result({ message: sent.id, process: aliceHandle });
  assert.equal(JSON.parse(own.Messages[0].Data).status, 'success');

  return { session, stranger: await addressOf(stranger) };
});
