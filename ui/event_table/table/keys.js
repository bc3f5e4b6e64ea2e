// Keys on the grid: one row at a time is the active one, and the grid itself keeps the focus.

import { set } from "../shared/dom.js";

export class Keys {
  constructor(grid, list, press) {
    Object.assign(this, { grid, list, press, active: null });
    grid.addEventListener("keydown", (event) => this.keydown(event));
    grid.addEventListener("focus", () => this.focus());
    grid.addEventListener("pointerdown", () => this.seen(false));
    // A click puts the focus on the scroller; keys belong to the grid.
    list.node.addEventListener("focus", () => grid.focus({ preventScroll: true }));
  }

  /** The ring is for those who use keys. */
  seen(on) {
    this.grid.classList.toggle("keys", on);
  }

  focus() {
    if (!this.grid.matches(":focus-visible")) return;
    this.seen(true);
    if (this.active === null || !this.list.isInView(this.active)) this.set(this.start(), false);
    else this.list.remark();
  }

  /** Where the keys begin: on the selected row if it can be seen, else at the top of what is seen. */
  start() {
    const selected = this.list.rows?.rankOf(this.selected);
    if (Number.isInteger(selected) && selected < this.list.reach && (this.list.cards || this.list.isInView(selected))) return selected;
    return Math.min(Math.ceil(this.list.cards ? 0 : this.list.top / this.list.height), this.list.reach - 1);
  }

  set(index, scroll = true) {
    this.active = index < 0 ? null : index;
    if (this.active !== null && scroll) this.list.reveal(index);
    if (this.list.cards && scroll) this.list.drawn.get(index)?.node.scrollIntoView({ block: "nearest" });
    this.list.remark();
    this.announce();
  }

  /** Name the active row to screen readers, as long as it is in the document. */
  announce() {
    set(this.grid, "aria-activedescendant", this.list.drawn.has(this.active) ? `row-${this.active}` : null);
  }

  keydown(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== this.grid) return;
    const { list } = this;
    const last = list.reach - 1;
    const page = Math.max(Math.floor(list.node.clientHeight / list.height) - 1, 1);
    const now = this.active ?? this.start() - 1;
    const to = {
      ArrowDown: now + 1,
      ArrowUp: now - 1,
      PageDown: now + page,
      PageUp: now - page,
      Home: 0,
      End: last,
    }[event.key];
    if (to !== undefined && last >= 0) {
      event.preventDefault();
      this.seen(true);
      this.set(Math.min(Math.max(to, 0), last));
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      const row = this.active === null ? null : list.rows?.at(this.active);
      if (row) this.press(row);
    }
  }
}
