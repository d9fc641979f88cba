// node conformance/door.mjs
//
// The gateway's intake and its answers: raw HTTP, items signed with arbundles.
import assert from 'node:assert/strict';
import { GATEWAY } from '../ao.mjs';
import { addressOf, AO, bytesOf, flipped, message, partsOf, signed, signers } from './items.mjs';
import {
  accessOf,
  assertRefused,
  asked,
  dryRun,
  freshName,
  get,
  graphql,
  http,
  lastNonce,
  ok,
  ownRegistry,
  post,
  resultOf,
  run,
  sent,
  tagOf,
  told,
  valuesOf,
} from './suite.mjs';

const NOBODY = 'N'.repeat(42) + 'A';
const LOCATION = `query GetSchedulerLocation ($owner: String!) {
  transactions(
    owners: [$owner]
    tags: [
      { name: "Data-Protocol", values: ["ao"] },
      { name: "Type", values: ["Scheduler-Location"] }
    ]
    # Only need the most recent Scheduler-Location
    sort: HEIGHT_DESC
    first: 1
  ) { edges { node { tags { name value } } } } }`;

await run('http', async (suite, said) => {
  const signer = signers.fresh();
  const registry = said.registry;
  const lab = await ownRegistry(signer, said);
  const own = await accessOf(signer, said);
  const check = (line, what, perform) => suite.check(line, what, perform);
  // The gateway waits for the Result of a message that was never sent as long as for any other.
  const neverSent = get(`/result/${NOBODY}?process-id=${registry}`);

  await check(3, 'Scheduler-Location of that owner only, with exact names', async () => {
    const mine = await graphql(LOCATION, { owner: said.scheduler });
    const [{ node }] = mine.json.data.transactions.edges;
    const url = tagOf(node.tags, 'Url');
    assert.match(url, /^http/);
    assert.ok(Number(tagOf(node.tags, 'Time-To-Live')) > 0);
    const there = await fetch(`${url.replace(/\/+$/, '')}/timestamp`);
    assert.equal(there.status, 200, `${url} is not a scheduler`);
    const others = await graphql(LOCATION, { owner: addressOf(signer) });
    assert.deepEqual(others.json.data.transactions.edges, []);
  });

  await check(4, '202 with message and id, no processId on a spawn', async () => {
    const item = await message(signer, lab, { Action: 'Info' });
    const { status, json } = await post(item.raw);
    assert.equal(status, 202);
    assert.deepEqual(json, { message: 'Processing DataItem', id: item.id });
    await resultOf(item.id, lab);
  });

  await check(5, 'a flipped byte is refused and takes no nonce', async () => {
    const before = await lastNonce(lab, own);
    const item = await message(signer, lab, { Action: 'Info' }, 'data to flip');
    for (const [part, at] of Object.entries(partsOf(item.raw))) {
      const answer = await post(flipped(item.raw, at));
      assertRefused(answer, 400);
      assert.ok(answer.json.code, part);
    }
    assertRefused(await post(Buffer.from('no item')), 400);
    const { id } = await told(signer, lab, { Action: 'Info' });
    assert.equal(await lastNonce(lab, own), before + 1);
    assert.equal((await ok(`/su/${id}?process-id=${lab}`)).message.id, id);
  });

  await check(6, 'PSS salts of 478, 32 and 0 bytes', async () => {
    for (const salt of [478, 32, 0]) {
      const { result } = await told(signers.salted(salt), lab, { Action: 'Info' });
      assert.equal(JSON.parse(result.Messages[0].Data).kind, 'registry', `salt ${salt}`);
    }
  });

  await check(7, 'RSA, Ed25519, Ethereum, Solana and typed Ethereum sign', async () => {
    for (const kind of ['rsa', 'ed25519', 'ethereum', 'solana', 'typedEthereum']) {
      const wallet = signers[kind]();
      const own = addressOf(wallet);
      const seen = kind === 'ethereum' ? '0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf' : own;
      const { id, result } = await told(wallet, lab, { Action: 'Info' });
      assert.equal(result.Messages[0].Target, seen, kind);
      const { owner } = (await ok(`/su/${id}?process-id=${lab}`)).message;
      assert.equal(owner.address, own, kind);
      assert.deepEqual(bytesOf(owner.key), Buffer.from(wallet.publicKey), kind);
    }
    const name = freshName('eth');
    await told(signers.ethereum(), lab, { Action: 'Register' }, name);
    const [mine] = (await asked(lab, 'GetHandles', '0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf')) ?? [];
    assert.ok(mine === undefined || typeof mine.pid === 'string');
  });

  await check(8, 'no ao protocol, or no ao type: refused', async () => {
    const tags = { Action: 'Info' };
    for (const wrong of [
      { ...tags, Type: 'Message' },
      { ...tags, 'Data-Protocol': 'other', Type: 'Message' },
      { ...tags, 'Data-Protocol': 'ao' },
      { ...tags, 'Data-Protocol': 'ao', Type: 'Foo' },
      { ...tags, 'Data-Protocol': 'AO', Type: 'Message' },
      { ...tags, 'data-protocol': 'ao', type: 'Message' },
    ]) {
      const item = await signed(signer, { target: lab, tags: wrong });
      const answer = await post(item.raw);
      assertRefused(answer, 400);
      assert.match(answer.json.error, /^Tag '(Data-Protocol|Type)':/);
    }
  });

  await check(9, 'of two Type tags the one in the ao section decides', async () => {
    for (const type of ['X', 'Process']) {
      const { result } = await told(signer, lab, { Action: 'Info', Type: type });
      assert.equal(JSON.parse(result.Messages[0].Data).kind, 'registry');
    }
    const foreign = [{ name: 'Type', value: 'Message' }, ...AO.slice(0, 2)];
    const item = await signed(signer, {
      target: lab,
      tags: [...foreign, { name: 'Type', value: 'Foo' }],
    });
    assertRefused(await post(item.raw), 400);
  });

  await check(10, 'an unknown process is refused promptly', async () => {
    const started = Date.now();
    assertRefused(await post((await message(signer, NOBODY, { Action: 'Info' })).raw), 404);
    assert.ok(Date.now() - started < 5_000);
  });

  await check(23, 'one of process-id and assign alone, and the bare base-layer', async () => {
    for (const query of [`process-id=${lab}`, `assign=${NOBODY}`]) {
      assertRefused(await http('POST', `/?${query}`), 400);
    }
    const source = await sent(await message(signer, registry, { Action: 'Info' }, 'hidden'));
    await resultOf(source, registry);
    const query = `process-id=${lab}&assign=${source}&base-layer&exclude=Data,Anchor`;
    const { status, json, text } = await http('POST', `/?${query}`);
    assert.equal(status, 202, text);
    assert.equal(json.message, 'Processing Assignment');
    const { assignment } = await ok(`/su/${json.id}?process-id=${lab}`);
    assert.deepEqual(valuesOf(assignment.tags, 'Exclude'), ['Data', 'Anchor']);
  });

  await check(24, 'double slashes route, and no item is redirected', async () => {
    const item = await message(signer, lab, { Action: 'Info' });
    const { status, headers, json } = await post(item.raw, '//');
    assert.equal(status, 202);
    assert.equal(headers.get('location'), null);
    assert.equal(json.id, item.id);
    assert.ok((await ok(`//result/${item.id}?process-id=${lab}`)).Messages);
    assert.ok((await ok(`//results/${lab}?limit=1`, own)).edges);
    assert.equal((await ok('//')).registry, registry);
    assert.ok((await ok(`//su//${item.id}?process-id=${lab}`)).message);
    const head = await http('HEAD', `/results/${lab}`, { headers: own });
    assert.equal(head.status, 200);
  });

  await check(25, 'a browser’s preflight requests pass', async () => {
    const paths = {
      '/': 'POST',
      '/dry-run': 'POST',
      [`/monitor/${lab}`]: 'DELETE',
      '/graphql': 'POST',
      [`/results/${lab}`]: 'GET',
      '/access': 'POST',
    };
    for (const [path, method] of Object.entries(paths)) {
      const { status, headers, text } = await http('OPTIONS', path, {
        headers: {
          origin: 'https://app.example',
          'access-control-request-method': method,
          'access-control-request-headers': 'content-type,accept,authorization',
        },
      });
      assert.ok(status >= 200 && status < 300, `${path}: ${status} ${text}`);
      const origin = headers.get('access-control-allow-origin');
      assert.ok(['*', 'https://app.example'].includes(origin), `${path}: ${origin}`);
      assert.ok(headers.get('access-control-allow-methods').includes(method), path);
      const allowed = headers.get('access-control-allow-headers').toLowerCase();
      assert.ok(allowed.includes('content-type') && allowed.includes('accept'), path);
    }
    const simple = await get('/', { origin: 'https://app.example' });
    assert.ok(simple.headers.get('access-control-allow-origin'));
  });

  await check(26, 'errors of reads are JSON', async () => {
    const process = { Target: lab, Owner: '1234', Tags: [] };
    for (const answer of [
      await get(`/result/${NOBODY}`),
      await get(`/result/${NOBODY}?process-id=none`),
      await get(`/result/${NOBODY}?process-id=${NOBODY}`),
      await get(`/results/${lab}?sort=UP`, own),
      await get(`/results/${lab}?limit=many`, own),
      await get(`/results/${lab}?from=nowhere`, own),
      await get(`/results/${NOBODY}`),
      await dryRun('none', process),
      await dryRun(NOBODY, process),
      await dryRun(lab, []),
      await http('POST', `/dry-run?process-id=${lab}`, {
        headers: { 'content-type': 'application/json' },
        body: '{',
      }),
    ]) {
      assertRefused(answer);
      assert.match(answer.headers.get('content-type'), /json/);
    }
  });

  await check(12, 'a Result that never comes: an error in JSON, never 202 or HTML', async () => {
    const { status, json } = await neverSent;
    assert.equal(typeof json?.error, 'string');
    assert.notEqual(status, 202);
    assert.equal(GATEWAY.endsWith('/'), false);
  });
});
