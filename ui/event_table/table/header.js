// Above the rows: how many events there are, and the buttons that order them.

import { h, set, write } from "../shared/dom.js";
import { icon } from "./symbols.js";

/** Orders that the server knows; where the largest is asked for first, `desc` is the way to begin. */
const ORDERS = { date: "asc", category: "asc", place: "asc", killed: "desc" };

export class Header {
  constructor(words, sort) {
    this.total = h("span", { class: "total" });
    this.unplaced = h("span", { class: "missing" });
    this.summary = h("p", { class: "summary" }, this.total, this.unplaced);
    this.heads = Object.fromEntries(Object.keys(ORDERS).map((order) => [order, this.head(order, words, sort)]));
    this.row = h("div", { class: "heads", role: "row", "aria-rowindex": 1 }, ...Object.values(this.heads));
  }

  head(order, words, sort) {
    const press = () => {
      const turned = this.order.direction === "asc" ? "desc" : "asc";
      sort({ order, direction: order === this.order.order ? turned : ORDERS[order] });
    };
    const title = order === "killed" ? words.t("killed_help") : null;
    const button = h("button", { type: "button", "data-order": order, title, onclick: press }, h("span", { text: words.t(order) }), icon("arrow", 11));
    return h("div", { role: "columnheader", class: `head by-${order}` }, button);
  }

  count(summary, unplaced) {
    write(this.total, summary);
    write(this.unplaced, unplaced && ` · ${unplaced}`);
  }

  sorted(order) {
    this.order = order;
    for (const [name, head] of Object.entries(this.heads)) {
      const by = name === order.order;
      set(head, "aria-sort", by ? `${order.direction}ending` : "none");
    }
  }
}
