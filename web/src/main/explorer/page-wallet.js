// One wallet: its handles, and what processes send it.
import { html, nothing } from 'lit';
import { ask, follow, home } from './api.js';
import { plural, tag } from './format.js';
import { busy, id, kind, Page, problem, time, to } from './parts.js';
import './rows.js';

/** The newest that are shown. */
const KEPT = 2_000;

class WalletPage extends Page {
  static properties = { wallet: {}, handles: { state: true }, told: { state: true }, failure: { state: true }, hidden: { state: true }, live: { state: true } };

  willUpdate(changed) {
    if (changed.has('wallet')) this.begin();
  }

  async begin() {
    const signal = this.restart();
    Object.assign(this, { handles: undefined, told: [], failure: undefined, hidden: undefined, live: false });
    const arrived = [];
    follow(
      this.wallet,
      '0',
      signal,
      (one) => {
        if (one.event !== 'message') return;
        arrived.push(one.data);
        // A page that nobody looks at draws nothing.
        if (arrived.length > KEPT) arrived.shift();
        this.soon(() => (this.told = [...arrived.splice(0).reverse(), ...this.told].slice(0, KEPT)));
      },
      (what) => (this.live = what === 'live'),
    ).catch((failure) => {
      if (!signal.aborted) this.hidden = failure;
    });
    try {
      const { registry } = await home();
      const answer = await ask(registry, 'GetHandles', this.wallet, signal);
      this.handles = Array.isArray(answer) ? answer : [];
    } catch (failure) {
      if (!signal.aborted) this.failure = failure;
    }
  }

  render() {
    return html`
      <header class="page-head">
        <p class="crumbs">${kind('wallet')}</p>
        <h1 tabindex="-1">Wallet</h1>
        <p class="page-id">${id(this.wallet, 'wallet')}</p>
      </header>
      <section aria-labelledby="handles-title">
        <h2 id="handles-title">Its handles</h2>
        ${this.failure ? problem(this.failure, this.begin) : this.handles === undefined ? busy('Asking the Registry…') : this.handles.length === 0
          ? html`<p class="muted">The Registry of this deployment knows no handle of this wallet. Anything of 32 bytes may be a wallet’s address.</p>`
          : html`<ul class="plain handles">${this.handles.map((one) => html`<li class="panel"><a class="handle" href=${to('process', one.pid)}>${one.handle}</a> ${id(one.pid, 'process')}</li>`)}</ul>`}
      </section>
      <section aria-labelledby="told-title">
        <h2 id="told-title">What processes send it</h2>
        ${this.hidden ? problem(this.hidden) : this.told.length
          ? html`<p class="bar-of-tools"><span class="muted">${plural(this.told.length, 'message')} of the last week</span> <span class="live ${this.live ? 'live-on' : ''}">${this.live ? 'live' : 'connecting again…'}</span></p>
              <mo-rows
                class="rows-told"
                label="Messages to the wallet, the newest first"
                .columns=${['Time', 'Action', 'From', 'Data']}
                .items=${this.told}
                .key=${(one) => one.Id}
                .row=${(one) => [
                  time(one.Timestamp),
                  html`<a class="action" href=${to('message', one.Message, { process: one.Process })}>${tag(one.Tags, 'Action') ?? 'message'}</a>`,
                  id(one.Process, 'process'),
                  html`<span class="mono muted" title=${one.Data}>${one.Data}</span>`,
                ]}
              ></mo-rows>`
          : html`<p class="muted">${this.live ? 'Nothing within the last week.' : nothing}</p>${this.live ? nothing : busy('Asking…')}`}
      </section>`;
  }
}
customElements.define('mo-wallet', WalletPage);

