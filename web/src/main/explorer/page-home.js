// What runs, how much, and what has just happened.
import { html, nothing, svg } from 'lit';
import { every, home, recent, Refused, sentence, system } from './api.js';
import { access } from './identity.js';
import { count, plural, span } from './format.js';
import { facts, id, kind, Page, prove, status, time, to } from './parts.js';
import './rows.js';

const KEPT = 300;
const MINUTE = 60;

/** A line over the last minute. */
function line(values) {
  const most = Math.max(1, ...values);
  const points = values.map((value, index) => `${((index * 240) / (MINUTE - 1)).toFixed(1)},${(46 - (value / most) * 42).toFixed(1)}`);
  return svg`<svg class="line" viewBox="0 0 240 48" preserveAspectRatio="none" role="img" aria-label="Messages a second over the last minute, at most ${count(most)}">
    <polyline points=${points.join(' ')} />
  </svg>`;
}

function box(topic, name) {
  const late = topic.waiting > 0 && topic.age > 5_000;
  return html`<div class="box ${late ? 'box-late' : ''}">
    <span class="box-name">${name}</span>
    <span class="box-figure">${count(topic.perSecond)}<small>/s</small></span>
    <span class="box-note">${topic.waiting === 0 ? 'nothing waits' : html`${count(topic.waiting)} wait${topic.age > 0 ? html`, oldest ${span(topic.age)}` : nothing}`}</span>
  </div>`;
}

const arrow = (flows, more = '') => html`<span class="arrow ${flows ? 'flowing' : ''} ${more}" aria-hidden="true"></span>`;

class HomePage extends Page {
  static properties = {
    seen: { state: true },
    about: { state: true },
    entries: { state: true },
    all: { state: true },
    away: { state: true },
  };

  constructor() {
    super();
    this.rates = new Array(MINUTE).fill(0);
    this.entries = [];
  }

  connectedCallback() {
    super.connectedCallback();
    this.begin();
  }

  begin() {
    const signal = this.restart();
    this.entries = [];
    let last = 0;
    every(1_000, signal, async () => {
      try {
        this.about ??= await home();
        this.seen = await system(signal);
        this.away = undefined;
        if (this.seen.topics) {
          this.rates.push(this.seen.topics.kinds.reduce((sum, one) => sum + one.inbox.perSecond, 0));
          this.rates = this.rates.slice(-MINUTE);
        }
      } catch (failure) {
        if (!signal.aborted) this.away = failure;
      }
    });
    every(500, signal, async () => {
      if (this.#isStranger()) return;
      try {
        const got = await recent(last, signal);
        this.all = got.all;
        last = got.last;
        if (got.entries.length > 0) this.entries = [...got.entries, ...this.entries].slice(0, KEPT);
      } catch (failure) {
        if (failure instanceof Refused && failure.status === 401) return;
        if (!signal.aborted) this.away = failure;
      }
    });
  }

  render() {
    const topics = this.seen?.topics;
    const broken = this.away ?? (this.seen?.broker === 'away' ? new Refused(503, 'BrokerUnavailable', '') : undefined);
    return html`
      <h1 tabindex="-1">What runs here</h1>
      ${broken ? html`<div class="notice notice-passing" role="status"><p><strong>Not now</strong> ${sentence(broken)}</p></div>` : nothing}
      ${this.#summary(topics)}
      <section aria-labelledby="flow-title">
        <h2 id="flow-title">The way of messages</h2>
        ${topics ? this.#flow(topics) : html`<p class="muted">${broken ? 'There are no figures while it is away.' : 'Asking the broker…'}</p>`}
      </section>
      <section aria-labelledby="recent-title">
        <h2 id="recent-title">As it happens</h2>
        ${this.#recent()}
      </section>`;
  }

  #summary(topics) {
    const sum = (figure) => topics.kinds.reduce((total, one) => total + figure(one), 0);
    const letters = topics?.kinds.every((one) => one.letters !== undefined) ? sum((one) => one.letters) : undefined;
    return html`<section class="cards" aria-label="Summary">
      <div class="card card-wide">
        <span class="card-label">Messages a second</span>
        <span class="card-figure" data-figure="rate">${topics ? count(sum((one) => one.inbox.perSecond)) : '–'}</span>
        ${line(this.rates)}
      </div>
      <div class="card">
        <span class="card-label">Taken so far</span>
        <span class="card-figure">${topics ? count(sum((one) => one.inbox.records)) : '–'}</span>
        <span class="muted small">messages on all inboxes</span>
      </div>
      <div class="card">
        <span class="card-label">Waiting</span>
        <span class="card-figure">${topics ? count(sum((one) => one.inbox.waiting + one.outbox.waiting)) : '–'}</span>
        <span class="muted small">${topics ? this.#oldest(topics) : nothing}</span>
      </div>
      <div class="card">
        <span class="card-label">Dead letters</span>
        <span class="card-figure ${letters ? 'bad' : ''}">${letters === undefined ? '–' : count(letters)}</span>
        <span class="muted small">${letters === undefined ? 'not for this gateway to see' : letters ? html`those tried again included; see <code>./mostao dlq list</code>` : 'none'}</span>
      </div>
      <div class="card card-wide about">
        ${facts([
          ['Version', this.seen?.version],
          ['Reads', this.seen && (this.seen.reads === 'open' ? 'open: everybody sees everything' : 'private: each sees what is theirs')],
          ['Registry', this.about && id(this.about.registry, 'process')],
          ['Authority', this.about && id(this.about.authority, 'wallet')],
          ['Scheduler', this.about && id(this.about.scheduler, 'wallet')],
        ])}
      </div>
    </section>`;
  }

