// node --import ./conformance/preload.mjs conformance/client.mjs 0.0.57|0.0.98
//
// Every call of the unmodified client, against a deployment as it is by default (private reads).
// Lists are read back from a registry of the client's own: an unmodified client can't prove that it may
// read them, so that this script is for a gateway with mostao.reads=open.
import assert from 'node:assert/strict';
import {
  ask,
  connected,
  freshNames,
  GATEWAY,
  registered,
  until,
  User,
} from '../ao.mjs';
import { newSessionKey, open, openKey, publicKeyOf, seal, sealKey } from '../seal.mjs';
import { idOf } from './items.mjs';
import { FAILING, freshName, graphql, run, tagOf } from './suite.mjs';

const version = process.argv[2];
const newer = version === '0.0.98';
const NOBODY = 'N'.repeat(42) + 'A';

/** The requests that a call made, with its answer. */
async function watched(call) {
  const before = globalThis.requests.length;
  const answer = await call();
  return { answer, requests: globalThis.requests.slice(before) };
}

const toMessenger = ({ method, url }) => method === 'POST' && url.replace(/\/$/, '') === GATEWAY;
const operation = ({ body }) => /query (\w+)/.exec(JSON.parse(body).query)?.[1];
const list = (tags) => Object.entries(tags).map(([name, value]) => ({ name, value }));

async function reply(ao, process, message) {
  const result = await ao.result({ message, process });
  return JSON.parse(result.Messages[0].Data);
}

