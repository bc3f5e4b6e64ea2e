// The tooltip of bars and marks: in the browser's top layer, so that no container of the page can cut it off.

import { h } from "../shared/dom.js";

let count = 0;

export class Tip {
  constructor() {
    this.id = `tip-${++count}`;
    this.node = h("div", { class: "tip", role: "tooltip", id: this.id, popover: "manual" });
    this.hideOnScroll = () => this.hide();
    window.addEventListener("scroll", this.hideOnScroll, { capture: true, passive: true });
  }

  /**
   * Show a title and rows above a point of the window.
   * @param rows of {icon or colour, text, value}
   */
  show(x, y, title, rows, note = null) {
    const key = JSON.stringify([x, y, title, note, rows.map((row) => [row.text, row.value])]);
    if (key === this.key) return;
    this.key = key;
    this.node.replaceChildren(
      ...[
        title && h("strong", { text: title }),
        rows.length && h("div", { class: "rows" }, ...rows.flatMap((row) => this.row(row))),
        note && h("span", { class: "note", text: note }),
      ].filter(Boolean),
    );
    if (!this.node.matches(":popover-open")) this.node.showPopover();
    const { offsetWidth: width, offsetHeight: height } = this.node;
    const left = Math.min(Math.max(x - width / 2, 4), document.documentElement.clientWidth - width - 4);
    const above = y - height - 8;
    this.node.style.left = `${Math.round(left)}px`;
    this.node.style.top = `${Math.round(above >= 4 ? above : y + 24)}px`;
  }

  row({ icon, colour, text, value }) {
    const swatch = icon ?? h("i", { style: `background:${colour}` });
    return [swatch, h("span", { text }), h("b", { text: value })];
  }

  hide() {
    this.key = null;
    if (this.node.matches(":popover-open")) this.node.hidePopover();
  }

  remove() {
    window.removeEventListener("scroll", this.hideOnScroll, { capture: true });
    this.node.remove();
  }
}
