// The three sliders of the window (first day, whole window, last day) and the keys that move them.

import { h, set } from "../shared/dom.js";
import { addYears, clamp, dayAt, edgeAfter, edgeBefore, indexOf, nearestEdge } from "./time.js";

const DIRECTION = { ArrowRight: 1, ArrowUp: 1, PageUp: 1, ArrowLeft: -1, ArrowDown: -1, PageDown: -1 };

const slider = (name, label) =>
  h("div", { class: `slider ${name}`, role: "slider", tabindex: 0, "aria-label": label, "data-slider": name });

export class Sliders {
  constructor(brush, words) {
    Object.assign(this, { brush, words });
    this.from = slider("from", words.t("from"));
    this.window = slider("window", words.t("window"));
    this.to = slider("to", words.t("to"));
    this.nodes = [this.from, this.window, this.to];
    for (const node of this.nodes) {
      node.addEventListener("keydown", (event) => this.down(event));
      // Held keys move the window many times, but the server hears of it once: when the key goes up.
      node.addEventListener("keyup", () => this.settle());
      node.addEventListener("blur", () => this.settle());
    }
  }

  draw() {
    const { win, scale } = this.brush;
    const place = (node, day) => {
      const x = scale.x(day);
      node.style.transform = `translateX(${clamp(x, scale.left, scale.right)}px)`;
      node.classList.toggle("off", x < scale.left - 1 || x > scale.right + 1);
    };
    place(this.from, win.a);
    place(this.to, win.b);
    const [x0, x1] = [win.a, win.b].map((day) => clamp(scale.x(day), scale.left, scale.right));
    this.window.style.transform = `translateX(${x0}px)`;
    this.window.style.width = `${x1 - x0}px`;
    this.window.classList.toggle("whole", this.brush.whole);
  }

  /** Tell screen readers where the sliders are; `range` is the window in words. */
  say(range) {
    const { win, edges } = this.brush;
    const [a, b] = [Math.round(win.a), Math.round(win.b)];
    this.value(this.from, a, edges[0], b - 1, this.words.day(a));
    this.value(this.to, b - 1, a, edges.at(-1) - 1, this.words.day(b - 1));
    this.value(this.window, a, edges[0], edges.at(-1) - (b - a), range);
  }

  value(node, now, min, max, text) {
    set(node, "aria-valuemin", min);
    set(node, "aria-valuemax", max);
    set(node, "aria-valuenow", now);
    set(node, "aria-valuetext", text);
  }

  down(event) {
    const { key, shiftKey, altKey } = event;
    if (event.ctrlKey || event.metaKey) return;
    const direction = DIRECTION[key];
    if (!direction && key !== "Home" && key !== "End") return;
    event.preventDefault();
    event.stopPropagation();
    const unit = key.startsWith("Page") || shiftKey ? "year" : altKey ? "day" : "bin";
    const name = event.currentTarget.dataset.slider;
    this.brush.take();
    if (name === "window") this.shift(direction, unit, key);
    else this.edge(name, direction, unit, key);
    this.moved = true;
  }

  edge(name, direction, unit, key) {
    const { edges, win, scale } = this.brush;
    const day = name === "from" ? win.a : win.b;
    const first = edges[0];
    const last = edges.at(-1);
    let to = { Home: first, End: last }[key] ?? this.next(day, direction, unit);
    // The two edges never meet: a bin, or with Alt a day, stays between them.
    const gap = (edge, way) => (unit === "day" ? edge + way : (way > 0 ? edgeAfter : edgeBefore)(edges, edge));
    if (name === "from") to = clamp(to, first, Math.max(gap(win.b, -1), first));
    else to = clamp(to, Math.min(gap(win.a, 1), last), last);
    this.brush.show(...(name === "from" ? [to, win.b] : [win.a, to]));
    scale.reveal(to);
  }

  next(day, direction, unit) {
    const { edges } = this.brush;
    if (unit === "day") return day + direction;
    if (unit === "year") return nearestEdge(edges, addYears(day, direction));
    return (direction > 0 ? edgeAfter : edgeBefore)(edges, day);
  }

  shift(direction, unit, key) {
    const { edges, win, scale } = this.brush;
    const days = win.b - win.a;
    const [first, last] = [edges[0], edges.at(-1)];
    if (unit === "day") {
      const a = clamp(win.a + direction, first, last - days);
      this.brush.show(a, a + days);
    } else {
      const bins = indexOf(edges, win.b) - indexOf(edges, win.a);
      const goal = { Home: first, End: last }[key] ?? this.next(win.a, direction, unit);
      const index = clamp(indexOf(edges, goal), 0, edges.length - 1 - bins);
      this.brush.show(Math.round(dayAt(edges, index)), Math.round(dayAt(edges, index + bins)));
    }
    scale.reveal(direction < 0 || key === "Home" ? this.brush.win.a : this.brush.win.b);
  }

  settle() {
    if (!this.moved) return;
    this.moved = false;
    this.brush.commit();
  }
}
