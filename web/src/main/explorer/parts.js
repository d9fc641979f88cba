// The small parts that every page is made of. Everything shown goes through Lit's text bindings: nothing is ever HTML.
import { html, LitElement, nothing } from 'lit';
import { ago, clock, day, isEthereum, isId, pretty, short } from './format.js';
import { Refused, sentence, serverNow } from './api.js';
import { changes } from './identity.js';

/** An element without a shadow: one style sheet and one document for keyboard, search and assistive technology. */
export class Part extends LitElement {
  createRenderRoot() {
    return this;
  }
}

/** A part that depends on who is reading: drawn again when that changes. */
export class ReaderPart extends Part {
  #changed = () => this.readerChanged();

  connectedCallback() {
    super.connectedCallback();
    changes.addEventListener('change', this.#changed);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    changes.removeEventListener('change', this.#changed);
  }

  readerChanged() {
    this.requestUpdate();
  }
}

/** A page: its work is what `begin` does, begins again when somebody else reads, and ends with the page. */
export class Page extends ReaderPart {
  #ends = new AbortController();
  #frame;

  get signal() {
    return this.#ends.signal;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#end();
  }

  readerChanged() {
    this.begin();
  }

  /** Ends what was begun; the signal is for what begins now. */
  restart() {
    this.#end();
    this.#ends = new AbortController();
    return this.#ends.signal;
  }

  #end() {
    this.#ends.abort();
    cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
  }

  /** Draws once what comes before the next frame. */
  soon(draw) {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      draw();
    });
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

/** A template rather than an element: a long table has one in every row. */
export const copy = (text, what = text) => html`<button type="button" class="copy" aria-label="Copy ${what}" data-copy=${text} @click=${copied}>
  <svg viewBox="0 0 16 16" aria-hidden="true">
    <path class="sheets" d="M10.5 5.500V4A1.500 1.500 0 0 0 9 2.500H4A1.500 1.500 0 0 0 2.500 4v5A1.500 1.500 0 0 0 4 10.500h1.500M7 5.500h5A1.500 1.500 0 0 1 13.500 7v5a1.500 1.500 0 0 1-1.500 1.500H7A1.500 1.500 0 0 1 5.500 12V7A1.500 1.500 0 0 1 7 5.500z" />
    <path class="tick" d="M3 8.500 6.500 12 13 4.500" />
  </svg>
</button>`;

async function copied(event) {
  const button = event.currentTarget;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
  } catch {
    // Refused by the reader's browser: the whole id is in the link's title.
    return;
  }
  button.classList.add('copied');
  dispatchEvent(new CustomEvent('say', { detail: 'Copied' }));
  setTimeout(() => button.classList.remove('copied'), 1_500);
}

/**
 * An id as a link.
 *
 * @param page where it leads; by default whatever it is found to be
 */
export function id(value, page, parameters) {
  if (!value) return nothing;
  if (!isId(value) && !isEthereum(value)) return html`<span class="mono">${value}</span>`;
  const href = page ? to(page, value, parameters) : to('find', value);
  return html`<span class="id"><a class="mono" href=${href} title=${value}>${short(value)}</a>${copy(value)}</span>`;
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
  return html`${day(millis)} ${time(millis)} <span class="muted ago">${ago(millis, serverNow())}</span>`;
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

/** What is said of an address that can't be right. */
export const malformed = (text) =>
  html`<div class="notice notice-problem" role="status">
    <p><strong>Not an id</strong> “${text}” is none: an id has 43 characters of A–Z, a–z, 0–9, - and _.</p>
  </div>`;

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