  #oldest(topics) {
    const age = Math.max(...topics.kinds.map((one) => Math.max(one.inbox.age, one.outbox.age)));
    return age > 0 ? `the oldest for ${span(age)} at least` : 'nothing is late';
  }

  #flow(topics) {
    const entering = topics.kinds.some((one) => one.inbox.perSecond > 0);
    const leaving = topics.kinds.some((one) => one.outbox.perSecond > 0);
    return html`<div class="flow" role="group" aria-label="Wallets to gateway to inboxes, services, outboxes, messenger, and back to inboxes">
      <div class="ends ends-left">
        <div class="end"><span class="box-name">wallets</span></div>
        ${arrow(entering)}
        <div class="end end-strong"><span class="box-name">gateway</span><span class="box-note">version ${this.seen.version}</span></div>
        ${arrow(entering, 'arrow-out')}
      </div>
      <div class="lanes">
        ${topics.kinds.map(
          (one) => html`<div class="lane lane-${one.kind}" data-kind=${one.kind}>
            <h3>${kind(one.kind)}</h3>
            ${box(one.inbox, 'inbox')}
            ${arrow(one.inbox.perSecond > 0)}
            <div class="box box-unit ${one.consumers ? '' : 'box-late'}">
              <span class="box-name">${one.kind}-service</span>
              <span class="box-note">${one.consumers ? plural(one.consumers, 'consumer') : 'nobody reads its inbox'}</span>
            </div>
            ${arrow(one.outbox.perSecond > 0)}
            ${box(one.outbox, 'outbox')}
          </div>`,
        )}
      </div>
      <div class="ends ends-right">
        ${arrow(leaving, 'arrow-out')}
        <div class="end end-strong ${topics.messenger.consumers ? '' : 'box-late'}">
          <span class="box-name">messenger</span>
          <span class="box-note">${topics.messenger.consumers ? plural(topics.messenger.consumers, 'consumer') : 'nobody carries messages'}</span>
        </div>
      </div>
      <p class="back ${leaving ? 'flowing' : ''}"><span>the messenger carries what processes send back to inboxes</span></p>
    </div>`;
  }

  /** Who is shown nothing of what happens, and need not ask for it. */
  #isStranger() {
    return this.all === false && !access();
  }

  #recent() {
    if (this.#isStranger()) {
      return html`<div class="notice notice-private">
        <p><strong>Private</strong> What processes do is shown to their own people. Prove a wallet to see yours as it happens.</p>
        ${prove()}
      </div>`;
    }
    if (this.entries.length === 0) {
      return html`<p class="muted" role="status">${this.all ? 'Nothing has happened since this gateway started looking; what happens now appears here.' : 'Nothing has happened at your processes since this gateway started looking; what happens now appears here.'}</p>`;
    }
    return html`<mo-rows
      class="rows-recent"
      label="Evaluations, the newest first"
      .columns=${['Time', 'Kind', 'Action', 'Process', 'Outcome', 'Took']}
      .items=${this.entries}
      .key=${(one) => one.number}
      .row=${(one) => [
        time(one.timestamp),
        kind(one.kind),
        html`<a class="action" href=${to('message', one.message, { process: one.process })}>${one.action || 'no Action'}</a>`,
        id(one.process, 'process'),
        status(one.failed ? { state: 'failed', code: one.failed } : one.refused ? { state: 'refused', code: one.refused } : { state: 'done' }),
        html`<span class="figure">${span(one.ms)}</span>`,
      ]}
    ></mo-rows>`;
  }
}
customElements.define('mo-home', HomePage);

