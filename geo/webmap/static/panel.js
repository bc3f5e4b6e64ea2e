// What the map says in words: the tip under the pointer and the list of a place's events. Text is always text here.

import { picture } from "./symbols.js";

export function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

export class Tip {
  constructor(container) {
    this.box = element("div", "atlas-tip");
    this.box.hidden = true;
    container.append(this.box);
    this.container = container;
  }

  /** Show lines of text near a point; the first is the title. A line may carry a symbol: `{symbol, text}`. */
  show(point, lines) {
    this.box.replaceChildren(
      ...lines.filter(Boolean).map((line, i) => {
        const row = element("div", i ? "atlas-tip-line" : "atlas-tip-title");
        if (line.symbol) row.append(line.symbol);
        row.append(document.createTextNode(line.text ?? line));
        return row;
      }),
    );
    this.box.hidden = false;
    const { clientWidth: w, clientHeight: h } = this.container;
    const [bw, bh] = [this.box.offsetWidth, this.box.offsetHeight];
    const x = point.x + 14 + bw > w ? Math.max(4, point.x - bw - 10) : point.x + 14;
    const y = Math.min(Math.max(4, point.y - bh / 2), h - bh - 4);
    this.box.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  }

  hide() {
    this.box.hidden = true;
  }
}

/** The list that opens on a place with several events; a click or Enter selects one. */
export class PlaceList {
  constructor(container, choose, onPlaces) {
    Object.assign(this, { choose, onPlaces });
    this.box = element("section", "atlas-list");
    this.box.hidden = true;
    this.box.setAttribute("role", "dialog");
    container.append(this.box);
    window.L.DomEvent.disableClickPropagation(this.box).disableScrollPropagation(this.box);
    this.box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step) return;
      const buttons = [...this.box.querySelectorAll("li button")];
      const next = buttons[buttons.indexOf(document.activeElement) + step];
      if (next) next.focus();
      event.preventDefault();
      event.stopPropagation();
    });
  }

  /** @param items [{row, title, about, group}] in order of time */
  open(places, title, heading, items, { style, theme, words, selected }) {
    const top = this.places ? this.box.querySelector("ol")?.scrollTop : 0;
    this.places = places;
    this.onPlaces(places);
    const close = element("button", "atlas-list-close", "×");
    close.setAttribute("aria-label", words.close);
    close.addEventListener("click", () => this.close());
    const head = element("header");
    const text = element("div");
    text.append(element("strong", "", title), element("span", "", heading));
    head.append(text, close);
    const list = element("ol");
    for (const item of items) {
      const button = element("button");
      button.setAttribute("aria-current", String(item.row === selected));
      const line = element("span", "atlas-list-title", item.title);
      const date = element("span", "atlas-list-date", item.about);
      const body = element("span", "atlas-list-body");
      body.append(line, date);
      button.append(picture(style, theme, item.group), body);
      button.addEventListener("click", () => {
        for (const other of list.querySelectorAll("[aria-current=true]")) other.setAttribute("aria-current", "false");
        button.setAttribute("aria-current", "true");
        this.choose(item.row);
      });
      const entry = element("li");
      entry.append(button);
      list.append(entry);
    }
    this.box.setAttribute("aria-label", title);
    this.box.replaceChildren(head, list);
    this.box.hidden = false;
    list.scrollTop = top ?? 0;
    this.box.querySelector("[aria-current=true]")?.scrollIntoView({ block: "nearest" });
  }

  close() {
    if (!this.places) return;
    this.places = null;
    this.onPlaces(null);
    this.box.hidden = true;
  }
}
