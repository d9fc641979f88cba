// One process: what it is, what it was sent and what it sent, live; and the two ways to talk to it.
import { html, nothing } from 'lit';
import { dryRun, ask, follow, latest, processItem, Refused, sendItem, serverNow, state } from './api.js';
import { access, signMessage, wallet } from './identity.js';
import { clock, count, csv, day, isId, outcome, plural, tag } from './format.js';
import { busy, data, download, facts, id, kind, linked, malformed, Page, problem, prove, ReaderPart, status, time, to, tree, when } from './parts.js';
import { kindOfItem } from './trace.js';
import './export.js';
import './rows.js';

/** Nonces that are read at first, and with each step back. */
const STEP = 200;

/** From a Result until the state is asked for. */
const STATE_MS = 500;

/** Rows that are kept; the oldest go. */
const KEPT = 50_000;

const COLUMNS = ['Nonce', 'Time', '', 'Action', 'From or to', 'Outcome'];

const TITLES = { registry: 'Registry', handle: 'Handle', session: 'Session' };

const READS = {
  registry: ['Info', 'QueryHandle', 'GetHandles'],
  handle: ['Info', 'GetProfile'],
  session: ['Info', 'GetCurrentKeys', 'GetKeyByGeneration', 'QueryMessage'],
};

const WRITES = {
  registry: ['Register', 'EstablishSession', 'QueryHandle', 'Renounce'],
  handle: ['RelayMessage', 'ProfileUpdate', 'GetChatList', 'GetInbox', 'MarkViewed', 'AnswerRequest', 'Block', 'Unblock'],
  session: ['SendMessage', 'RotateSessionKey', 'QueryMessage', 'GetCurrentKeys'],
};

/** The rows of a process's events: one for each message in, and one for each that it sent. */
class Ledger {
  constructor() {
    this.byNonce = new Map();
    this.least = Number.POSITIVE_INFINITY;
    this.most = -1;
    this.left = 0;
  }

  add({ event, data: said }) {
    const nonce = Number(said.Nonce);
    const group = this.byNonce.get(nonce) ?? { in: undefined, out: [] };
    this.byNonce.set(nonce, group);
    this.least = Math.min(this.least, nonce);
    this.most = Math.max(this.most, nonce);
    if (event === 'message') {
      const before = group.in;
      group.in = {
        key: `${nonce}`,
        direction: 'in',
        nonce,
        at: said.Timestamp,
        action: tag(said.Tags, 'Action') ?? (said.Id === said.Target ? 'birth' : ''),
        party: said.From,
        partyIsProcess: tag(said.Tags, 'From-Process') === said.From,
        message: said.Id,
        state: before?.state ?? 'waiting',
        code: before?.code,
      };
    } else if (event === 'result') {
      const done = outcome(said.Result);
      group.in = { ...(group.in ?? { key: `${nonce}`, direction: 'in', nonce, at: said.Timestamp, action: '', message: said.Message }), ...done };
      group.out = (said.Result.Messages ?? []).map((one, index) => ({
        key: `${nonce}.${index}`,
        direction: 'out',
        nonce,
        at: said.Timestamp,
        action: tag(one.Tags, 'Action') ?? '',
        party: one.Target,
        message: said.Message,
        state: 'sent',
        code: tag(one.Tags, 'Error'),
      }));
    }
    while (this.byNonce.size > KEPT) {
      this.byNonce.delete(this.least++);
      this.left++;
    }
  }

  /** The newest first. */
  rows() {
    const all = [];
    for (const nonce of [...this.byNonce.keys()].sort((a, b) => b - a)) {
      const group = this.byNonce.get(nonce);
      all.push(...[...group.out].reverse());
      if (group.in) all.push(group.in);
    }
    return all;
  }
}

class ProcessPage extends Page {
  static properties = {
    process: {},
    query: { attribute: false },
    about: { state: true },
    now: { state: true },
    rows: { state: true },
    live: { state: true },
    failure: { state: true },
    hidden: { state: true },
    older: { state: true },
  };

  constructor() {
    super();
    this.query = {};
    this.rows = [];
  }

  willUpdate(changed) {
    if (changed.has('process')) this.begin();
  }

