// node conformance/evaluation.mjs
//
// The messages that a process sees and its answers: raw HTTP. A handle's inbox shows its messages.
import assert from 'node:assert/strict';
import { addressOf, AO, signers, tagList } from './items.mjs';
import {
  accessOf,
  asked,
  dryRun,
  FAILING,
  freshName,
  handleOf,
  inboxOf,
  lastNonce,
  ok,
  ownRegistry,
  relay,
  resultOf,
  run,
  tagOf,
  told,
} from './suite.mjs';

const REPLY = (result) => JSON.parse(result.Messages[0].Data);

await run('http', async (suite, said) => {
  const signer = signers.fresh();
  const address = addressOf(signer);
  const check = (line, what, perform) => suite.check(line, what, perform);
  const lab = await ownRegistry(signer, said);
  const own = await accessOf(signer, said);
  const handle = await handleOf(signer, said.registry, freshName('eval'));

  await check(13, 'a Result has three arrays, Output and no Error', async () => {
    const { result } = await told(signer, lab, { Action: 'Info' });
    assert.ok([result.Messages, result.Spawns, result.Assignments].every(Array.isArray));
    assert.equal(result.Output, '');
    assert.ok(!('Error' in result));
  });

  await check(14, 'an Error has three empty arrays and leaves nothing behind', async () => {
    const { result } = await told(signer, lab, { Action: 'Register' }, FAILING);
    const { Error: said_, ...rest } = result;
    assert.equal(typeof said_, 'string');
    assert.deepEqual([rest.Messages, rest.Spawns, rest.Assignments], [[], [], []]);
    assert.equal((await asked(lab, 'QueryHandle', 'failing')).registered, false);
    assert.ok((await told(signer, lab, { Action: 'Info' })).result.Messages.length === 1);
  });

  await check(15, 'nodes have arrays, and cursors are strings', async () => {
    const { pageInfo, edges } = await ok(`/results/${lab}?limit=1`, own);
    assert.equal(pageInfo.hasNextPage, true);
    const [{ cursor, node }] = edges;
    assert.equal(typeof cursor, 'string');
    assert.ok([node.Messages, node.Spawns, node.Assignments].every(Array.isArray));
    const { timestamp, ordinate } = JSON.parse(Buffer.from(cursor, 'base64'));
    assert.equal(typeof timestamp, 'number');
    assert.equal(ordinate, '0');
  });

  await check(18, 'the defaults of a dry-run', async () => {
    const body = { Id: '1234', Target: lab, Owner: '1234', Anchor: '0', Data: '1234', Tags: AO };
    const { status, json } = await dryRun(lab, body);
    assert.equal(status, 200);
    assert.equal(json.Messages[0].Target, '1234');
  });

  await check(19, 'a dry-run takes no nonce and pushes nothing', async () => {
    const before = await lastNonce(lab, own);
    const name = freshName('dry');
    const Tags = tagList({ Action: 'Register' });
    const { json } = await dryRun(lab, { Target: lab, Owner: address, Data: name, Tags });
    assert.ok(Array.isArray(json.Messages));
    assert.equal((await asked(lab, 'QueryHandle', name)).registered, false);
    assert.equal(await lastNonce(lab, own), before);
  });

  await check(20, 'From of a dry-run is its Owner; From-Process does not make the caller a process', async () => {
    const Tags = [...tagList({ 'From-Process': said.registry }), ...AO];
    const { json } = await dryRun(lab, { Target: lab, Owner: address, Tags });
    assert.equal(json.Messages[0].Target, address);
  });

  await check(33, 'the fields of a message and their types', async () => {
    const tags = { Action: 'Greeting', 'X-Note': 'grüße', Content: '' };
    const { id } = await told(signer, handle, { 'X-A': '1', ...tags }, 'näh', 'a'.repeat(32));
    const kept = (await inboxOf(signer, handle)).find(({ messageId }) => messageId === id);
    assert.equal(kept.from, address);
    assert.equal(kept.owner, address);
    assert.equal(kept.data, 'näh');
    assert.equal(tagOf(kept.tags, 'X-Note'), 'grüße');
    const { assignment } = await ok(`/su/${id}?process-id=${handle}`);
    assert.equal(typeof kept.timestamp, 'number');
    assert.equal(Math.round(kept.timestamp * 1000), Number(tagOf(assignment.tags, 'Timestamp')));
  });

  await check(34, 'tags From and Owner are removed, other duplicates stay in order', async () => {
    const tags = [
      { name: 'Action', value: 'Duplicates' },
      { name: 'From', value: said.registry },
      { name: 'X-A', value: '1' },
      { name: 'Owner', value: said.authority },
      { name: 'X-A', value: '2' },
      { name: 'from', value: 'kept' },
    ];
    const { id } = await told(signer, handle, tags);
    const kept = (await inboxOf(signer, handle)).find(({ messageId }) => messageId === id);
    assert.equal(kept.from, address);
    assert.deepEqual(
      kept.tags.filter(({ name }) => ['From', 'Owner', 'X-A', 'from'].includes(name)),
      [tags[2], tags[4], tags[5]],
    );
  });

  await check(36, 'a process knows its id, owner and module', async () => {
    const info = await asked(lab, 'Info');
    assert.equal(info.id, lab);
    assert.equal(info.owner, address);
    assert.equal(info.module, said.modules.registry);
    const spawned = await asked(handle, 'Info');
    assert.equal(spawned.owner, said.authority);
    assert.equal(spawned.module, said.modules.handle);
  });

  await check(37, 'the Result of a birth', async () => {
    const result = await resultOf(lab, lab);
    assert.ok(Array.isArray(result.Messages) && !('Error' in result));
  });

  await check(48, 'Reference counts from 1 without reset, the Anchor is it in 32 digits', async () => {
    const fresh = await ownRegistry(signer, said);
    for (let n = 1; n <= 3; n++) {
      const { result } = await told(signer, fresh, { Action: 'Info' });
      const [{ Anchor, Tags }] = result.Messages;
      assert.equal(tagOf(Tags, 'Reference'), String(n));
      assert.equal(Anchor, String(n).padStart(32, '0'));
      assert.deepEqual(
        Tags.slice(0, 4).map(({ name }) => name),
        ['Data-Protocol', 'Variant', 'Type', 'Reference'],
      );
    }
    const { result } = await told(signer, fresh, { Action: 'Register' }, freshName('ref'));
    const own = result.Spawns[0].Tags;
    assert.equal(tagOf(own, 'Ref_'), tagOf(own, 'Reference'));
  });

  await check(49, 'root keys become tags, From and Anchor do not, Tags in both forms', async () => {
    const forms = [{ 'X-Tag': 'a' }, [{ name: 'X-Tag', value: 'a' }]];
    for (const form of forms) {
      const more = { 'X-Root': 'r', From: said.registry, Anchor: 'b'.repeat(32) };
      const { result } = await relay(signer, handle, address, form, 'hello', more);
      const out = result.Messages.find(({ Data }) => Data === 'hello');
      assert.equal(tagOf(out.Tags, 'X-Tag'), 'a');
      assert.equal(tagOf(out.Tags, 'X-Root'), 'r');
      assert.equal(tagOf(out.Tags, 'From'), undefined);
      assert.match(out.Anchor, /^[0-9]{32}$/);
    }
  });

  await check(51, 'an Error stands alone, and messages cannot be injected', async () => {
    const { result } = await told(signer, lab, { Action: 'Register' }, FAILING);
    assert.deepEqual(result.Messages, []);
    const injected = JSON.stringify({ Messages: [{ Target: address, Data: 'x', Tags: [] }] });
    const { result: other } = await told(signer, lab, { Action: 'Info' }, injected);
    assert.equal(other.Messages.length, 1);
  });

  await check(52, 'X-Reference of a reply, and Reply-To', async () => {
    const { result } = await told(signer, lab, { Action: 'Info', Reference: 'r-1' });
    assert.equal(result.Messages[0].Target, address);
    assert.equal(tagOf(result.Messages[0].Tags, 'X-Reference'), 'r-1');
    const elsewhere = addressOf(signers.fresh());
    const tags = { Action: 'Info', 'Reply-To': elsewhere, 'X-Reference': 'x-1' };
    const { result: other } = await told(signer, lab, tags);
    assert.equal(other.Messages[0].Target, elsewhere);
    assert.equal(tagOf(other.Messages[0].Tags, 'X-Reference'), 'x-1');
    assert.equal(REPLY(other).status, 'success');
  });
});
