// The button that makes a file of a conversation, in the reader's browser.
import { html, nothing } from 'lit';
import { after, home, message, pause, Refused, results, sentence, serverNow, since } from './api.js';
import { wallet } from './identity.js';
import { count, plural, tag } from './format.js';
import { busy, copy, download, linked, problem, prove, ReaderPart } from './parts.js';
import { conversation, LIMITS, NoProof } from './proof.js';

/** Times that one read is tried, and the first wait between them, which doubles. */
const TRIES = 5;
const WAIT_MS = 250;

/** The processes of the wallet's handles, of the two of a session. */
const ownHandles = (tags, address) =>
  ['A', 'B'].filter((side) => tag(tags, `Handle-${side}-Owner`) === address).map((side) => tag(tags, `Handle-${side}-Process`));

class Export extends ReaderPart {
  static properties = {
    session: {},
    tags: { attribute: false },
    messages: { attribute: false },
    done: { state: true },
    waits: { state: true },
    file: { state: true },
    failure: { state: true },
  };

  #ends;

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#cancel();
  }

  /** A file is signed by one wallet and read with its rights. */
  readerChanged() {
    this.#cancel();
    super.readerChanged();
  }

  #cancel() {
    this.#ends?.abort();
    Object.assign(this, { done: undefined, waits: undefined });
  }

  /** What fails for a moment is asked again. */
  async #patiently(ask, signal) {
    for (let tries = 1, wait = WAIT_MS; ; tries++, wait *= 2) {
      try {
        const answer = await ask(signal);
        this.waits = undefined;
        return answer;
      } catch (failure) {
        if (signal.aborted || !(failure instanceof Refused && failure.passes) || tries === TRIES) throw failure;
        this.waits = failure;
        await pause(wait, signal);
        signal.throwIfAborted();
      }
    }
  }

  async #begin() {
    this.#cancel();
    this.#ends = new AbortController();
    const { signal } = this.#ends;
    const own = wallet();
    Object.assign(this, { done: 0, file: undefined, failure: undefined });
    const read = (ask) => (process, from) => this.#patiently(() => ask(process, from, signal), signal);
    try {
      const { schedulers } = await this.#patiently(home, signal);
      const made = await conversation({
        session: this.session,
        handles: ownHandles(this.tags, own.address),
        read: { schedule: read(after), since: read(since), results: read(results), message: read(message) },
        sign: own.sign,
        gateway: location.origin,
        now: serverNow,
        told: (messages) => (this.done = messages),
      });
      signal.throwIfAborted();
      if (!made.named && !schedulers.includes(made.scheduler)) throw new NoProof('the scheduler that signed its assignments is none that this gateway names');
      const name = `${this.session}.ans104`;
      download(name, 'application/octet-stream', new Blob(made.parts));
      this.file = { ...made, parts: undefined, name };
    } catch (failure) {
      // What was cancelled has failed, too; by then another may have begun.
      if (!signal.aborted) this.failure = failure;
    }
    if (!signal.aborted) this.#cancel();
  }

  render() {
    const command = `./mostao export ${this.session} --out conversation.ans104 --wallet owner.json`;
    return html`
      <p>The whole conversation as one file, which anybody can check without a network. Contents stay encrypted. This page reads everything again, and your wallet signs what the gateway showed.</p>
      <div class="offer">${this.#offer()}</div>
      ${this.done === undefined ? nothing : this.#progress()}
      ${this.failure ? this.#failed() : nothing}
      ${this.file ? this.#told() : nothing}
      <p class="muted small">From a terminal: <code class="wrap">${command}</code> ${copy(command, 'the command')}</p>`;
  }

  #offer() {
    const own = wallet();
    if (this.messages > LIMITS.messages) {
      return html`<p class="notice notice-problem" role="status">It has ${plural(this.messages, 'message')}; this page makes files of ${count(LIMITS.messages)} at most. The command below makes it.</p>`;
    }
    if (!own) return html`${prove('Choose a wallet')} <span class="muted">No wallet is at hand to sign the file with. A key is not kept when a page is loaded again.</span>`;
    if (this.done !== undefined) return html`<button type="button" class="quiet" @click=${this.#cancel}>Cancel</button>`;
    const asks = own.from === 'a file' ? nothing : html` <span class="muted">Your wallet may ask you ${plural(Math.ceil((this.messages || 1) / 100) + 1, 'time')}.</span>`;
    return html`<button type="button" class="primary" @click=${this.#begin}>Export</button>${asks}`;
  }

  #progress() {
    const all = Math.max(this.messages || 0, this.done);
    return html`<p class="making"><progress aria-label="Messages in the file" max=${all || 1} .value=${this.done}></progress> <span role="status" data-made=${this.done}>${count(this.done)} of ${plural(all, 'message')}</span></p>
      ${this.waits ? busy(`${sentence(this.waits)}`) : nothing}`;
  }

  #failed() {
    const { failure } = this;
    if (failure instanceof Refused) return problem(failure, this.#begin);
    const why = failure instanceof NoProof ? `There is no file: ${failure.message}.` : `There is no file. This page or the wallet failed: ${failure.message}.`;
    return html`<p class="notice notice-problem" role="alert">${linked(why)}</p>`;
  }

  #told() {
    const { name, messages, size, digest, scheduler, named, unchecked } = this.file;
    const check = `./mostao verify-export ${name}${named ? '' : ` --scheduler ${scheduler}`}`;
    return html`<div class="notice notice-done" role="status" data-digest=${digest}>
      <p><strong>Made</strong> ${plural(messages, 'message')} in ${name}, ${count(size / 1024)} KiB, digest <code class="wrap">${digest}</code>.</p>
      <p>This page has checked ids, signatures and the hash chain${unchecked > 0 ? `, except ${plural(unchecked, 'signature')} that browsers can’t check` : ''}. All else is checked by: <code class="wrap">${check}</code> ${copy(check, 'the command')}</p>
    </div>`;
  }
}
customElements.define('mo-export', Export);
