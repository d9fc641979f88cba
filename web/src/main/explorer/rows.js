// A table of any length of which only what is in view is in the document.
import { html } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { Part } from './parts.js';

// Styles are set as properties: as attributes the page's policy forbids them.

/** Rows drawn before and behind what is in view. */
const MARGIN = 8;

class Rows extends Part {
  static properties = {
    items: { attribute: false },
    columns: { attribute: false },
    row: { attribute: false },
    key: { attribute: false },
    label: {},
    from: { state: true },
    height: { state: true },
    view: { state: true },
  };

  constructor() {
    super();
    this.items = [];
    this.columns = [];
    this.from = 0;
    this.height = 44;
    this.view = 480;
    this.sizes = new ResizeObserver(() => this.#measure());
  }

  firstUpdated() {
    this.sizes.observe(this);
    this.#measure();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.sizes.disconnect();
  }

  #measure() {
    this.height = Number.parseInt(getComputedStyle(this).getPropertyValue('--row'), 10) || 44;
    this.view = this.querySelector('.rows-view')?.clientHeight || 480;
  }

  /** What is added on top must not move what is read. */
  willUpdate(changed) {
    const before = changed.get('items');
    if (!changed.has('items') || !before?.length) return;
    const scroller = this.querySelector('.rows-view');
    const first = this.key(before[0]);
    const added = this.items.findIndex((one) => this.key(one) === first);
    if (scroller && scroller.scrollTop > this.height && added > 0) this.moved = scroller.scrollTop + added * this.height;
  }

  updated() {
    if (this.moved !== undefined) {
      this.querySelector('.rows-view').scrollTop = this.moved;
      this.moved = undefined;
    }
  }

  render() {
    const first = Math.max(0, this.from - MARGIN);
    const end = Math.min(this.items.length, this.from + Math.ceil(this.view / this.height) + MARGIN);
    const shown = this.items.slice(first, end);
    // What leaves the view is used again for what enters it.
    const slots = Math.ceil(this.view / this.height) + 2 * MARGIN + 1;
    return html`<div class="rows" role="table" aria-label=${this.label} aria-rowcount=${this.items.length + 1}>
      <div role="rowgroup" class="rows-head">
        <div role="row" aria-rowindex="1">${this.columns.map((name) => html`<span role="columnheader">${name}</span>`)}</div>
      </div>
      <div role="rowgroup" class="rows-view" .style=${`height: ${this.items.length * this.height + 2}px`} tabindex="0" aria-label="${this.label}, scrolls" @scroll=${this.#scrolled}>
        <div class="rows-all" role="presentation" .style=${`height: ${this.items.length * this.height}px`}>
          <div class="rows-shown" role="presentation" .style=${`transform: translateY(${first * this.height}px)`}>
            ${repeat(
              shown,
              (one, index) => (first + index) % slots,
              (one, index) => html`<div role="row" aria-rowindex=${first + index + 2}>${this.row(one).map((cell) => html`<span role="cell">${cell}</span>`)}</div>`,
            )}
          </div>
        </div>
      </div>
    </div>`;
  }

  #scrolled(event) {
    const from = Math.floor(event.target.scrollTop / this.height);
    // A few rows further nothing new comes into view: they are drawn already.
    if (Math.abs(from - this.from) >= MARGIN / 2 || from === 0) this.from = from;
  }
}
customElements.define('mo-rows', Rows);
