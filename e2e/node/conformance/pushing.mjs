// node conformance/pushing.mjs
//
// Messages between processes, as the gateway shows them. SESSION_PID: the session
// service's process id, to make a push slow (line 46).
import assert from 'node:assert/strict';
import { until } from '../ao.mjs';
import { addressOf, message, messageItem, signers } from './items.mjs';
import {
  accessOf,
  asked,
  assigned,
  freshName,
  handleOf,
  inboxOf,
  nonceOf,
  ok,
  ownRegistry,
  post,
  relay,
  resultOf,
  run,
  schedule,
  tagOf,
  told,
  valuesOf,
} from './suite.mjs';

const PUSH_DEPTH = 'Push-Depth';

await run('http', async (suite, said) => {
  const check = (line, what, perform) => suite.check(line, what, perform);
  const [alice, bob] = [signers.fresh(), signers.fresh()];
  const lab = await ownRegistry(alice, said);
  const own = await accessOf(alice, said);
  const [aliceName, bobName] = [freshName('push-a'), freshName('push-b')];
  const handle = await handleOf(alice, lab, aliceName);
  const bobHandle = await handleOf(bob, lab, bobName);
  const names = (tags) => tags.map(({ name }) => name);
  const since = await ok(`/su/${lab}/latest`, own);
  const pushedTo = (process, root, headers) =>
    assigned(process, ({ tags }) => tagOf(tags, 'Pushed-For') === root, headers);
  let relayed;
  let push;

  await check(38, 'the tags of a push, in order, and the chain root two hops down', async () => {
    const forged = [
      { name: 'X-First', value: '1' },
      { name: 'From-Process', value: bobHandle },
      { name: 'Action', value: 'Info' },
      { name: 'Pushed-For', value: bobHandle },
      { name: 'X-Last', value: '2' },
    ];
    relayed = await relay(alice, handle, lab, forged, 'carried: grüße');
    push = (await pushedTo(lab, relayed.id, own)).message;
    const [{ Tags }] = relayed.result.Messages.filter(({ Target }) => Target === lab);
    const kept = Tags.filter(({ name }) => !['Data-Protocol', 'Type'].includes(name));
    assert.deepEqual(push.tags, [
      ...kept,
      { name: 'Data-Protocol', value: 'ao' },
      { name: 'Type', value: 'Message' },
      { name: 'From-Process', value: handle },
      { name: 'From-Module', value: said.modules.handle },
      { name: 'Pushed-For', value: relayed.id },
      { name: PUSH_DEPTH, value: '1' },
    ]);
    assert.deepEqual(names(kept), ['Variant', 'Reference', 'X-First', 'Action', 'X-Last']);
    const answer = await until('the answer', async () =>
      (await inboxOf(alice, handle)).find(({ action }) => action === 'Info-Response'),
    );
    const second = (await ok(`/su/${answer.messageId}?process-id=${handle}`)).message;
    assert.deepEqual(valuesOf(second.tags, 'Pushed-For'), [relayed.id]);
    assert.deepEqual(valuesOf(second.tags, 'From-Process'), [lab]);
  });

  await check(39, 'anchor and data survive, empty data is a space', async () => {
    const [out] = relayed.result.Messages.filter(({ Target }) => Target === lab);
    assert.equal(push.anchor, out.Anchor);
    assert.equal(push.data, 'carried: grüße');
    assert.ok((await messageItem(push)).valid);
    const { id, result } = await relay(alice, handle, lab, { Action: 'Info' });
    assert.ok(['', undefined].includes(result.Messages.find(({ Target }) => Target === lab).Data));
    assert.equal((await pushedTo(lab, id, own)).message.data, ' ');
  });

  await check(40, 'the authority owns a push; a process without that authority refuses it', async () => {
    assert.equal(push.owner.address, said.authority);
    const accepted = await resultOf(push.id, lab);
    assert.equal(JSON.parse(accepted.Messages[0].Data).kind, 'registry');
    const stranger = await ownRegistry(alice, said, {});
    const { id } = await relay(alice, handle, stranger, { Action: 'Info' });
    const refused = (await pushedTo(stranger, id, own)).message;
    const { Messages } = await resultOf(refused.id, stranger);
    assert.equal(tagOf(Messages[0].Tags, 'Error'), 'Untrusted');
  });

  await check(50, 'without an authority no push is trusted, and a,b are two', async () => {
    for (const [authority, trusted] of [
      [undefined, false],
      [addressOf(bob), false],
      [`${addressOf(bob)},${said.authority}`, true],
    ]) {
      const process = await ownRegistry(alice, said, authority ? { Authority: authority } : {});
      const { id } = await relay(alice, handle, process, { Action: 'Info' });
      const pushed = (await pushedTo(process, id, own)).message;
      const { Messages } = await resultOf(pushed.id, process);
      assert.equal(tagOf(Messages[0].Tags, 'Error') === undefined, trusted, `${authority}`);
    }
  });

  await check(53, 'an untrusted sender: no handler runs, 200, a warning in Output', async () => {
    const process = await ownRegistry(alice, said, {});
    const name = freshName('never');
    const { id } = await relay(alice, handle, process, { Action: 'Register' }, name);
    const pushed = (await pushedTo(process, id, own)).message;
    const result = await resultOf(pushed.id, process);
    assert.ok(!('Error' in result));
    assert.deepEqual(result.Spawns, []);
    assert.equal((await asked(process, 'QueryHandle', name)).registered, false);
    assert.match(JSON.stringify(result.Output), /trusted|authority/);
  });

  await check(35, 'From of a wallet and of a process', async () => {
    const { id } = await told(bob, handle, { Action: 'FromWallet' });
    const { id: root } = await relay(bob, bobHandle, handle, { Action: 'FromProcess' });
    const found = await until('both', async () => {
      const inbox = await inboxOf(alice, handle);
      const own = inbox.find(({ messageId }) => messageId === id);
      const pushed = inbox.find(({ tags }) => tagOf(tags, 'Pushed-For') === root);
      return own && pushed && [own, pushed];
    });
    assert.deepEqual([found[0].from, found[0].owner], [addressOf(bob), addressOf(bob)]);
    assert.deepEqual([found[1].from, found[1].owner], [bobHandle, said.authority]);
  });

  let session;
  await check(41, 'A to B to C and back: each Result by its item id', async () => {
    await told(alice, lab, { Action: 'EstablishSession' }, `${aliceName}, ${bobName}`);
    session = await until('the session', async () => {
      const names = JSON.stringify([aliceName, bobName]);
      const { result } = await told(alice, lab, { Action: 'QuerySession' }, names);
      return JSON.parse(result.Messages[0].Data).sessionID;
    });
    const keys = { encrypted_sk_by_a: 'a', pubkey_a: 'a', encrypted_sk_by_b: 'b', pubkey_b: 'b' };
    await relay(alice, handle, session, { Action: 'RotateSessionKey' }, JSON.stringify(keys));
    const { id } = await relay(alice, handle, session, { Action: 'SendMessage' }, 'sealed');
    const [mine, theirs] = [await accessOf(alice, said), await accessOf(bob, said)];
    const hops = [
      [session, await pushedTo(session, id, mine)],
      [handle, await pushedTo(handle, id, mine)],
      [bobHandle, await pushedTo(bobHandle, id, theirs)],
    ];
    const actions = hops.map(([, node]) => tagOf(node.message.tags, 'Action'));
    assert.deepEqual(actions, ['SendMessage', 'SendMessage-Response', 'Notify']);
    for (const [process, { message: item }] of hops) {
      assert.ok(!('Error' in (await resultOf(item.id, process))), process);
    }
  });

  await check(42, 'a spawned process: Scheduler inherited, From-Process the spawner', async () => {
    const { tags, owner, target } = await ok(`/processes/${handle}`);
    assert.equal(owner.address, said.authority);
    assert.equal(tagOf(tags, 'Scheduler'), said.scheduler);
    assert.equal(tagOf(tags, 'From-Process'), lab);
    assert.equal(tagOf(tags, 'Type'), 'Process');
    assert.ok(['', null].includes(target));
  });

  await check(43, 'Spawned comes once, from the spawner, with the echoed tags', async () => {
    const edges = await schedule(lab, own);
    const told_ = edges
      .map(({ node }) => node.message)
      .filter((item) => tagOf(item.tags, 'Process') === handle);
    assert.equal(told_.length, 1);
    const [{ tags, target, owner }] = told_;
    assert.equal(target, lab);
    assert.equal(owner.address, said.authority);
    assert.equal(tagOf(tags, 'Action'), 'Spawned');
    assert.equal(tagOf(tags, 'From-Process'), lab);
    assert.equal(tagOf(tags, 'Handle-Name'), aliceName);
    const born = await ok(`/processes/${handle}`);
    assert.equal(tagOf(tags, 'Reference'), tagOf(born.tags, 'Reference'));
    assert.ok(names(tags).indexOf('Data-Protocol') > names(tags).indexOf('Handle-Name'));
    assert.ok(Number(nonceOf(since)) >= 0);
  });

  await check(44, 'a message to a wallet, also 0x…, stops nothing', async () => {
    for (const target of [addressOf(bob), '0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf']) {
      const { result } = await relay(alice, handle, target, { Action: 'Hello' }, 'to a wallet');
      assert.ok(!('Error' in result));
      assert.equal(result.Messages.length, 2);
    }
    const ethereum = signers.ethereum();
    const name = freshName('eth');
    const own = await handleOf(ethereum, lab, name);
    assert.match(own, /^[\w-]{43}$/);
  });

  await check(45, 'a tag value that is not text, or no Target: refused, nothing is sent', async () => {
    for (const wrapped of [
      { Target: lab, Tags: { Action: 'Info', 'X-Number': { deep: 1 } } },
      { Tags: { Action: 'Info' } },
    ]) {
      const tags = { Action: 'RelayMessage' };
      const { result } = await told(alice, handle, tags, JSON.stringify(wrapped));
      assert.equal(result.Messages.length, 1);
      assert.equal(tagOf(result.Messages[0].Tags, 'Error'), 'InvalidData');
    }
    const { result } = await relay(alice, handle, lab, { Action: 'Info' });
    assert.equal(result.Messages.length, 2);
  });

  await check(46, 'a slow push delays no 202 and is evaluated once', async () => {
    const pid = Number(process.env.SESSION_PID);
    assert.ok(pid > 0, 'SESSION_PID is not set');
    const wrapped = JSON.stringify({ Target: session, Tags: { Action: 'SendMessage' }, Data: 'slow' });
    const item = await message(alice, handle, { Action: 'RelayMessage' }, wrapped);
    process.kill(pid, 'SIGSTOP');
    try {
      const started = Date.now();
      assert.equal((await post(item.raw)).status, 202);
      await resultOf(item.id, handle);
      assert.ok(Date.now() - started < 2_000, `${Date.now() - started} ms`);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    const headers = await accessOf(alice, said);
    const { message: pushed } = await pushedTo(session, item.id, headers);
    assert.ok(!('Error' in (await resultOf(pushed.id, session))));
    const all = (await schedule(session, headers)).map(({ node }) => node.message);
    const mine = all.filter(({ tags }) => tagOf(tags, 'Pushed-For') === item.id);
    assert.equal(mine.length, 1);
  });
});