  async begin() {
    if (!isId(this.process)) return;
    const signal = this.restart();
    clearTimeout(this.asking);
    Object.assign(this, { about: undefined, now: undefined, rows: [], failure: undefined, hidden: undefined, live: undefined, older: undefined, gap: undefined, asking: undefined });
    this.ledger = new Ledger();
    await Promise.all([this.#about(signal), this.#messages(signal)]);
  }

  async #about(signal) {
    try {
      const item = await processItem(this.process, signal);
      this.about = { kind: await kindOfItem(item), item };
      const info = await ask(this.process, 'Info', '', signal);
      this.about = { ...this.about, info };
    } catch (failure) {
      if (!signal.aborted) this.about = { ...this.about, failure };
    }
  }

  async #messages(signal) {
    let newest;
    try {
      newest = await latest(this.process, signal);
    } catch (failure) {
      if (signal.aborted) return;
      this.#refused(failure);
      if (failure.passes) setTimeout(() => !signal.aborted && this.#messages(signal), 1_500);
      return;
    }
    this.failure = undefined;
    const nonce = Number(tag(newest.assignment.tags, 'Nonce'));
    this.#state(signal);
    try {
      await follow(this.process, String(Math.max(0, nonce - STEP + 1)), signal, (one) => this.#heard(one, signal), (what, why) => {
        this.live = what === 'live' ? 'live' : why;
      });
    } catch (failure) {
      if (!signal.aborted) this.#refused(failure);
    }
  }