await run(version, async (suite, said) => {
  const ao = await connected(version);
  const user = await User.of(ao, newer ? 'dev-1' : 'dev-2');
  const other = await User.of(ao, newer ? 'dev-2' : 'dev-1');
  const signer = ao.createDataItemSigner(user.wallet);
  const check = (line, what, perform) => suite.check(line, what, perform);
  const spawn = (tags = { Authority: said.authority }) =>
    ao.spawn({
      module: said.modules.registry,
      scheduler: said.scheduler,
      signer,
      tags: list(tags),
    });
  const message = (process, action, data, tags = {}) =>
    ao.message({ process, signer, data, tags: list({ Action: action, ...tags }) });
  let lab = said.registry;

  await check(1, `spawn with ${newer ? 'Q1 alone' : 'Q1 and Q2'}`, async () => {
    const { answer, requests } = await watched(() => spawn());
    const asked = requests.filter(({ url }) => url.endsWith('/graphql')).map(operation);
    assert.deepEqual(asked, ['GetTransactions', ...(newer ? [] : ['GetSchedulerLocation'])]);
    assert.match(answer, /^[\w-]{43}$/);
    lab = answer;
  });

  await check(2, 'spawn returns the item id, and GraphQL knows it at once', async () => {
    const { answer, requests } = await watched(() => spawn());
    assert.equal(answer, idOf(requests.find(toMessenger).body));
    const filters = ['', ', tags: [{ name: "Data-Protocol", values: ["ao"] }]'];
    for (const filter of filters) {
      const query = `query ($ids: [ID!]!) {
        transactions(ids: $ids${filter}) { edges { node { id tags { name value } } } } }`;
      const { json } = await graphql(query, { ids: [answer] });
      const [{ node }] = json.data.transactions.edges;
      assert.equal(node.id, answer);
      assert.equal(tagOf(node.tags, 'Module'), said.modules.registry);
    }
  });

  await check(4, 'message returns SHA-256 of the signature', async () => {
    const { answer, requests } = await watched(() => message(lab, 'Info'));
    assert.equal(answer, idOf(requests.find(toMessenger).body));
  });

  if (newer) {
    await check(4, 'signMessage, then sendSignedMessage', async () => {
      const tags = list({ Action: 'Info' });
      const item = await ao.signMessage({ process: lab, signer, tags });
      assert.equal(await ao.sendSignedMessage(item), item.id);
      assert.equal((await reply(ao, lab, item.id)).kind, 'registry');
    });
  }

  await check(9, 'a caller tag Type=X leaves it a message', async () => {
    const id = await message(lab, 'Info', undefined, { Type: 'X' });
    assert.equal((await reply(ao, lab, id)).kind, 'registry');
  });

  await check(10, 'a message to an unknown process is refused promptly', async () => {
    const started = Date.now();
    await assert.rejects(message(NOBODY, 'Info'), /404: .*error/);
    assert.ok(Date.now() - started < 5_000, `after ${Date.now() - started} ms`);
  });

  if (newer) {
    await check(11, 'returnAssignmentSlot resolves to the nonce', async () => {
      const tags = list({ Action: 'Info' });
      const question = { process: lab, signer, tags, returnAssignmentSlot: true };
      const slot = await ao.message(question);
      assert.equal(typeof slot, 'string');
      const next = await ao.message({ ...question, returnMessageId: true });
      assert.equal(Number(next.slot), Number(slot) + 1);
      const { assignment, message: item } = await ao.getMessageById({
        processId: lab,
        messageId: next.id,
      });
      assert.equal(item.id, next.id);
      assert.equal(tagOf(assignment.tags, 'Nonce'), next.slot);
    });
  }

  await check(12, 'result right after message waits for the evaluation', async () => {
    const { answer, requests } = await watched(async () =>
      ao.result({ message: await message(lab, 'Info'), process: lab }),
    );
    assert.equal(requests.at(-1).status, 200);
    assert.equal(JSON.parse(answer.Messages[0].Data).status, 'success');
  });

  await check(13, 'a Result has three arrays, Output and no Error', async () => {
    const result = await ao.result({ message: await message(lab, 'Info'), process: lab });
    for (const part of ['Messages', 'Spawns', 'Assignments']) {
      assert.ok(Array.isArray(result[part]), part);
    }
    assert.ok('Output' in result);
    assert.ok(!('Error' in result) && !('Memory' in result));
  });

  await check(14, 'an Error leaves nothing behind', async () => {
    const result = await ao.result({ message: await message(lab, 'Register', FAILING), process: lab });
    assert.equal(typeof result.Error, 'string');
    for (const part of ['Messages', 'Spawns', 'Assignments']) {
      assert.deepEqual(result[part], []);
    }
    assert.equal((await ask(ao, lab, 'QueryHandle', 'failing')).body.registered, false);
    assert.equal((await reply(ao, lab, await message(lab, 'Info'))).status, 'success');
  });

  const { paged, ids } = await listed(ao, check, spawn, message);

  await check(18, 'dryrun with only a process', async () => {
    const result = await ao.dryrun({ process: lab });
    assert.equal(result.Messages[0].Target, '1234');
    assert.equal(tagOf(result.Messages[0].Tags, 'Error'), 'UnknownAction');
    assert.equal(result.Error, undefined);
  });

  await check(19, 'dryrun changes nothing and sees the last message', async () => {
    const before = await ao.results({ process: paged, limit: 100 });
    const name = freshName('dry');
    const run_ = await ask(ao, paged, 'QueryHandle', name);
    assert.equal(run_.body.registered, false);
    const dry = await ao.dryrun({
      process: paged,
      Owner: user.address,
      data: name,
      tags: list({ Action: 'Register' }),
    });
    assert.ok(dry.Messages.length + dry.Spawns.length > 0);
    assert.equal((await ask(ao, paged, 'QueryHandle', name)).body.registered, false);
    assert.deepEqual(await ao.results({ process: paged, limit: 100 }), before);
    const id = await message(paged, 'Register', name);
    await ao.result({ message: id, process: paged });
    const { body } = await ask(ao, paged, 'QueryHandle', name);
    assert.ok(body.registered || body.pending, JSON.stringify(body));
    assert.equal(ids.length, 7);
  });

  await check(20, 'dryrun with Owner is answered to that owner', async () => {
    const result = await ao.dryrun({ process: lab, Owner: user.address });
    assert.equal(result.Messages[0].Target, user.address);
  });

  await check(21, 'monitor and unmonitor, each twice, and for an unknown process', async () => {
    assert.match(await ao.monitor({ process: lab, signer }), /^[\w-]{43}$/);
    assert.match(await ao.monitor({ process: lab, signer }), /^[\w-]{43}$/);
    assert.match(await ao.unmonitor({ process: lab, signer }), /^[\w-]{43}$/);
    assert.match(await ao.unmonitor({ process: lab, signer }), /^[\w-]{43}$/);
    await assert.rejects(ao.monitor({ process: NOBODY, signer }), /4\d\d: .*error/);
  });

  await check(22, 'assign, and the Result by the assignment id', async () => {
    const source = await message(said.registry, 'Info');
    const assignment = await ao.assign({ process: lab, message: source });
    assert.match(assignment, /^[\w-]{43}$/);
    assert.notEqual(assignment, source);
    const result = await ao.result({ message: assignment, process: lab });
    assert.ok(Array.isArray(result.Messages), JSON.stringify(result));
  });

  await check(23, 'assign with baseLayer and exclude', async () => {
    const source = await message(said.registry, 'Info', 'not for you');
    const exclude = ['Data', 'Anchor'];
    const parts = { process: lab, message: source, exclude, baseLayer: true };
    assert.match(await ao.assign(parts), /^[\w-]{43}$/);
  });

  await check(24, 'URLs that end in a slash', async () => {
    const { connect } = await import(newer ? 'aoconnect-0098' : 'aoconnect-0057');
    const slashed = `${GATEWAY}/`;
    const there = connect({ MODE: 'legacy', MU_URL: slashed, CU_URL: slashed, GATEWAY_URL: slashed });
    const { answer, requests } = await watched(async () => {
      const id = await there.message({ process: lab, signer, tags: list({ Action: 'Info' }) });
      await there.monitor({ process: lab, signer });
      await there.unmonitor({ process: lab, signer });
      await there.dryrun({ process: lab, tags: list({ Action: 'Info' }) });
      await there.results({ process: lab });
      return there.result({ message: id, process: lab });
    });
    assert.equal(answer.Messages.length, 1);
    assert.ok(requests.some(({ url }) => url.includes('//result/')));
    assert.ok(requests.every(({ status }) => status < 300));
  });

  await check(26, 'errors of reads are JSON, so result and dryrun resolve', async () => {
    const answers = [
      await ao.result({ message: NOBODY, process: NOBODY }),
      await ao.result({ message: 'none', process: lab }),
      await ao.dryrun({ process: NOBODY }),
      await ao.dryrun({ process: 'none' }),
    ];
    for (const answer of answers) {
      assert.equal(typeof answer.error, 'string', JSON.stringify(answer));
    }
    await assert.rejects(ao.results({ process: NOBODY }), /edges/);
  });

  if (newer) {
    await check(31, 'getMessages and getLastSlot', async () => {
      const from = String(Date.now() - 600_000);
      const to = String(Date.now() + 600_000);
      const page = await ao.getMessages({ processId: paged, from, to });
      assert.equal(page.edges[0].node.message.id, paged);
      assert.equal(page.page_info.has_next_page, false);
      const slots = page.edges.map(({ node }) => tagOf(node.assignment.tags, 'Nonce'));
      assert.deepEqual(
        slots,
        slots.map((_, nonce) => String(nonce)),
      );
      assert.equal(await ao.getLastSlot({ processId: paged }), slots.at(-1));
    });
  }

  await check(37, 'the Result of a birth', async () => {
    const result = await ao.result({ message: lab, process: lab });
    assert.ok(Array.isArray(result.Messages) && !('Error' in result), JSON.stringify(result));
  });

  await check(41, 'a namespace of its own: register, establish, rotate, send', () =>
    conversation(user, other, lab, said),
  );
});

