// The small parts that every page is made of. Everything shown goes through Lit's text bindings: nothing is ever HTML.
import { html, LitElement, nothing } from 'lit';
import { ago, clock, day, isId, isWallet, pretty, short } from './format.js';
import { Refused, sentence, serverNow } from './api.js';

/** An element without a shadow: one style sheet and one document for keyboard, search and assistive technology. */
export class Part extends LitElement {
  createRenderRoot() {
    return this;
  }
}

/** A page: its work ends with it. */
export class Page extends Part {
  #ends = new AbortController();

  get signal() {
    return this.#ends.signal;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#ends.abort();
  }

  /** Begins anew, with another id on the same page. */
  restart() {
    this.#ends.abort();
    this.#ends = new AbortController();
    return this.#ends.signal;
  }
}

const enc = encodeURIComponent;

/** The address of a page of the explorer. */
export function to(page, id, parameters = {}) {
  const query = Object.entries(parameters)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${enc(name)}=${enc(value)}`)
    .join('&');
  return `#/${page}${id === undefined ? '' : `/${enc(id)}`}${query ? `?${query}` : ''}`;
}

class CopyButton extends Part {
  static properties = { text: {}, done: { state: true } };

  render() {
    return html`<button type="button" class="copy" aria-label="Copy ${this.text}" @click=${this.#copy}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        ${this.done
          ? html`<svg><path d="M3 8.5 6.5 12 13 4.5" /></svg>`
          : html`<svg><rect x="5.5" y="5.5" width="8" height="8" rx="1.8" /><path d="M10.5 5.5V4a1.5 1.5 0 0 0-1.5-1.5H4A1.5 1.5 0 0 0 2.5 4v5A1.5 1.5 0 0 0 4 10.500h1.500" /></svg>`}
      </svg></button
    ><span class="unseen" role="status">${this.done ? 'Copied' : ''}</span>`;
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(this.text);
      this.done = true;
      setTimeout(() => (this.done = false), 1_500);
    } catch {
      // Refused by the reader's browser: the whole id is in the title.
    }
  }
}
customElements.define('mo-copy', CopyButton);

/**
 * An id as a link.
 *
 * @param page where it leads; by default whatever it is found to be
 */
export function id(value, page, parameters) {
  if (!value) return nothing;
  if (!isId(value) && !isWallet(value)) return html`<span class="mono">${value}</span>`;
  const href = page ? to(page, value, parameters) : to('find', value);
  return html`<span class="id"><a class="mono" href=${href} title=${value}>${short(value)}</a><mo-copy .text=${value}></mo-copy></span>`;
}

export const kind = (name) => html`<span class="kind kind-${name || 'other'}">${name || 'unknown'}</span>`;

const STATES = {
  done: 'done',
  refused: 'refused',
  failed: 'failed',
  waiting: 'under way',
  private: 'private',
  unknown: 'not known',
};

/** What became of a message, in a word and a colour. */
export function status({ state, code }) {
  const word = STATES[state] ?? state;
  return html`<span class="status status-${state}" title=${code ?? nothing}>${word}${state === 'refused' && code ? html` <span class="code">${code}</span>` : nothing}</span>`;
}

export function time(millis) {
  if (!millis) return nothing;
  const at = Number(millis);
  return html`<time datetime=${new Date(at).toISOString()} title="${day(at)} ${clock(at)}">${clock(at)}</time>`;
}

export function when(millis) {
  return html`${day(millis)} ${time(millis)} <span class="muted">${ago(millis, serverNow())}</span>`;
}

/** Not within base64, of which any 43 characters look the same. */
const IDS = /((?<![A-Za-z0-9_+/=-])[A-Za-z0-9_-]{43}(?![A-Za-z0-9_+/=-]))/;

/** Text with the ids in it as links. */
export function linked(text) {
  return String(text)
    .split(IDS)
    .map((part) => (isId(part) ? html`<a href=${to('find', part)}>${part}</a>` : part));
}

/** Data as it is, or laid out if it is JSON. */
export function data(text, label = 'Data') {
  if (text === undefined || text === null || text === '') return html`<p class="muted">No data.</p>`;
  return html`<pre tabindex="0" role="region" aria-label=${label}>${linked(pretty(text) ?? text)}</pre>`;
}

export function tagTable(tags) {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Tags">
    <table class="tags">
      <thead><tr><th scope="col">Tag</th><th scope="col">Value</th></tr></thead>
      <tbody>${tags.map((one) => html`<tr><th scope="row">${one.name}</th><td class="mono">${linked(one.value)}</td></tr>`)}</tbody>
    </table>
  </div>`;
}

/** What is so when something can't be shown. */
export function problem(failure, again) {
  const known = failure instanceof Refused;
  const hidden = known && failure.isPrivate;
  return html`<div class="notice ${hidden ? 'notice-private' : known && failure.passes ? 'notice-passing' : 'notice-problem'}" role="status">
    <p><strong>${hidden ? 'Private' : known && failure.passes ? 'Not now' : 'Not to be shown'}</strong> ${sentence(failure)}</p>
    ${known && failure.message ? html`<p class="muted small">The gateway says: ${linked(failure.message)}.</p>` : nothing}
    ${hidden ? prove('Prove that it is yours') : nothing}
    ${again ? html`<button type="button" class="quiet" @click=${again}>Ask again</button>` : nothing}
  </div>`;
}

export const prove = (label = 'Prove a wallet') =>
  html`<button type="button" class="primary" @click=${() => dispatchEvent(new Event('prove'))}>${label}</button>`;

export const busy = (what) => html`<p class="busy" role="status"><span class="spinner" aria-hidden="true"></span>${what}</p>`;

/** Values by name. */
export function facts(pairs) {
  return html`<dl class="facts">
    ${pairs.filter(([, value]) => value !== undefined && value !== nothing).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
  </dl>`;
}

/** Any JSON: scalars beside each other, lists and objects to be opened. */
export function tree(value, open = 1) {
  if (value === null || typeof value !== 'object') return html`<span class="mono">${linked(JSON.stringify(value) ?? '')}</span>`;
  const entries = Object.entries(value);
  if (entries.length === 0) return html`<span class="muted">${Array.isArray(value) ? 'empty list' : 'nothing'}</span>`;
  return html`<ul class="json">
    ${entries.map(([name, one]) =>
      one !== null && typeof one === 'object' && Object.keys(one).length > 0
        ? html`<li><details ?open=${open > 0}><summary><span class="name">${name}</span> <span class="muted small">${Array.isArray(one) ? `${one.length} in the list` : ''}</span></summary>${tree(one, open - 1)}</details></li>`
        : html`<li><span class="name">${name}</span> ${tree(one, open - 1)}</li>`,
    )}
  </ul>`;
}

/** Gives a file to the reader. */
export function download(name, type, content) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
