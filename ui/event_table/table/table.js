// The table itself: knows what is selected and which rows are wanted, and tells the map and the server.

import { Channel, iso, outside } from "./channel.js";
import { h, set } from "../shared/dom.js";
import { Foreseen } from "../shared/foreseen.js";
import { Header } from "./header.js";
import { Keys } from "./keys.js";
import { List } from "./list.js";
import { Notices } from "./notices.js";
import { Shelf, addressOf } from "./rows.js";
import { applyTheme } from "./theme.js";
import { Words } from "./words.js";

/** Below this width of the page, rows are cards; the style sheet says the same. */
const PHONE = "(max-width: 640px)";
/** After the brush is released rows of the new window come; if none do, nothing stays dimmed for longer. */
const PATIENCE = 2000;

/** The order outlives a change of page or language, per session. */
const remembered = new Map();

export class EventTable {
  constructor(root, data) {
    this.language = data.lang;
    this.words = new Words(data.lang, data.words);
    this.shelf = new Shelf();
    this.order = remembered.get(data.channel) ?? { order: "date", direction: "asc" };
    this.turn = 0;
    this.selected = null;
    this.seq = data.seq;
    this.build(data);
    this.phone = matchMedia(PHONE);
    this.relay = () => this.list.lay(this.phone.matches ? "cards" : "rows");
    this.phone.addEventListener("change", this.relay);
    root.replaceChildren(this.node);
    this.relay();
  }

  build(data) {
    const { words } = this;
    this.header = new Header(words, (order) => this.sort(order));
    this.header.sorted(this.order);
    this.notices = new Notices(words, () => this.retry());
    this.list = new List(words, data.symbols, {
      mark: (row) => this.mark(row),
      fetchFailed: (failed) => this.partlyFailed(failed),
    });
    const heads = h("div", { role: "rowgroup" }, this.header.row);
    this.grid = h("div", { class: "grid", role: "grid", tabindex: 0, "aria-label": words.t("name"), "aria-colcount": 4 }, heads, this.list.node);
    this.keys = new Keys(this.grid, this.list, (row) => this.choose(row));
    this.node = h("section", { class: "table", "aria-label": words.t("name") }, this.header.summary, this.grid, this.list.more, this.notices.node, this.notices.live);
    const body = this.list.body;
    body.addEventListener("click", (event) => this.click(event));
    body.addEventListener("pointerover", (event) => this.hover(event));
    body.addEventListener("pointerleave", () => this.channel.hover(null));
    this.blank(true);
    this.notices.loading();
  }

  /** Another language is another table: every word in it changes. */
  fits(data) {
    return data.lang === this.language;
  }

  update({ data, setStateValue }) {
    this.setStateValue = setStateValue;
    this.data = data;
    applyTheme(this.node, data.symbols);
    if (this.channel?.name !== data.channel) this.listen(data.channel);
    const moved = this.follow(data);
    // A run of the page that began before the brush's last release still brings the window of before.
    if (this.ahead && (this.ahead.foreseen?.is(data.window) ?? data.windowSeq >= this.ahead.seq)) this.forget();
    const address = addressOf(data.url, this.ahead?.window ?? data.window);
    if (address !== this.url) {
      this.url = address;
      this.load(moved ? "selected" : "anchor");
    } else {
      if (!this.loading) this.count();
      if (moved) this.reveal();
    }
  }

  /** Take over the server's selection when it is news; what it says may be older than the last click. */
  follow(data) {
    if (data.seq < this.seq) return false;
    const news = data.selected !== this.pushed || data.seq !== this.heard;
    [this.pushed, this.heard, this.seq] = [data.selected, data.seq, data.seq];
    if (!news || data.selected === this.selected) return false;
    this.select(data.selected);
    return data.selected !== null;
  }

  listen(name) {
    this.channel?.close();
    this.channel = new Channel(name, {
      select: (id) => {
        this.select(id);
        this.reveal();
      },
      dim: (window) => this.dim(window),
    });
  }

  // --- selection ---

  click(event) {
    const node = event.target.closest(".row");
    const index = node ? Number(node.dataset.index) : NaN;
    const row = this.list.drawn.get(index)?.row;
    if (!row) return;
    this.grid.focus({ preventScroll: true });
    this.keys.set(index, false);
    this.choose(row);
  }

  /** The reader chose an event, or took the choice back: mark it here and on the map, then tell the server. */
  choose(row) {
    const chosen = row.id === this.selected ? null : row.id;
    this.select(chosen);
    if (chosen) this.list.kept = row.index ?? this.list.rows?.rankOf(chosen) ?? null;
    this.channel.select(chosen, chosen && row);
    this.seq += 1;
    this.setStateValue("selected", { id: chosen, seq: this.seq });
    // On a phone the card stands above the cards of the list: take the reader to it once it is there.
    if (chosen && this.list.cards) setTimeout(() => document.querySelector(".st-key-event_card")?.scrollIntoView({ behavior: "smooth", block: "start" }), 600);
  }

  select(id) {
    this.selected = this.keys.selected = id;
    this.list.kept = null;
    this.list.remark();
  }

  /** Bring the selected event into view, wherever it stands in the list. */
  async reveal() {
    const { rows } = this.list;
    const id = this.selected;
    if (!rows || !id || this.loading) return;
    try {
      const index = await rows.rank(id);
      if (index === null || id !== this.selected || rows !== this.list.rows) return;
      this.list.reveal(index);
      this.list.kept = index;
    } catch {
      // It stays out of view; the selection itself and its card are there.
    }
  }

