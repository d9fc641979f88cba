// The frame around every page: the address, the one field, and who is reading.
import { html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { clockDrift, home, post, sentence, serverNow } from './api.js';
import { access, expire, forget, fromExtension, fromFile, hasExtension, prove, wallet } from './identity.js';
import { short, span } from './format.js';
import { busy, id, ReaderPart, to } from './parts.js';
import './page-home.js';
import './page-find.js';
import './page-message.js';
import './page-process.js';
import './page-wallet.js';

/** The address behind the #, which browsers send to nobody. */
function read() {
  const [path, query = ''] = location.hash.replace(/^#\/?/, '').split('?');
  let parts;
  try {
    parts = path.split('/').map(decodeURIComponent);
  } catch {
    parts = ['find', path];
  }
  return { page: parts[0] || 'home', id: parts[1], query: Object.fromEntries(new URLSearchParams(query)) };
}

class App extends ReaderPart {
  static properties = { place: { state: true }, drift: { state: true }, failure: { state: true }, working: { state: true }, said: { state: true } };

  constructor() {
    super();
    this.place = read();
    this.drift = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener('hashchange', () => this.#moved());
    addEventListener('prove', () => this.#open());
    addEventListener('say', (event) => this.#say(event.detail));
    setInterval(() => {
      this.drift = clockDrift();
      expire();
    }, 1_000);
    this.#title();
  }

  /** For whoever does not see what has changed. */
  #say(text) {
    this.said = text;
    setTimeout(() => (this.said = ''), 1_500);
  }

  #moved() {
    const before = this.place;
    this.place = read();
    this.#title();
    if (before.page !== this.place.page || before.id !== this.place.id) {
      scrollTo(0, 0);
      // Whoever reads by ear or keyboard begins at the new page's title.
      this.updateComplete.then(() => setTimeout(() => this.querySelector('main h1')?.focus({ preventScroll: true })));
    }
  }

  #title() {
    const { page, id: of } = this.place;
    document.title = `${page === 'home' ? '' : `${page[0].toUpperCase()}${page.slice(1)} ${of ? short(of) : ''} · `}MostAO explorer`;
  }

  render() {
    const own = access();
    return html`
      <header class="top">
        <a class="brand" href="#/"><img src="icon.svg" alt="" width="28" height="28"><span>MostAO <span class="muted">explorer</span></span></a>
        <form role="search" @submit=${this.#find}>
          <label class="unseen" for="find">Handle, wallet, process, message or assignment</label>
          <input id="find" name="find" type="search" placeholder="Handle, wallet, process, message or assignment" autocomplete="off" autocapitalize="off" spellcheck="false" maxlength="200" required>
          <button class="primary">Find</button>
        </form>
        <div class="who">
          ${own
            ? html`<button type="button" class="quiet who-am" @click=${this.#open} title=${own.wallet}><span class="dot" aria-hidden="true"></span><span class="unseen">You read as </span><span class="mono">${short(own.wallet)}</span></button>`
            : html`<button type="button" class="quiet" @click=${this.#open}>Prove a wallet</button>`}
        </div>
      </header>
      ${Math.abs(this.drift) > 2_000
        ? html`<p class="banner" role="status">Your clock is ${span(Math.abs(this.drift))} ${this.drift > 0 ? 'behind' : 'ahead of'} the gateway’s. This page counts and signs with the gateway’s time.</p>`
        : nothing}
      <main id="content">${keyed(`${this.place.page}/${this.place.id}/${this.place.query.process ?? ''}`, this.#page())}</main>
      <p class="unseen" role="status">${this.said ?? ''}</p>
      <footer class="muted small"><p>Everything here comes from this gateway, and nothing goes anywhere else.</p></footer>
      ${this.#dialog(own)}`;
  }

  #page() {
    const { page, id: of, query } = this.place;
    if (page === 'home') return html`<mo-home></mo-home>`;
    if (of) {
      if (page === 'process') return html`<mo-process .process=${of} .query=${query}></mo-process>`;
      if (page === 'wallet') return html`<mo-wallet .wallet=${of}></mo-wallet>`;
      // The gateway knows a message by its assignment's id, too.
      const isMessage = page === 'message' || page === 'assignment';
      if (isMessage && query.process) return html`<mo-message .process=${query.process} .message=${of}></mo-message>`;
      if (isMessage || page === 'find' || page === 'handle') return html`<mo-find .text=${of.trim()}></mo-find>`;
    }
    return html`<h1 tabindex="-1">There is no such page</h1><p><a href="#/">Begin with what runs here</a>, or look for something above.</p>`;
  }

  #find(event) {
    event.preventDefault();
    const text = new FormData(event.target).get('find').trim();
    if (!text) return;
    location.hash = to('find', text);
    event.target.reset();
  }

  #open() {
    this.failure = undefined;
    this.querySelector('dialog').showModal();
  }

  #close() {
    this.querySelector('dialog').close();
  }

  #dialog(own) {
    return html`<dialog aria-labelledby="who-title" @close=${() => (this.failure = undefined)}>
      <h2 id="who-title">Who is reading</h2>
      ${own
        ? html`<p>You read as ${id(own.wallet, 'wallet')} for another ${span(Math.max(0, own.expires - Date.now()))}.</p>
            <p class="muted small">${wallet() ? `You can also sign, with ${wallet().from}.` : 'To sign messages, choose the wallet again: its key was not kept.'}</p>`
        : html`<p>Much is shown only to those whose it is. A wallet signs one message to this gateway, and gets a token to read with.</p>`}
      <p class="muted small">The key stays in this page and is gone when the page is. The token stays in this tab.</p>
      <label class="file">A wallet file (JSON Web Key)
        <input type="file" accept=".json,application/json" @change=${this.#file}>
      </label>
      ${hasExtension() ? html`<button type="button" class="primary" @click=${this.#extension}>Use the browser’s wallet</button>` : html`<p class="muted small">This browser offers no wallet of its own (<code>window.arweaveWallet</code>).</p>`}
      ${this.working ? busy(this.working) : nothing}
      ${this.failure ? html`<p class="notice notice-problem" role="alert">${this.failure}</p>` : nothing}
      <p class="buttons">
        ${own || wallet() ? html`<button type="button" class="quiet" @click=${this.#forget}>Forget it</button>` : nothing}
        <button type="button" class="quiet" @click=${this.#close}>Close</button>
      </p>
    </dialog>`;
  }

  #forget() {
    forget();
    this.#close();
  }

  async #file(event) {
    const [file] = event.target.files;
    event.target.value = '';
    if (!file) return;
    if (file.size > 64 * 1024) {
      this.failure = `The file has ${file.size} bytes; a wallet file has a few thousand.`;
      return;
    }
    await this.#become(async () => fromFile(await file.text()));
  }

  #extension() {
    return this.#become(fromExtension);
  }

  async #become(wanted) {
    Object.assign(this, { failure: undefined, working: 'Proving…' });
    try {
      await wanted();
      const { authority } = await home();
      await prove(authority, serverNow(), (item) => post('/access', item, 'application/octet-stream'));
      this.#close();
    } catch (failure) {
      this.failure = failure.code ? `${sentence(failure)} The gateway says: ${failure.message}.` : `It can’t be used: ${failure.message}.`;
    }
    this.working = undefined;
  }
}
customElements.define('mo-app', App);
