// One row: made once, then written again and again with another event while the list scrolls.

import { h, set, write } from "../shared/dom.js";
import { icon, paint, symbol } from "./symbols.js";

const HARD_SPACE = "\u00a0";

/** A span of days breaks after its dash and nowhere else. */
function unbroken(date) {
  const ends = date.split(" – ");
  return ends.length < 2 ? date : ends.map((end) => end.replaceAll(" ", HARD_SPACE)).join(`${HARD_SPACE}– `);
}

export class Row {
  constructor(words, symbols) {
    this.words = words;
    this.symbols = symbols;
    this.date = h("div", { class: "date", role: "gridcell" });
    this.symbol = symbol();
    this.category = h("div", { class: "category", role: "gridcell" }, this.symbol, h("span", { class: "unseen" }));
    this.title = h("span", { class: "title" });
    this.partial = h("span", { class: "partial", title: words.t("partial") }, h("span", { "aria-hidden": "true", text: "≈" }), h("span", { class: "spelt", text: words.t("partial_short") }));
    this.when = h("span", { class: "when", "aria-hidden": "true" });
    this.place = h("span", { class: "place" });
    this.unplaced = h("span", { class: "unplaced", title: words.t("not_placed_help") }, icon("unplaced", 11), h("span", { text: words.t("not_placed") }));
    const quiet = h("div", { class: "quiet" }, this.when, this.place, this.unplaced, this.partial);
    this.event = h("div", { class: "event", role: "gridcell" }, this.title, quiet);
    this.best = h("span", { class: "best" });
    this.unit = h("span", { class: "unit" });
    this.range = h("span", { class: "range" });
    this.killed = h("div", { class: "killed", role: "gridcell" }, this.best, this.unit, this.range);
    this.node = h("div", { class: "row", role: "row" }, this.date, this.category, this.event, this.killed);
  }

  /** Show an event, or grey bars in its place until it is there. */
  show(index, row) {
    if (this.index !== index) {
      this.index = index;
      this.node.dataset.index = index;
      this.node.id = `row-${index}`;
      // The header is the first row of the grid.
      set(this.node, "aria-rowindex", index + 2);
    }
    if (this.row === row) return;
    this.row = row;
    this.node.classList.toggle("waiting", !row);
    if (row) this.fill(row);
    else this.clear();
  }

  fill(row) {
    const { words } = this;
    write(this.date, unbroken(row.date));
    write(this.when, row.date);
    paint(this.symbol, row.group, this.symbols[row.group]?.[0]);
    set(this.category, "title", row.category_label);
    write(this.category.lastChild, row.category_label);
    write(this.title, row.title);
    set(this.title, "title", row.title);
    this.partial.hidden = !row.partial;
    const region = row.region && row.region !== row.place ? row.region : "";
    write(this.place, [row.place, region].filter(Boolean).join(" · "));
    this.unplaced.hidden = row.placed;
    write(this.best, row.killed);
    const toll = row.killed || row.killed_range;
    write(this.unit, toll && words.t("n_killed", { n: toll }).replace(toll, "").trim());
    write(this.range, row.killed_range);
    set(this.killed, "aria-label", this.toll(row));
  }

  toll({ killed, killed_range: range }) {
    if (killed) return [this.words.t("n_killed", { n: killed }), range && this.words.t("range", { range })].filter(Boolean).join(", ");
    return range ? this.words.t("n_killed", { n: range }) : null;
  }

  clear() {
    for (const node of [this.date, this.when, this.title, this.place, this.best, this.unit, this.range]) write(node, "");
    write(this.category.lastChild, "");
    this.partial.hidden = this.unplaced.hidden = true;
    this.symbol.dataset.group = "";
    this.symbol.firstChild.removeAttribute("d");
    for (const node of [this.category, this.title]) set(node, "title", null);
    set(this.killed, "aria-label", null);
  }

  /** Say what the row is just now: selected, reached by the keys, outside of the window that is being dragged. */
  mark({ selected, active, outside }) {
    set(this.node, "aria-selected", String(selected));
    this.node.classList.toggle("active", active);
    this.node.classList.toggle("outside", outside);
  }
}
