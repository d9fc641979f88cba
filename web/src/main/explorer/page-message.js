// One message: what it is, what became of it, everything that it caused, and what of that can be proven.
import { html, nothing } from 'lit';
import { home, recent, Refused, serverNow, system } from './api.js';
import { check, checkChain } from './checks.js';
import { clock, count, isId, plural, span, tag } from './format.js';
import { busy, data, facts, id, kind, malformed, Page, problem, prove, status, tagTable, time, to, tree, when } from './parts.js';
import { lines, Trace } from './trace.js';

const MARKS = { holds: '✓', broken: '✗', unknown: '?' };
const WORDS = { holds: 'Holds', broken: 'Broken', unknown: 'Not verified' };

/** A wait that is no longer that of a moment. */
const LONG = 3_000;

class MessagePage extends Page {
  static properties = { process: {}, message: {}, trace: { state: true }, checks: { state: true }, chain: { state: true }, failure: { state: true } };

  constructor() {
    super();
    this.took = new Map();
  }

  willUpdate(changed) {
    if (changed.has('process') || changed.has('message')) this.begin();
  }

  #named() {
    return isId(this.process) && isId(this.message);
  }

  async begin() {
    if (!this.#named()) return;
    const signal = this.restart();
    this.checks = undefined;
    this.chain = undefined;
    this.letters = undefined;
    this.failure = undefined;
    this.began = Date.now();
    let checked = false;
    const trace = new Trace(signal, () => {
      if (signal.aborted) return;
      if (!checked && trace.asked.shown) {
        checked = true;
        this.#check(trace.asked.shown, signal);
      }
      this.requestUpdate();
    });
    this.trace = trace;
    // How long an unfinished wait has lasted is said anew now and then.
    const timer = setInterval(() => {
      if (trace.asked.state === 'waiting' && !this.letters) this.#letters(trace.asked);
      this.requestUpdate();
    }, 1_000);
    signal.addEventListener('abort', () => clearInterval(timer));
    try {
      await trace.begin(this.process, this.message);
    } catch (failure) {
      if (!signal.aborted) this.failure = failure;
    } finally {
      clearInterval(timer);
      if (!signal.aborted) {
        this.requestUpdate();
        this.#times(signal);
      }
    }
  }

  /** How many records of this kind were no messages, if the gateway may see that. */
  async #letters(asked) {
    try {
      const { topics } = await system(this.signal);
      this.letters = topics?.kinds.find((one) => one.kind === asked.kind)?.letters ?? 0;
    } catch {
      // A figure less.
    }
  }

  /** How long evaluations took, where the gateway still remembers it. */
  async #times(signal) {
    try {
      const got = await recent(0, signal);
      for (const one of got.entries) this.took.set(`${one.process} ${one.message}`, one.ms);
      this.requestUpdate();
    } catch {
      // A figure less.
    }
  }

  async #check(shown, signal) {
    try {
      const { schedulers } = await home();
      this.checks = await check(this.process, shown, schedulers, signal);
    } catch (failure) {
      if (!signal.aborted) this.checks = [{ state: 'unknown', what: 'Nothing', detail: `was verified: ${failure.message}` }];
    }
  }

  async #wholeChain() {
    const signal = this.signal;
    this.chain = { progress: 0 };
    try {
      this.chain = await checkChain(this.process, this.trace.asked.nonce, signal, (nonce) => (this.chain = { progress: nonce + 1 }));
    } catch (failure) {
      if (!signal.aborted) this.chain = { state: 'unknown', what: 'The whole chain', detail: `was not verified: ${failure.message}` };
    }
  }

  render() {
    if (!this.#named()) return html`<h1 tabindex="-1">Message</h1>${malformed(isId(this.message) ? this.process : this.message)}`;
    const asked = this.trace?.asked;
    if (!asked) return busy('Asking…');
    return html`
      <header class="page-head">
        <p class="crumbs">${kind(asked.kind)} <a href=${to('process', this.process)}>its process</a></p>
        <h1 tabindex="-1">${asked.birth ? 'Birth of the process' : (asked.action ?? (asked.shown ? 'Message without an Action' : 'Message'))} ${status(asked)}</h1>
        <p class="page-id">${id(asked.id, 'message', { process: this.process })}</p>
      </header>
      ${this.failure ? problem(this.failure, this.begin) : nothing}
      ${asked.shown ? this.#whole(asked) : this.#absent(asked)}`;
  }

  #absent(asked) {
    const waited = Date.now() - this.began;
    if (asked.state === 'waiting') {
      const away = asked.failure instanceof Refused && asked.failure.code !== 'NotEvaluated';
      return html`${away ? problem(asked.failure) : nothing} ${busy(waited < LONG ? 'Waiting for its evaluation…' : `Waiting for its evaluation for ${span(waited)}…`)}
      ${waited < LONG
        ? nothing
        : html`<div class="notice notice-passing">
            <p>If it was accepted, it waits in the inbox, its service is away, or the record is a dead letter. For an operator
            <code>./mostao trace ${this.message}</code> says which, and <code>./mostao dlq list</code> shows dead letters with their reasons.</p>
            ${this.letters ? html`<p>There ${this.letters === 1 ? 'is' : 'are'} ${plural(this.letters, 'record')} on the dead-letter topic of this kind of process.</p>` : nothing}
            <p class="muted small">An id that was never sent, or that is not shown to you, looks the same from here.</p>
          </div>`}`;
    }
    return html`${problem(asked.failure, this.begin)}
      ${asked.failure instanceof Refused && asked.failure.isMissing
        ? html`<p>It may also be private: a message is shown to whoever sent it and to the owners of its process. ${prove('Prove a wallet')}</p>`
        : nothing}`;
  }

  /** The milliseconds of an evaluation, where the gateway remembers them. */
  #evaluation({ process, id }) {
    return this.took.get(`${process} ${id}`);
  }

  #whole(asked) {
    const evaluated = this.#evaluation(asked);
    return html`
      ${facts([
        ['To', html`${kind(asked.kind)} ${id(asked.process, 'process')}`],
        ['From', asked.push ? html`process ${id(asked.push, 'process')}` : html`wallet ${id(asked.from, 'wallet')}`],
        ['At', when(asked.at)],
        ['Nonce', count(asked.nonce)],
        ['Evaluated', evaluated === undefined ? undefined : `in ${span(evaluated)}`],
        ['Began with', asked.push && tag(asked.tags, 'Pushed-For') !== asked.id ? id(tag(asked.tags, 'Pushed-For')) : undefined],
      ])}
      ${asked.state === 'refused' || asked.state === 'failed' ? this.#why(asked) : nothing}
      <section aria-labelledby="way-title"><h2 id="way-title">The whole way</h2>${this.#way()}</section>
      <div class="two">
        <section aria-labelledby="data-title"><h2 id="data-title">Data</h2>${asked.encoding ? html`<p class="muted small">It is not text: what follows is ${asked.encoding}.</p>` : nothing}${data(asked.data)}</section>
        <section aria-labelledby="result-title"><h2 id="result-title">Result</h2>${this.#result(asked)}</section>
      </div>
      <div class="two">
        <section aria-labelledby="tags-title"><h2 id="tags-title">Tags</h2>${tagTable(asked.tags)}</section>
        <section aria-labelledby="proof-title"><h2 id="proof-title">Proof</h2>${this.#proof(asked)}</section>
      </div>`;
  }

  #why(asked) {
    let told;
    try {
      told = JSON.parse(asked.result.Messages[0].Data).message;
    } catch {
      // The code alone.
    }
    return html`<div class="notice notice-${asked.state}" role="status">
      <p><strong>${asked.state === 'refused' ? 'Refused' : 'Failed'}</strong> ${asked.code}${told ? html`: ${told}` : nothing}</p>
    </div>`;
  }

  #way() {
    const all = lines(this.trace.root);
    const begun = this.trace.root.at;
    const last = Math.max(...all.map(({ node }) => node?.at ?? 0));
    const length = Math.max(1, last - begun);
    return html`<ol class="way" data-lines=${all.length}>
      ${all.map((one) => this.#line(one, begun, length))}
    </ol>
    ${this.trace.apart ? html`<p class="muted">This message is part of it, but what lies between is not shown to you.</p>
      <ol class="way">${lines(this.trace.apart).map((one) => this.#line(one, begun, length))}</ol>` : nothing}`;
  }

  #line({ node, child, depth, hop, parent }, begun, length) {
    const here = node && node.id === this.trace.asked.id && node.process === this.process;
    const indent = `--depth: ${Math.min(depth, 8)}`;
    if (!node) return this.#leaf(child, indent, parent);
    const offset = node.at ? (node.at - begun) / length : 0;
    const start = node.at && hop !== undefined ? (node.at - hop - begun) / length : 0;
    const took = this.#evaluation(node);
    return html`<li class="step step-${node.kind ?? 'other'} ${here ? 'step-here' : ''}" .style=${indent} data-action=${node.action ?? ''} data-state=${node.state}>
      <span class="step-what">
        ${kind(node.kind)}
        <a class="action" href=${to('message', node.id, { process: node.process })} aria-current=${here ? 'true' : nothing}>${node.birth ? 'birth' : (node.action ?? 'message')}</a>
        ${status(node)}
        <span class="muted small step-at">at ${id(node.process, 'process')}</span>
      </span>
      <span class="step-bar" aria-hidden="true">
        <span class="bar" .style=${`left: ${100 * start}%; width: ${Math.max(0.4, 100 * (offset - start))}%`}></span>
      </span>
      <span class="step-ms figure">${hop === undefined ? (node.at ? time(node.at) : '') : html`<span title="since the message before">+${span(hop)}</span>`}${took === undefined ? nothing : html`<small class="muted" title="from its inbox to its outbox"> evaluated in ${span(took)}</small>`}</span>
    </li>`;
  }

  #leaf(child, indent, parent) {
    const told = child.state === 'told';
    const refusal = told && tag(child.entry.Tags, 'Error');
    return html`<li class="step step-leaf step-${child.kind ?? 'other'}" .style=${indent} data-action=${child.action ?? ''} data-state=${child.state}>
      <span class="step-what">
        ${kind(child.kind ?? (child.spawn ? 'process' : undefined))}
        <span class="action">${child.action ?? 'message'}</span>
        ${told ? html`<span class="status status-${refusal ? 'refused' : 'done'}">${refusal || 'answered'}</span>` : status(child)}
        ${child.target ? html`<span class="muted small step-at">${told ? 'to wallet' : 'to'} ${id(child.target, told ? 'wallet' : 'process')}</span>` : nothing}
      </span>
      <span class="step-note muted small">${this.#note(child, parent)}</span>
    </li>`;
  }

  #note(child, parent) {
    if (child.state === 'told') return 'a wallet fetches it; it is on no inbox of a process';
    if (child.state === 'private') return 'what the receiver made of it is private: only its owners may see it';
    if (child.cut) return 'the tree ends here; open it by itself to see what it caused';
    if (child.late) return 'it is not delivered after a minute: the messenger or the receiver’s service may be away';
    if (child.failure instanceof Refused) return child.failure.message;
    return `on its way for ${span(Math.max(0, serverNow() - parent.at))}`;
  }

  #result(asked) {
    const { Messages: messages = [], Spawns: spawns = [], Output: output, Error: error } = asked.result ?? {};
    return html`
      ${error ? html`<p>It ended with an error: <span class="mono">${String(error)}</span></p>` : nothing}
      ${messages.length + spawns.length === 0 ? html`<p class="muted">It sends nothing.</p>` : nothing}
      <ul class="plain">
        ${messages.map(
          (one) => html`<li class="sent">
            <p><strong>${tag(one.Tags, 'Action') ?? 'message'}</strong> <span class="muted">to</span> ${id(one.Target)}</p>
            ${data(one.Data, 'Data of what it sends')}
          </li>`,
        )}
        ${spawns.map((one) => html`<li class="sent"><p><strong>a process</strong> <span class="muted">is spawned</span></p>${tagTable(one.Tags)}</li>`)}
      </ul>
      <details><summary>As the unit gives it</summary>${tree(asked.result ?? null)}</details>
      ${output && typeof output === 'string' ? html`<p class="muted">Output: ${output}</p>` : nothing}`;
  }

  #proof(asked) {
    const assigned = asked.shown.assignment;
    return html`
      <p class="small muted">Verified here, in your browser, from the bytes that the gateway shows.</p>
      ${this.checks ? html`<ul class="checks">${this.checks.map((one) => this.#mark(one))}${this.chain?.state ? this.#mark(this.chain) : nothing}</ul>` : busy('Verifying…')}
      ${this.chain?.progress !== undefined ? busy(`Following the chain: ${count(this.chain.progress)} of ${count(asked.nonce + 1)}`) : nothing}
      ${this.checks && !this.chain ? html`<button type="button" class="quiet" @click=${this.#wholeChain}>Follow the whole chain, ${count(asked.nonce + 1)} long</button>` : nothing}
      <details><summary>The assignment</summary>
        ${facts([
          ['Id', id(assigned.id, 'assignment', { process: this.process })],
          ['Signed by', id(assigned.owner.address, 'wallet')],
          ['Hash chain', html`<span class="mono wrap">${tag(assigned.tags, 'Hash-Chain')}</span>`],
          ['Timestamp', `${tag(assigned.tags, 'Timestamp')} (${clock(tag(assigned.tags, 'Timestamp'))})`],
          ['Block height', tag(assigned.tags, 'Block-Height')],
        ])}
      </details>
      <p class="small muted">Not verified here: that the Result is what its process must answer. A copy of the service over the same inbox would show that.</p>`;
  }

  #mark(one) {
    return html`<li class="check check-${one.state}" data-check=${one.state}><span class="mark" aria-hidden="true">${MARKS[one.state]}</span><span><span class="unseen">${WORDS[one.state]}: </span><strong>${one.what}</strong> ${one.detail}</span></li>`;
  }
}
customElements.define('mo-message', MessagePage);