/** Lines 15 to 17, in a registry that holds seven answers and one Error. */
async function listed(ao, check, spawn, message) {
  let paged;
  const ids = [];
  const references = ({ edges }) =>
    edges.map(({ node }) => tagOf(node.Messages[0]?.Tags ?? [], 'X-Reference'));

  await check(15, 'paging forward repeats nothing and leaves nothing out', async () => {
    paged = await spawn();
    for (let i = 1; i <= 7; i++) {
      ids.push(await message(paged, 'Info', undefined, { Reference: String(i) }));
    }
    await message(paged, 'Register', FAILING);
    await ao.result({ message: await message(paged, 'Info'), process: paged });
    const seen = [];
    for (let from, page; page?.edges.length !== 0; from = page.edges.at(-1)?.cursor) {
      page = await ao.results({ process: paged, from, limit: 3 });
      assert.ok(page.edges.every(({ cursor }) => typeof cursor === 'string'));
      assert.ok(page.edges.every(({ node }) => Array.isArray(node.Messages)));
      seen.push(...references(page));
    }
    assert.deepEqual(seen, [undefined, '1', '2', '3', '4', '5', '6', '7', undefined]);
  });

  await check(16, 'DESC and limit 1 is the newest; from excludes, to includes', async () => {
    const newest = await ao.results({ process: paged, sort: 'DESC', limit: 1 });
    assert.equal(newest.edges.length, 1);
    const { edges } = await ao.results({ process: paged, limit: 100 });
    assert.deepEqual(newest.edges[0].node, edges.at(-1).node);
    const [from, to] = [edges[2].cursor, edges[5].cursor];
    const up = await ao.results({ process: paged, from, to, limit: 100 });
    assert.deepEqual(references(up), ['3', '4', '5']);
    const all = await ao.results({ process: paged, sort: 'DESC', limit: 100 });
    const [high, low] = [all.edges[3].cursor, all.edges[6].cursor];
    const down = await ao.results({ process: paged, from: low, to: high, sort: 'DESC', limit: 100 });
    assert.deepEqual(references(down), ['5', '4', '3']);
  });

  await check(17, 'evaluations with an Error are left out', async () => {
    const { edges } = await ao.results({ process: paged, limit: 100 });
    assert.equal(edges.length, 9);
    assert.ok(edges.every(({ node }) => !('Error' in node)));
  });
  return { paged, ids };
}

