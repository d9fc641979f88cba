// node real-client.mjs 0.0.57|0.0.98
//
// Register, establish, rotate, send, query, notify through an unmodified client, in the data shapes
// of the existing web client, against a deployment with open reads.
import assert from 'node:assert/strict';
import { ask, connected, freshNames, info, main, registered, until, User } from './ao.mjs';
import { newSessionKey, open, openKey, publicKeyOf, seal, sealKey } from './seal.mjs';

const version = process.argv[2] ?? '0.0.98';
const MESSAGES = 3;

await main(version, async (mark) => {
  const { registry, reads } = await info();
  assert.equal(reads, 'open', 'this script needs a deployment with mostao.reads=open');
  const ao = await connected(version);
  const alice = await User.of(ao, 'dev-1');
  const bob = await User.of(ao, 'dev-2');
  const alicePubkey = await publicKeyOf(alice.wallet);
  const bobPubkey = await publicKeyOf(bob.wallet);
  const [aliceName, bobName] = freshNames(`n${version.replaceAll('.', '')}`, 'a', 'b');

  mark('register');
  // Both data forms: the name alone, and an object with the profile.
  const aliceHandle = await registered(alice, registry, `@${aliceName}`, aliceName);
  const bobHandle = await registered(
    bob,
    registry,
    JSON.stringify({ handle: bobName, pubkey: bobPubkey, name: 'Bob' }),
    bobName,
  );
  const taken = await bob.tell(registry, 'Register', aliceName);
  assert.equal(taken.body.code, 'HandleTaken');
  assert.equal(taken.tags.Error, 'HandleTaken');
  // Names are found ignoring case.
  const shouted = await ask(ao, registry, 'QueryHandle', aliceName.toUpperCase());
  assert.deepEqual([shouted.body.handle, shouted.body.pid], [aliceName, aliceHandle]);
  // Without data the client makes some up, which is not a name.
  const unnamed = await alice.tell(registry, 'Register', '');
  assert.equal(unnamed.body.code, 'InvalidData');
  // The web client lower-cases addresses.
  const mine = await ask(ao, registry, 'GetHandles', alice.address.toLowerCase());
  assert.ok(mine.body.some(({ handle, pid }) => handle === aliceName && pid === aliceHandle));

  mark('profile');
  const profile = { pubkey: alicePubkey, name: 'Alice', bio: 'ünïcödé 🦊' };
  const updated = await alice.tell(aliceHandle, 'ProfileUpdate', JSON.stringify(profile));
  assert.equal(updated.body.status, 'success');
  const shown = await ask(ao, aliceHandle, 'GetProfile');
  assert.deepEqual(
    { ...shown.body, owner: undefined },
    { ...profile, handle: aliceName, owner: undefined },
  );
  assert.equal((await ask(ao, bobHandle, 'GetProfile')).body.pubkey, bobPubkey);
  // A photograph.
  const img = `data:image/jpeg;base64,${'A'.repeat(250_000)}`;
  const pictured = await bob.tell(bobHandle, 'ProfileUpdate', JSON.stringify({ img }));
  assert.equal(pictured.body.status, 'success', pictured.body.message);
  assert.equal((await ask(ao, bobHandle, 'GetProfile')).body.img, img);
  const foreign = await bob.tell(aliceHandle, 'ProfileUpdate', JSON.stringify({ name: 'Mallory' }));
  assert.equal(foreign.body.code, 'Unauthorized');

  mark('establish');
  const asked = await alice.tell(registry, 'EstablishSession', `${aliceName}, ${bobName}`);
  assert.ok(['pending', 'success'].includes(asked.body.status), asked.body.message);
  const session = await until('the session', async () => {
    const names = JSON.stringify([bobName, aliceName]);
    const { body } = await ask(ao, registry, 'QuerySession', names);
    return body.sessionID;
  });
  for (const [handle, other, otherHandle] of [
    [aliceHandle, bobName, bobHandle],
    [bobHandle, aliceName, aliceHandle],
  ]) {
    const { body } = await ask(ao, handle, 'GetChatList');
    const entry = body.find(({ sessionID }) => sessionID === session);
    assert.equal(entry.otherHandleName, other);
    assert.equal(entry.otherHandleID, otherHandle);
  }

  mark('rotate');
  assert.deepEqual((await ask(ao, session, 'GetCurrentKeys')).body, []);
  const sessionKey = newSessionKey();
  // First the one who rotates, then the other.
  await alice.relay(aliceHandle, session, 'RotateSessionKey', [
    { pubkey: alicePubkey, sk: await sealKey(sessionKey, alicePubkey) },
    { pubkey: bobPubkey, sk: await sealKey(sessionKey, bobPubkey) },
  ]);
  const [keys] = await until('the session key', async () => {
    const { body } = await ask(ao, session, 'GetCurrentKeys');
    return body.length > 0 && body;
  });
  assert.equal(keys.generation, 1);
  assert.equal(keys.by, aliceHandle);
  assert.equal(keys.pubkey_a, alicePubkey);
  const atBob = await openKey(keys.encrypted_sk_by_b, bob.wallet);
  assert.deepEqual(atBob, sessionKey);
  assert.equal((await ask(ao, session, 'GetCurrentKey')).body[0].generation, 1);

  mark('send');
  const texts = [];
  for (let i = 1; i <= MESSAGES; i++) {
    for (const [user, handle, name] of [
      [alice, aliceHandle, 'alice'],
      [bob, bobHandle, 'bob'],
    ]) {
      const text = `message ${i} of ${name} 漢字`;
      texts.push(text);
      const content = await seal(text, sessionKey);
      await user.relay(handle, session, 'SendMessage', { content, generation: 1 });
    }
  }

  mark('query');
  const stored = await until('the messages', async () => {
    const query = JSON.stringify({ order: 'ASC', limit: 100 });
    const { body } = await ask(ao, session, 'QueryMessage', query);
    return body.length >= texts.length && body;
  });
  assert.equal(stored.length, texts.length);
  const opened = [];
  for (const message of stored) {
    assert.equal(message.generation, 1);
    assert.equal(typeof message.timestamp, 'number');
    opened.push(await open(message.content, atBob));
  }
  for (const name of ['alice', 'bob']) {
    const own = (list) => list.filter((text) => text.includes(name));
    assert.deepEqual(own(opened), own(texts), `the messages of ${name} are in order`);
  }
  const newestFirst = await ask(ao, session, 'QueryMessage', JSON.stringify({ limit: 2 }));
  assert.deepEqual(
    newestFirst.body.map(({ id }) => id),
    stored
      .slice(-2)
      .reverse()
      .map(({ id }) => id),
  );
  const [, second, third] = stored;
  const between = await ask(
    ao,
    session,
    'QueryMessage',
    JSON.stringify({ from: second.timestamp, until: third.timestamp, order: 'asc' }),
  );
  const ids = between.body.map(({ id }) => id);
  assert.ok(ids.includes(second.id) && ids.includes(third.id), 'from and until are inclusive');

  mark('notify');
  const noticed = await until('the notifications', async () => {
    const { body } = await ask(ao, bobHandle, 'GetChatList');
    const entry = body.find(({ sessionID }) => sessionID === session);
    return entry.unread === MESSAGES && entry;
  });
  assert.ok(noticed.lastMessageTime >= stored[0].timestamp);
  const viewed = await bob.tell(bobHandle, 'MarkViewed', session);
  assert.equal(viewed.body.status, 'success');
  const [seen] = (await ask(ao, bobHandle, 'GetChatList')).body;
  assert.equal(seen.unread, 0);
  assert.ok(seen.lastViewedTime > 0);

  mark('results');
  const { edges } = await ao.results({ process: aliceHandle, sort: 'DESC', limit: 1 });
  assert.equal(edges.length, 1);
  assert.equal(typeof edges[0].cursor, 'string');

  mark('both rotate');
  const made = new Map();
  const sides = [
    [alice, aliceHandle, alicePubkey, bobPubkey],
    [bob, bobHandle, bobPubkey, alicePubkey],
  ];
  for (const [user, handle, own, other] of sides) {
    const key = newSessionKey();
    made.set(handle, key);
    await user.relay(handle, session, 'RotateSessionKey', [
      { pubkey: own, sk: await sealKey(key, own) },
      { pubkey: other, sk: await sealKey(key, other) },
    ]);
  }
  const [current] = await until('both rotations', async () => {
    const { body } = await ask(ao, session, 'GetCurrentKeys');
    return body[0].generation === 3 && body;
  });
  // Each writes under the key it made itself, as the web client does.
  for (const [user, handle] of sides) {
    const content = await seal(`by ${handle}`, made.get(handle));
    const generation = current.by === handle ? 3 : 2;
    await user.relay(handle, session, 'SendMessage', { content, generation });
  }
  const both = await until('what both wrote', async () => {
    const query = JSON.stringify({ after: stored.at(-1).id, order: 'asc' });
    const { body } = await ask(ao, session, 'QueryMessage', query);
    return body.length === 2 && body;
  });
  const shownAs = both.map(({ generation, stale }) => `${generation} ${stale === true}`);
  assert.deepEqual(shownAs.sort(), ['2 true', '3 false']);
  for (const { content, sender } of both) {
    assert.equal(await open(content, made.get(sender)), `by ${sender}`);
  }

  return { session, handles: { [aliceName]: aliceHandle, [bobName]: bobHandle } };
});
