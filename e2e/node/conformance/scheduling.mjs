// node conformance/scheduling.mjs
//
// Order and assignments: raw HTTP against the scheduler's reads, verified without anything of ours.
import assert from 'node:assert/strict';
import {
  addressOf,
  assignmentItem,
  base64url,
  chainNext,
  chainStart,
  message,
  messageItem,
  signed,
  signers,
  tagList,
} from './items.mjs';
import {
  accessOf,
  assertRefused,
  get,
  lastNonce,
  nonceOf,
  ok,
  ownRegistry,
  post,
  resultOf,
  run,
  schedule,
  sent,
  tagOf,
  told,
} from './suite.mjs';

const POSTS = 200;
const ASSIGNMENT_TAGS = [
  'Process',
  'Epoch',
  'Nonce',
  'Hash-Chain',
  'Block-Height',
  'Timestamp',
  'Data-Protocol',
  'Type',
  'Variant',
  'Message',
];

await run('http', async (suite, said) => {
  const signer = signers.fresh();
  const check = (line, what, perform) => suite.check(line, what, perform);
  const lab = await ownRegistry(signer, said);
  const own = await accessOf(signer, said);
  let entries = [];
  const timestampOf = ({ node }) => Number(tagOf(node.assignment.tags, 'Timestamp'));

  await check(27, `${POSTS} posts at once take ${POSTS} nonces without a gap`, async () => {
    const items = await Promise.all(
      Array.from({ length: POSTS }, (_, i) => message(signer, lab, { Action: 'Info' }, `post ${i}`)),
    );
    const ids = await Promise.all(items.map(sent));
    await Promise.all(ids.map((id) => resultOf(id, lab)));
    entries = await schedule(lab, own);
    assert.deepEqual(
      entries.map(({ node }) => nonceOf(node)),
      Array.from({ length: POSTS + 1 }, (_, nonce) => String(nonce)),
    );
    assert.equal(entries[0].node.message.id, lab);
    const found = entries.slice(1).map(({ node }) => node.message.id);
    assert.deepEqual(found.sort(), ids.sort());
  });

  await check(28, 'tags, hash chain and signatures of the assignments', async () => {
    const zeros = base64url(Buffer.alloc(32));
    const ones = base64url(Buffer.alloc(32, 1));
    const h0 = chainStart(zeros);
    assert.equal(base64url(h0), 'Zmh6rfhivXdsj8GLjp-OIAiXFIVu4jOzkCpZHQ1fKSU');
    assert.equal(base64url(chainNext(ones, h0)), 'DTGKcZffCrLkldlr542yRI1RuSZJNY4PZiW62l3o8kE');
    assert.equal(entries.length, POSTS + 1);
    let link = chainStart(lab);
    let last = 0;
    for (const [nonce, { node }] of entries.entries()) {
      const { assignment } = node;
      const { tags } = assignment;
      const own = nonce === 0 ? ASSIGNMENT_TAGS.slice(0, -1) : ASSIGNMENT_TAGS;
      assert.deepEqual(
        tags.map(({ name }) => name),
        own,
      );
      assert.ok(tags.every(({ value }) => typeof value === 'string'));
      assert.equal(tagOf(tags, 'Process'), lab);
      assert.equal(tagOf(tags, 'Epoch'), '0');
      assert.equal(tagOf(tags, 'Type'), 'Assignment');
      assert.equal(tagOf(tags, 'Message'), nonce === 0 ? undefined : node.message.id);
      assert.match(tagOf(tags, 'Block-Height'), /^[0-9]{12}$/);
      const timestamp = Number(tagOf(tags, 'Timestamp'));
      assert.ok(timestamp >= last && Math.abs(timestamp - Date.now()) < 600_000, 'milliseconds');
      assert.equal(tagOf(tags, 'Hash-Chain'), base64url(link), `the chain breaks at ${nonce}`);
      const item = await assignmentItem(assignment);
      assert.ok(item.valid, `the signature of assignment ${nonce}`);
      assert.equal(item.id, assignment.id);
      assert.equal(assignment.owner.address, said.scheduler);
      assert.equal(assignment.target, '');
      link = chainNext(assignment.id, link);
      last = timestamp;
    }
  });

  await check(29, 'the same item posted five times at once is one message', async () => {
    const before = await lastNonce(lab, own);
    const item = await message(signer, lab, { Action: 'Info' }, 'once');
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(item.raw)));
    assert.ok(answers.every(({ status, json }) => status === 202 && json.id === item.id));
    await resultOf(item.id, lab);
    assert.equal((await post(item.raw)).status, 202);
    await told(signer, lab, { Action: 'Info' }, 'behind it');
    assert.equal(await lastNonce(lab, own), before + 2);
  });

  await check(30, 'equal content in a new item counts again; a re-signed push is refused', async () => {
    const before = await lastNonce(lab, own);
    const rsa = signers.salted(32);
    const info = { Action: 'Info' };
    const anchor = 'b'.repeat(32);
    const twins = await Promise.all(
      [0, 1].map(() => message(rsa, lab, info, 'twin', anchor)),
    );
    assert.notEqual(twins[0].id, twins[1].id);
    for (const twin of twins) {
      await resultOf(await sent(twin), lab);
    }
    assert.equal(await lastNonce(lab, own), before + 2);
    const tags = { Action: 'Info', 'From-Process': said.registry, 'From-Module': '' };
    assertRefused(await post((await message(signer, lab, tags)).raw), 403);
    assert.equal(await lastNonce(lab, own), before + 2);
  });

  await check(31, 'pages: from excludes, to includes, cursor, limit=undefined', async () => {
    const all = await schedule(lab, own);
    const found = [];
    for (let from, more = true; more; ) {
      const page = await ok(`/su/${lab}?limit=7${from === undefined ? '' : `&from=${from}`}`, own);
      assert.ok(page.edges.every(({ cursor }) => typeof cursor === 'string'));
      assert.ok(page.edges.every((edge) => Number(edge.cursor) === timestampOf(edge)));
      assert.equal(typeof page.page_info.has_next_page, 'boolean');
      found.push(...page.edges.map(({ node }) => nonceOf(node)));
      more = page.page_info.has_next_page;
      from = page.edges.at(-1).cursor;
    }
    assert.deepEqual(
      found,
      all.map(({ node }) => nonceOf(node)),
    );
    const [from, to] = [timestampOf(all.at(-3)), timestampOf(all.at(-2))];
    const some = await ok(`/su/${lab}?process-id=${lab}&from=${from}&to=${to}`, own);
    const due = all.filter((edge) => timestampOf(edge) > from && timestampOf(edge) <= to);
    assert.deepEqual(
      some.edges.map(({ node }) => nonceOf(node)),
      due.map(({ node }) => nonceOf(node)),
    );
    const plain = await ok(`/${lab}?from=${from}&to=${to}&limit=undefined`, own);
    assert.deepEqual(plain, some);
    const nonces = await ok(`/su/${lab}?from-nonce=3&to-nonce=5`, own);
    assert.deepEqual(
      nonces.edges.map(({ cursor }) => cursor),
      ['4', '5'],
    );
  });

  await check(32, 'processes, latest, timestamp and the address', async () => {
    for (const prefix of ['/su', '']) {
      const process = await ok(`${prefix}/processes/${lab}`);
      assert.equal(process.process_id, lab);
      assert.match(process.block, /^[0-9]{12}$/);
      assert.equal(process.owner.address, addressOf(signer));
      assert.equal(typeof process.timestamp, 'number');
      assert.equal(tagOf(process.tags, 'Module'), said.modules.registry);
      assert.ok((await messageItem(process)).valid, 'the signature of the process item');
      for (const part of ['data', 'anchor', 'signature', 'target']) {
        assert.ok(part in process, part);
      }
      const latest = await ok(`${prefix}/${lab}/latest`, own);
      assert.equal(nonceOf(latest), nonceOf((await schedule(lab, own)).at(-1).node));
      assert.ok((await messageItem(latest.message)).valid, 'the signature of the message');
      const time = await ok(`${prefix}/timestamp?process-id=${lab}`);
      assert.ok(Math.abs(Number(time.timestamp) - Date.now()) < 600_000);
      assert.equal(typeof time.timestamp, 'string');
      assert.match(time.block_height, /^[0-9]{12}$/);
    }
    const su = await ok('/su');
    assert.equal(typeof su.timestamp, 'string');
    assert.equal(su.address, said.scheduler);
    assert.equal((await get(`/su/processes/${'N'.repeat(42)}A`)).status, 404);
  });

  await check(11, 'the assignment is there right after the 202', async () => {
    const item = await signed(signer, {
      target: lab,
      anchor: 'a'.repeat(32),
      data: 'grüße',
      tags: [...tagList({ Action: 'Info', 'Data-Protocol': 'ao', Type: 'Message' })],
    });
    await sent(item);
    const { message: shown, assignment } = await ok(`/su/${item.id}?process-id=${lab}`);
    assert.equal(shown.id, item.id);
    assert.equal(shown.data, 'grüße');
    assert.equal(shown.anchor, 'a'.repeat(32));
    assert.equal(shown.target, lab);
    assert.ok((await messageItem(shown)).valid);
    assert.equal(nonceOf({ assignment }), String(await lastNonce(lab, own)));
  });
});