  hover(event) {
    if (event.pointerType !== "mouse") return;
    const node = event.target.closest(".row");
    this.channel.hover(this.list.drawn.get(Number(node?.dataset.index))?.row);
  }

  mark(row) {
    const id = row.row?.id;
    row.mark({
      selected: id !== undefined && id === this.selected,
      active: row.index === this.keys.active,
      outside: Boolean(id && this.isOutside?.(row.row)),
    });
    this.keys.announce();
  }

  // --- which rows ---

  sort(order) {
    this.order = order;
    remembered.set(this.channel.name, order);
    this.header.sorted(order);
    this.load("top");
  }

  /** Fetch the rows wanted now; those shown stay, dimmed, until the new ones can take their place. */
  async load(goal) {
    this.loading?.stop();
    const turn = (this.turn += 1);
    const rows = this.shelf.take(this.url, this.order);
    this.loading = rows;
    this.stale(true);
    try {
      await rows.start(this.selected);
      if (turn !== this.turn) return;
      const top = this.aim(rows, goal);
      const first = Math.floor(top / this.list.height);
      const view = this.list.cards ? 30 : Math.ceil(this.list.node.clientHeight / this.list.height);
      if (rows.total) await rows.need(first, Math.min(first + view, rows.total - 1));
      if (turn === this.turn) this.show(rows, top);
    } catch (error) {
      if (turn !== this.turn) return;
      // A scroll of the rows shown now may have stopped what was under way: they can be the very rows wanted.
      if (error.name === "AbortError") this.load(goal);
      else this.fail();
    }
  }

  /** Where the view shall be in other rows: at the selected event if it is new or was in view, else at the top. */
  aim(rows, goal) {
    const { list } = this;
    const index = this.selected ? rows.rankOf(this.selected) : null;
    if (list.cards || !Number.isInteger(index)) return 0;
    const furthest = Math.max(rows.total * list.height - list.node.clientHeight, 0);
    const bounded = (top) => Math.min(Math.max(top, 0), furthest);
    const middle = bounded(index * list.height - (list.node.clientHeight - list.height) / 2);
    if (goal === "selected" || (!list.rows && goal !== "top")) return middle;
    const before = list.rows?.rankOf(this.selected);
    if (goal === "top" || !Number.isInteger(before) || !list.isInView(before)) return 0;
    return bounded(index * list.height - (before * list.height - list.top));
  }

  show(rows, top) {
    this.loading = null;
    this.failed = false;
    this.stale(false);
    this.undim();
    this.keys.active = null;
    const { summary, unplaced } = this.count(rows);
    set(this.grid, "aria-rowcount", rows.total + 1);
    this.list.take(rows, top);
    this.keys.announce();
    this.blank(rows.total === 0);
    if (rows.total) this.notices.none();
    else this.notices.empty();
    this.notices.say([summary, unplaced || (!rows.total && this.words.t("empty"))].filter(Boolean).join(", "));
    this.reply();
  }

  /** Say how many events there are: the rows know it, and before there are any the page does. */
  count(rows = this.list.rows) {
    const said = rows?.said ?? this.data;
    this.header.count(said.summary, said.unplaced);
    return said;
  }

  /** Without rows a sentence takes their place; the list keeps its size, by which the next rows are aimed. */
  blank(on) {
    this.node.classList.toggle("blank", on);
  }

  stale(on) {
    this.node.classList.toggle("stale", on);
    set(this.grid, "aria-busy", on ? "true" : null);
  }

  fail() {
    this.loading = null;
    this.failed = true;
    this.stale(false);
    // Rows that do not match the filters would be worse than none.
    this.blank(true);
    this.header.count(this.data.summary, this.data.unplaced);
    this.notices.failed();
    this.reply();
  }

  partlyFailed(failed) {
    if (failed) this.notices.failedSome();
    else if (this.notices.kind === "some") this.notices.none();
  }

  retry() {
    if (this.failed) this.load("anchor");
    else this.list.draw();
  }

  // --- the brush ---

  /** Quieten the rows that fall out of the window while it is dragged, until the rows of the new one are there. */
  dim(window) {
    clearTimeout(this.patience);
    this.isOutside = outside(window);
    if (!window.live) {
      this.patience = setTimeout(() => this.undim(), PATIENCE);
      this.goAhead(window);
    }
    this.list.remark();
  }

  /** The page will ask for these rows in a moment: show them now. */
  goAhead(message) {
    this.forget();
    const window = message.asked.map((day) => (day === null ? null : iso(day)));
    this.ahead = { seq: message.seq ?? 0, window };
    if (message.foreseen)
      this.ahead.foreseen = new Foreseen(window, () => {
        this.forget();
        this.update(this);
      });
    const address = addressOf(this.data.url, this.ahead.window);
    if (address === this.url && !this.loading) return this.reply();
    if (address === this.url) return;
    this.url = address;
    this.load("anchor");
  }

  forget() {
    this.ahead?.foreseen?.end();
    this.ahead = null;
  }

  /** Tell the brush that nothing more of its last window is awaited here: the page may run. */
  reply() {
    if (this.ahead && !this.ahead.foreseen) this.channel.rows(this.ahead.seq);
  }

  undim() {
    if (!this.isOutside || this.loading) return;
    clearTimeout(this.patience);
    this.isOutside = null;
    this.list.remark();
  }

  destroy() {
    clearTimeout(this.patience);
    this.forget();
    this.phone.removeEventListener("change", this.relay);
    this.channel?.close();
    this.loading?.stop();
    this.turn += 1;
    this.list.destroy();
    this.node.remove();
  }
}
