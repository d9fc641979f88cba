// What a text stands for: the one field's answer.
import { html, nothing } from 'lit';
import { ask, assignment, byNonce, home, processItem, Refused, transaction } from './api.js';
import { access } from './identity.js';
import { isEthereum, isId } from './format.js';
import { busy, Page, problem, prove, to } from './parts.js';

const NAME = /^@?[A-Za-z0-9]([A-Za-z0-9_-]{0,30}[A-Za-z0-9])?$/;
const PLACE = /^([A-Za-z0-9_-]{43})@([0-9]{1,15})$/;

/** Nothing instead of a refusal that says that there is none. */
async function orNone(asked) {
  try {
    return await asked;
  } catch (failure) {
    if (failure instanceof Refused && (failure.isMissing || failure.isPrivate || failure.status === 400)) return undefined;
    throw failure;
  }
}

/**
 * The page of what a text stands for.
 *
 * @returns an address, or nothing
 */
export async function resolve(text, signal) {
  if (isEthereum(text)) return to('wallet', text);
  const place = PLACE.exec(text);
  if (place) {
    const [one] = await byNonce(place[1], Number(place[2]), Number(place[2]), signal);
    return one?.message ? to('message', one.message.id, { process: place[1] }) : undefined;
  }
  const { registry } = await home();
  if (isId(text)) {
    const [item, found, assigned] = await Promise.all([
      orNone(processItem(text, signal)),
      orNone(transaction(text, signal)),
      orNone(assignment(text, signal)),
    ]);
    if (item) return to('process', text);
    if (assigned) return to('message', assigned.message, { process: assigned.process });
    if (found?.recipient) return to('message', text, { process: found.recipient });
    const handles = await orNone(ask(registry, 'GetHandles', text, signal));
    if (Array.isArray(handles) && handles.length > 0) return to('wallet', text);
    return access()?.wallet === text ? to('wallet', text) : undefined;
  }
  if (NAME.test(text)) {
    const handle = await ask(registry, 'QueryHandle', text.replace(/^@/, ''), signal);
    if (handle?.pid) return to('process', handle.pid);
  }
  return undefined;
}

class FindPage extends Page {
  static properties = { text: {}, nothing: { state: true }, failure: { state: true } };

  willUpdate(changed) {
    if (changed.has('text')) this.begin();
  }

  async begin() {
    const signal = this.restart();
    Object.assign(this, { nothing: false, failure: undefined });
    try {
      const address = await resolve(this.text, signal);
      if (signal.aborted) return;
      // The way back leads past this page.
      if (address) location.replace(address);
      else this.nothing = true;
    } catch (failure) {
      if (!signal.aborted) this.failure = failure;
    }
  }

  render() {
    return html`
      <h1 tabindex="-1">Looking for “${this.text}”</h1>
      ${this.failure ? problem(this.failure, this.begin) : this.nothing ? this.#none() : busy('Asking…')}`;
  }

  #none() {
    if (isId(this.text)) {
      return html`<div class="notice notice-problem" role="status">
        <p><strong>Nothing to be shown</strong> There is no process, message, assignment or wallet with handles under this id, or it is one that is private.</p>
        <ul>
          <li>A session, and a message that is older than an hour, are shown to their own people. ${access() ? nothing : prove()}</li>
          <li>An assignment is found by its id alone only where a gateway has shown it of late; <code>PROCESS@NONCE</code> finds it always.</li>
          <li>Every 32 bytes may be a wallet: <a href=${to('wallet', this.text)}>see it as one</a>.</li>
        </ul>
      </div>`;
    }
    return html`<div class="notice notice-problem" role="status">
      <p><strong>${NAME.test(this.text) ? 'Nobody has this name' : 'Not an id and not a name'}</strong>
      ${NAME.test(this.text) ? 'The Registry knows no handle with it.' : 'An id has 43 characters of A–Z, a–z, 0–9, - and _; a name has at most 32 letters, digits, - and _; a wallet may also begin with 0x.'}</p>
    </div>`;
  }
}
customElements.define('mo-find', FindPage);
