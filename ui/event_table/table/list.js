// The rows in view. In a panel they scroll inside it and only those in view exist; on a phone they are cards that scroll
// with the page, a few at a time, because an inner scroller would trap the finger.

import { h } from "../shared/dom.js";
import { Row } from "./row.js";

/** Height of a row and of a card in pixels; the style sheet reads it too. */
const HEIGHTS = { rows: 44, cards: 84 };
/** Rows drawn beyond each edge of the view, so that a scroll never outruns the drawing. */
const OVERSCAN = 6;
/** Rows fetched beyond each edge. */
const AHEAD = 30;
/** Cards shown at first, and added by each press of the button. */
const CARDS = 30;
/** Browsers stop laying out somewhere above 17 million pixels; a longer list is drawn to a smaller scale. */
const TALLEST = 15_000_000;
/** A drag of the scroll bar passes many pages; only where it rests for so long are rows fetched. */
const REST = 60;

export class List {
  constructor(words, symbols, { mark, fetchFailed }) {
    Object.assign(this, { words, symbols, mark, fetchFailed });
    this.rows = null;
    this.kept = null;
    this.seenHeight = 0;
    this.drawn = new Map();
    this.spare = [];
    this.body = h("div", { class: "body", role: "presentation" });
    this.node = h("div", { class: "list", role: "rowgroup", tabindex: -1, onscroll: () => this.changed() }, this.body);
    this.more = h("button", { type: "button", class: "more", hidden: true, onclick: () => this.extend() });
    this.observer = new ResizeObserver(() => this.resized());
    this.observer.observe(this.node);
  }

  /** The card opens beside the list and makes it lower: a row that was to be seen stays in view. */
  resized() {
    const { clientHeight } = this.node;
    if (clientHeight < this.seenHeight && this.kept !== null && !this.cards && !this.isInView(this.kept)) this.reveal(this.kept);
    this.seenHeight = clientHeight;
    this.changed();
  }

  lay(layout) {
    if (layout === this.layout) return;
    this.layout = layout;
    this.height = HEIGHTS[layout];
    this.limit = CARDS;
    this.node.style.setProperty("--row-height", `${this.height}px`);
    this.clear();
    this.size();
    this.draw();
  }

  get cards() {
    return this.layout === "cards";
  }

  get total() {
    return this.rows?.total ?? 0;
  }

  /** How many rows a key can reach. */
  get reach() {
    return this.cards ? Math.min(this.total, this.limit) : this.total;
  }

  // --- where the rows are ---

  get span() {
    return this.total * this.height;
  }

  /** Distance in pixels from the top of the first row to the top of the view. */
  get top() {
    const { scrollTop, clientHeight } = this.node;
    const tall = Math.min(this.span, TALLEST);
    if (tall === this.span) return scrollTop;
    return (scrollTop / (tall - clientHeight)) * (this.span - clientHeight);
  }

  set top(value) {
    const { clientHeight } = this.node;
    const tall = Math.min(this.span, TALLEST);
    const scale = tall === this.span ? 1 : (tall - clientHeight) / (this.span - clientHeight);
    this.node.scrollTop = Math.max(value, 0) * scale;
  }

  /** Indices of the rows of which at least a part is in view, with `margin` more at either end. */
  inView(margin = 0, top = this.top) {
    if (this.cards) return [0, this.reach - 1];
    const first = Math.floor(top / this.height) - margin;
    const last = Math.ceil((top + this.node.clientHeight) / this.height) - 1 + margin;
    return [Math.max(first, 0), Math.min(last, this.total - 1)];
  }

  /** Where the view would have to be for a row to be seen: as near as possible, or in the middle if that is far. */
  topFor(index) {
    const [at, view, seen] = [index * this.height, this.node.clientHeight, this.top];
    const [above, below] = [at - seen, at + this.height - seen - view];
    if (above >= 0 && below <= 0) return seen;
    if (above < -view || below > view) return at - (view - this.height) / 2;
    return above < 0 ? at : at + this.height - view;
  }

  /** Scroll to a row without moving the focus. On a phone the page stays where the finger left it. */
  reveal(index) {
    if (!this.cards) this.top = this.topFor(index);
    this.draw();
  }

  isInView(index) {
    const y = index * this.height - this.top;
    return !this.cards && y + this.height > 0 && y < this.node.clientHeight;
  }

  // --- what is in them ---

  /** Take other rows; `top` says where the view shall be. */
  take(rows, top) {
    this.rows = rows;
    this.limit = CARDS;
    this.size();
    if (!this.cards) this.top = top;
    this.draw();
  }

  size() {
    this.body.style.height = this.cards ? "" : `${Math.min(this.span, TALLEST)}px`;
  }

  extend() {
    this.limit += CARDS;
    this.draw();
  }

  changed() {
    this.request ??= requestAnimationFrame(() => this.draw());
  }

  draw() {
    cancelAnimationFrame(this.request);
    this.request = null;
    if (!this.rows || !this.node.isConnected) return;
    const [first, last] = this.inView(OVERSCAN);
    for (const [index, row] of this.drawn) if (index < first || index > last) this.discard(index, row);
    let before = this.body.firstChild;
    for (let index = first; index <= last; index += 1) {
      const row = this.drawn.get(index) ?? this.spare.pop() ?? new Row(this.words, this.symbols);
      this.drawn.set(index, row);
      row.show(index, this.rows.at(index));
      this.place(row, index);
      this.mark(row);
      // In the document as on the screen, for those who read it in order.
      if (row.node === before) before = before.nextSibling;
      else this.body.insertBefore(row.node, before);
    }
    const left = this.cards ? Math.min(this.total - this.limit, CARDS) : 0;
    this.more.hidden = left <= 0;
    if (left > 0) this.more.textContent = this.words.t("more", { n: left });
    this.fetch();
  }

  place(row, index) {
    const y = this.cards ? null : index * this.height - this.top + this.node.scrollTop;
    const move = y === null ? "" : `translateY(${y}px)`;
    if (row.node.style.transform !== move) row.node.style.transform = move;
  }

  discard(index, row) {
    this.drawn.delete(index);
    row.node.remove();
    this.spare.push(row);
  }

  clear() {
    for (const [index, row] of this.drawn) this.discard(index, row);
  }

  remark() {
    for (const row of this.drawn.values()) this.mark(row);
  }

  // --- fetching ---

  fetch() {
    const [first, last] = this.inView(this.cards ? 0 : AHEAD);
    let missing = false;
    for (let index = first; index <= last && !missing; index += 1) missing = !this.rows.at(index);
    clearTimeout(this.rest);
    if (missing) this.rest = setTimeout(() => this.load(first, last), REST);
  }

  async load(first, last) {
    const { rows } = this;
    try {
      if ((await rows.need(first, last)) && rows === this.rows) this.draw();
      if (rows === this.rows) this.fetchFailed(false);
    } catch (error) {
      if (error.name !== "AbortError" && rows === this.rows) this.fetchFailed(true);
    }
  }

  destroy() {
    cancelAnimationFrame(this.request);
    clearTimeout(this.rest);
    this.observer.disconnect();
    this.rows?.stop();
  }
}