  #refused(failure) {
    if (failure instanceof Refused && failure.isPrivate) this.hidden = failure;
    else this.failure = failure;
  }

  #heard(one, signal) {
    if (one.event === 'gap') {
      this.gap = one.data;
      return;
    }
    if (one.event !== 'message' && one.event !== 'result') return;
    this.ledger.add(one);
    this.soon(() => (this.rows = this.ledger.rows()));
    if (one.event !== 'result') return;
    // Not once more for each Result, and not only when they have ended.
    this.asking ??= setTimeout(() => {
      this.asking = undefined;
      if (!signal.aborted) this.#state(signal);
    }, STATE_MS);
  }

  async #state(signal) {
    try {
      this.now = await state(this.process, signal);
      this.failure = undefined;
    } catch (failure) {
      if (!signal.aborted && !this.hidden) this.#refused(failure);
    }
  }

  /** Reads the step before what is there, and no more. */
  async #back() {
    const ledger = this.ledger;
    const end = ledger.least;
    const reading = new AbortController();
    this.signal.addEventListener('abort', () => reading.abort());
    this.older = 'reading';
    try {
      await follow(this.process, String(Math.max(0, end - STEP)), reading.signal, (one) => {
        if (Number(one.data.Nonce) >= end) reading.abort();
        else if (one.event === 'gap') this.gap = one.data;
        else if (one.event === 'message' || one.event === 'result') ledger.add(one);
      });
    } catch (failure) {
      this.failure = failure;
    }
    this.older = undefined;
    this.rows = ledger.rows();
  }

  #filtered() {
    const { direction = '', action = '' } = this.query;
    return this.rows.filter((one) => (!direction || one.direction === direction) && (!action || one.action === action));
  }

  #set(name, value) {
    location.replace(to('process', this.process, { ...this.query, [name]: value }));
  }

  #csv(rows) {
    const lines = rows.map((one) => [one.direction, one.nonce, new Date(Number(one.at)).toISOString(), one.action, one.party, one.state, one.code ?? '', one.message]);
    download(`${this.process}.csv`, 'text/csv;charset=utf-8', csv(['direction', 'nonce', 'time', 'action', 'party', 'outcome', 'code', 'message'], lines));
  }

  render() {
    if (!isId(this.process)) return html`<h1 tabindex="-1">Process</h1>${malformed(this.process)}`;
    const { about, now } = this;
    const missing = this.failure instanceof Refused && this.failure.isMissing;
    const tags = about?.item?.tags ?? [];
    const name = about?.info?.name ?? about?.info?.handle ?? tag(tags, 'Handle-Name');
    return html`
      <header class="page-head">
        <p class="crumbs">${kind(about?.kind ?? now?.kind)}</p>
        <h1 tabindex="-1">${name || TITLES[about?.kind] || 'Process'}</h1>
        <p class="page-id">${id(this.process, 'process')}</p>
      </header>
      ${this.failure ? this.#absent() : nothing}
      ${missing
        ? nothing
        : html`
            ${facts([
              ['Between', this.#two(tags)],
              ['Owner', about?.kind === 'session' ? undefined : id(tag(tags, 'Handle-Owner') ?? about?.info?.owner ?? about?.item?.owner.address, 'wallet')],
              ['Born', about?.item && when(about.item.timestamp)],
              ['Registry', tag(tags, 'Registry') && id(tag(tags, 'Registry'), 'process')],
              ['Messages', now && count(Number(now.nonce) + 1)],
              ['Module', tag(tags, 'Module') && id(tag(tags, 'Module'))],
            ])}
            <section aria-labelledby="messages-title">
              <h2 id="messages-title">Messages</h2>
              ${this.hidden ? problem(this.hidden) : this.#table()}
            </section>
            <section aria-labelledby="talk-title">
              <h2 id="talk-title">Talk to it</h2>
              <div class="two">
                <mo-read .process=${this.process} .kind=${about?.kind ?? ''}></mo-read>
                <mo-write .process=${this.process} .kind=${about?.kind ?? ''}></mo-write>
              </div>
            </section>
            <section aria-labelledby="state-title">
              <h2 id="state-title">State</h2>
              ${now ? html`<p class="muted small">After message ${count(now.nonce)}. Of each list one page.</p><div class="panel">${tree(now.state, 2)}</div>` : this.hidden ? html`<p class="muted">Private, as its messages are. What anybody may know:</p>` : busy('Asking…')}
              ${!now && about?.info ? html`<div class="panel">${tree(about.info)}</div>` : nothing}
            </section>
            ${about?.kind === 'session'
              ? html`<section aria-labelledby="away-title">
                  <h2 id="away-title">A proof to take away</h2>
                  <mo-export .session=${this.process} .tags=${tags} .messages=${now ? Number(now.nonce) + 1 : undefined}></mo-export>
                </section>`
              : nothing}`}`;
  }

  /** The two handles of a session. */
  #two(tags) {
    const one = (side) => html`<a href=${to('process', tag(tags, `Handle-${side}-Process`))}>${tag(tags, `Handle-${side}-Name`)}</a>`;
    return tag(tags, 'Handle-A-Process') && tag(tags, 'Handle-B-Process') ? html`${one('A')} and ${one('B')}` : undefined;
  }

  #absent() {
    const being = this.failure instanceof Refused && this.failure.code === 'NotEvaluated';
    if (being) {
      return html`<div class="notice notice-passing" role="status"><p><strong>Being born</strong> The process is recorded, and its service has not evaluated its birth yet. This page goes on asking.</p></div>`;
    }
    return html`${problem(this.failure, this.failure.passes ? undefined : this.begin)}
      ${this.failure.isMissing && !access() ? html`<p>If it is a session of yours: ${prove('Prove a wallet')}</p>` : nothing}`;
  }

  #table() {
    if (this.live === undefined && this.rows.length === 0) return this.failure ? nothing : busy('Reading its messages…');
    const rows = this.#filtered();
    const { direction = '', action = '' } = this.query;
    const actions = [...new Set(this.rows.map((one) => one.action))].sort();
    if (action && !actions.includes(action)) actions.push(action);
    const more = this.ledger.least > 0 && Number.isFinite(this.ledger.least);
    return html`
      <div class="bar-of-tools">
        <label>Direction
          <select @change=${(event) => this.#set('direction', event.target.value)}>
            ${[['', 'in and out'], ['in', 'in'], ['out', 'out']].map(([value, word]) => html`<option value=${value} ?selected=${value === direction}>${word}</option>`)}
          </select>
        </label>
        <label>Action
          <select @change=${(event) => this.#set('action', event.target.value)}>
            <option value="" ?selected=${action === ''}>all</option>
            ${actions.filter((one) => one !== '').map((one) => html`<option value=${one} ?selected=${one === action}>${one}</option>`)}
          </select>
        </label>
        <span class="muted" role="status" data-count=${rows.length}>${plural(rows.length, 'row')}</span>
        <span class="live ${this.live === 'live' ? 'live-on' : ''}" role="status">${this.live === 'live' ? 'live' : 'connecting again…'}</span>
        <button type="button" class="quiet" @click=${() => this.#csv(rows)} ?disabled=${rows.length === 0}>CSV</button>
      </div>
      ${this.gap ? html`<p class="notice notice-passing">${this.gap.reason}</p>` : nothing}
      ${rows.length === 0
        ? html`<p class="muted">No message that has been read is of this kind.</p>`
        : html`<mo-rows
            class="rows-messages"
            label="Messages in and out, the newest first"
            .columns=${COLUMNS}
            .items=${rows}
            .key=${(one) => one.key}
            .row=${(one) => this.#row(one)}
          ></mo-rows>`}
      ${more
        ? html`<p class="older">Read from nonce ${count(this.ledger.least)} on. <button type="button" class="quiet" ?disabled=${this.older === 'reading'} @click=${this.#back}>${this.older === 'reading' ? 'Reading…' : `${count(Math.min(STEP, this.ledger.least))} older`}</button>${this.ledger.left > 0 ? html` The page keeps ${count(KEPT)}.` : nothing}</p>`
        : nothing}`;
  }

  #row(one) {
    const href = to('message', one.message, { process: this.process });
    return [
      html`<span class="figure">${count(one.nonce)}</span>`,
      time(one.at),
      html`<span class="direction direction-${one.direction}">${one.direction}</span>`,
      html`<a class="action" href=${href}>${one.action || 'no Action'}</a>`,
      one.party ? id(one.party, one.partyIsProcess ? 'process' : undefined) : nothing,
      one.direction === 'in' ? status(one) : one.code ? status({ state: 'refused', code: one.code }) : html`<span class="muted">sent</span>`,
    ];
  }
}
customElements.define('mo-process', ProcessPage);

/** Tags as lines of `Name: value`. */
function tagsIn(text) {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const colon = line.indexOf(':');
      if (colon < 1) throw new Error(`“${line}” is no tag; write it as Name: value`);
      return { name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() };
    });
}

class TalkForm extends ReaderPart {
  static properties = { process: {}, kind: {}, said: { state: true }, failure: { state: true }, working: { state: true } };

  fields(title, note, actions, button) {
    const name = this.localName;
    return html`<form class="panel" @submit=${this.submitted} aria-label=${title}>
      <h3>${title}</h3>
      <p class="muted small">${note}</p>
      <label>Action <input name="action" list="${name}-actions" required maxlength="100" autocomplete="off" spellcheck="false" .defaultValue=${actions[0]}></label>
      <datalist id="${name}-actions">${actions.map((one) => html`<option value=${one}></option>`)}</datalist>
      <label>Data <textarea name="data" rows="3" spellcheck="false"></textarea></label>
      <label>Further tags, one a line as <code>Name: value</code> <textarea name="tags" rows="2" spellcheck="false"></textarea></label>
      ${button}
      ${this.working ? busy(this.working) : nothing}
      ${this.failure ? (this.failure instanceof Refused ? problem(this.failure) : html`<p class="notice notice-problem" role="alert">${this.failure.message}</p>`) : nothing}
      ${this.said ?? nothing}
    </form>`;
  }

  async run(working, work) {
    Object.assign(this, { said: undefined, failure: undefined, working });
    try {
      this.said = await work();
    } catch (failure) {
      this.failure = failure;
    }
    this.working = undefined;
  }
}

class ReadForm extends TalkForm {
  render() {
    const who = access();
    const note = who ? html`A dry-run: evaluated and thrown away. You ask as ${linked(who.wallet)}.` : 'A dry-run: evaluated and thrown away. You ask as nobody.';
    return this.fields('Read', note, READS[this.kind] ?? ['Info'], html`<button class="primary">Ask</button>`);
  }

  submitted(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    this.run('Asking…', async () => {
      const tags = [{ name: 'Action', value: form.get('action') }, ...tagsIn(form.get('tags'))];
      const result = await dryRun(this.process, tags, form.get('data'));
      const reply = result.Messages?.[0];
      const done = outcome(result);
      return html`<div class="answer" role="status">
        <p>${status(done)} ${done.state === 'failed' ? done.code : nothing}</p>
        ${reply ? data(reply.Data, 'The answer') : html`<p class="muted">It answers nothing.</p>`}
        <details><summary>The whole Result</summary>${tree(result)}</details>
      </div>`;
    });
  }
}
customElements.define('mo-read', ReadForm);

class WriteForm extends TalkForm {
  render() {
    const own = wallet();
    const note = own ? html`A signed message: evaluated and kept for ever. You sign as ${linked(own.address)}, with ${own.from}.` : 'A signed message: evaluated and kept for ever. It needs a wallet, whose key does not leave this page.';
    const button = own ? html`<button class="primary">Sign and send</button>` : prove('Choose a wallet');
    return this.fields('Write', note, WRITES[this.kind] ?? ['Info'], button);
  }

  submitted(event) {
    event.preventDefault();
    if (!wallet()) {
      dispatchEvent(new Event('prove'));
      return;
    }
    const form = new FormData(event.target);
    this.run('Signing and sending…', async () => {
      const tags = [{ name: 'Action', value: form.get('action') }, ...tagsIn(form.get('tags'))];
      const item = await signMessage(this.process, tags, form.get('data'));
      const accepted = await sendItem(item);
      const href = to('message', accepted.id, { process: this.process });
      return html`<p class="answer" role="status">Accepted at ${day(serverNow())} ${clock(serverNow())}: <a href=${href} data-sent=${accepted.id}>see what comes of it</a></p>`;
    });
  }
}
customElements.define('mo-write', WriteForm);