/** Line 41: two handles and their session, in a registry that a wallet has spawned. */
async function conversation(alice, bob, registry, said) {
  const [aliceName, bobName] = freshNames('own', 'a', 'b');
  const aliceHandle = await registered(alice, registry, aliceName, aliceName);
  const bobHandle = await registered(bob, registry, bobName, bobName);
  const outside = await ask(alice.ao, said.registry, 'QueryHandle', aliceName);
  assert.equal(outside.body.registered, false, 'the namespaces see each other');
  await alice.tell(registry, 'EstablishSession', `${aliceName}, ${bobName}`);
  const session = await until('the session', async () => {
    const names = JSON.stringify([bobName, aliceName]);
    return (await alice.tell(registry, 'QuerySession', names)).body.sessionID;
  });
  const keys = [await publicKeyOf(alice.wallet), await publicKeyOf(bob.wallet)];
  const sessionKey = newSessionKey();
  await alice.relay(aliceHandle, session, 'RotateSessionKey', [
    { pubkey: keys[0], sk: await sealKey(sessionKey, keys[0]) },
    { pubkey: keys[1], sk: await sealKey(sessionKey, keys[1]) },
  ]);
  for (const [user, handle] of [
    [alice, aliceHandle],
    [bob, bobHandle],
  ]) {
    await until('the session key', async () => {
      const { body } = await user.tell(session, 'GetCurrentKeys');
      return body.length > 0;
    });
    const content = await seal(`from ${handle}`, sessionKey);
    await user.relay(handle, session, 'SendMessage', { content, generation: 1 });
  }
  const stored = await until('both messages', async () => {
    const { body } = await bob.tell(session, 'QueryMessage', '{"order":"asc"}');
    return body.length === 2 && body;
  });
  const [{ encrypted_sk_by_b }] = (await bob.tell(session, 'GetCurrentKeys')).body;
  const opened = await openKey(encrypted_sk_by_b, bob.wallet);
  const texts = await Promise.all(stored.map(({ content }) => open(content, opened)));
  assert.deepEqual(texts.sort(), [`from ${aliceHandle}`, `from ${bobHandle}`].sort());
  await until('both notices', async () => {
    const lists = await Promise.all([
      alice.tell(aliceHandle, 'GetChatList'),
      bob.tell(bobHandle, 'GetChatList'),
    ]);
    return lists.every(({ body }) => body[0].unread === 1);
  });
}
