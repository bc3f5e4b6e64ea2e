// Mandates, coups and bases in a lane above the bars. Marks too close to be told apart become one with a number.

import { h, svg } from "../shared/dom.js";

/** In the order in which Python counts them. */
const KINDS = ["mandate", "coup", "base_opened", "base_closed", "mission"];
/** How far a glyph may stand from its day before it is merged with a neighbour, in pixels. */
const NUDGE = 5;
/** Pointer distance within which a mark answers, in pixels. */
const REACH = 12;

/** What lasts as long as the Mission is a line along the lane, not a glyph at its first day. */
const isLine = (mark) => mark.kind === "mission" && mark.end !== null;

const GLYPHS = {
  mandate: "M6 1.6 10.4 6 6 10.4 1.6 6z",
  coup: "M2.2 2.2l7.6 7.6M9.8 2.2 2.2 9.8",
  base_opened: "M6 2 10.6 10H1.4z",
  base_closed: "M6 10 1.4 2h9.2z",
  mission: "M3 1.2V11M3 1.8h6.4L7.6 4.2l1.8 2.4H3",
};

export const glyph = (kind) =>
  svg(
    "svg",
    { viewBox: "0 0 12 12", width: 12, height: 12, class: `glyph ${kind}`, "aria-hidden": "true" },
    svg("path", { d: GLYPHS[kind] }),
  );

/** Put marks side by side in as few pixels as they need, keeping each near its day; too crowded ones are merged. */
export function cluster(marks, x, left, right) {
  let items = marks.map((mark) => ({ marks: [mark], kind: mark.kind, x: x(mark.day) }));
  for (;;) {
    for (const item of items) item.width = 12 + (item.marks.length > 1 ? 3 + 7 * String(item.marks.length).length : 0);
    place(items, left, right);
    if (items.every((item) => Math.abs(item.at - item.x) <= NUDGE)) return items;
    let best = 0;
    let nearest = Infinity;
    for (let i = 0; i + 1 < items.length; i++) {
      const gap = (items[i + 1].x - items[i].x) * (items[i].kind === items[i + 1].kind ? 0.4 : 1);
      if (gap < nearest) [best, nearest] = [i, gap];
    }
    if (items.length < 2) return items;
    const [one, two] = items.splice(best, 2);
    const both = [...one.marks, ...two.marks];
    const middle = (x(both[0].day) + x(both.at(-1).day)) / 2;
    const alike = one.kind === two.kind && one.kind !== "mission";
    items.splice(best, 0, { marks: both, kind: alike ? one.kind : "marks", x: middle });
    items = items.sort((p, q) => p.x - q.x);
  }
}

/** Push overlapping items apart, a run of them staying centred on where it wants to be. */
function place(items, left, right) {
  const runs = [];
  for (const item of items) {
    let run = { items: [item], width: item.width + 2, centre: item.x };
    while (runs.length && runs.at(-1).centre + runs.at(-1).width / 2 > run.centre - run.width / 2) {
      const before = runs.pop();
      const width = before.width + run.width;
      const all = [...before.items, ...run.items];
      // Each item wants the run's centre somewhere; the mean of these wishes moves all of them least.
      let offset = -width / 2;
      let wish = 0;
      for (const one of all) {
        wish += one.x - (offset + one.width / 2 + 1);
        offset += one.width + 2;
      }
      run = { items: all, width, centre: wish / all.length };
    }
    runs.push(run);
  }
  for (const run of runs) {
    run.centre = Math.min(Math.max(run.centre, left - 6 + run.width / 2), right + 12 - run.width / 2);
    let at = run.centre - run.width / 2;
    for (const item of run.items) {
      item.at = at + item.width / 2 + 1;
      at += item.width + 2;
    }
  }
}

export class Marks {
  constructor(words, tip) {
    Object.assign(this, { words, tip, items: [], lines: [], marks: [], current: 0 });
    this.spans = svg("svg", { class: "spans", role: "presentation" });
    this.list = h("div", { class: "glyphs", role: "toolbar", "aria-label": words.t("marks") });
    this.lane = h("div", { class: "lane" }, this.spans, this.list);
    this.lane.addEventListener("pointermove", (event) => this.point(event));
    this.lane.addEventListener("pointerdown", (event) => this.point(event));
    this.lane.addEventListener("pointerleave", () => this.tip.hide());
    this.list.addEventListener("keydown", (event) => this.step(event));
  }

  take(rows) {
    this.marks = rows
      .map(([kind, day, label, end]) => ({ kind: KINDS[kind], day, label, end: end ?? null }))
      .sort((one, two) => one.day - two.day);
    this.key = null;
  }

  draw(scale) {
    const key = [scale.start, scale.stop, scale.left, scale.right].join();
    if (key === this.key) return;
    this.key = key;
    const inside = (day) => day >= scale.start && day < scale.stop;
    const points = this.marks.filter((mark) => inside(mark.day) && !isLine(mark));
    this.items = cluster(points, (day) => scale.x(day), scale.left, scale.right);
    const focused = this.list.contains(this.list.getRootNode().activeElement);
    this.list.replaceChildren(...this.items.map((item, i) => this.button(item, i)));
    this.focusable(Math.min(this.current, this.items.length - 1), focused);
    this.lines = this.marks
      .filter((mark) => isLine(mark) && mark.end >= scale.start && mark.day < scale.stop)
      .map((mark) => {
        const [x0, x1] = [scale.x(mark.day), scale.x(mark.end + 1)];
        return { mark, x0: Math.max(x0, scale.left), x1: Math.min(x1, scale.right) };
      });
    const ticks = points.map((mark) => `M${Math.round(scale.x(mark.day)) + 0.5} 16v3`);
    this.spans.replaceChildren(
      svg("path", { class: "ticks", d: ticks.join("") }),
      ...this.lines.map(({ mark, x0, x1 }) =>
        svg("path", { class: "mission", d: `M${x0} 15H${x1}`, role: "img", "aria-label": this.sentence(mark) }),
      ),
    );
  }

  button(item, index) {
    const many = item.marks.length > 1;
    const [first, last] = [item.marks[0], item.marks.at(-1)];
    const name = many
      ? `${this.words.t(`n_${item.kind}`, { n: item.marks.length })}, ${this.words.range(first.day, last.day)}`
      : this.sentence(first);
    const button = h(
      "button",
      { type: "button", class: `mark ${item.kind}`, "aria-label": name, "aria-describedby": many ? this.tip.id : null },
      item.kind === "marks" ? null : glyph(item.kind),
      many ? h("span", { class: "count", text: item.marks.length }) : null,
    );
    button.style.left = `${item.at}px`;
    button.style.width = `${item.width}px`;
    button.addEventListener("focus", () => {
      this.focusable(index);
      if (button.matches(":focus-visible")) this.show(item.marks, item.at);
    });
    button.addEventListener("blur", () => this.tip.hide());
    return button;
  }

  sentence(mark) {
    return `${mark.label}, ${this.when(mark)}`;
  }

  when({ day, end }) {
    return end ? this.words.range(day, end) : this.words.day(day);
  }

  show(marks, at) {
    const box = this.lane.getBoundingClientRect();
    const rows = marks.map((mark) => ({ icon: glyph(mark.kind), text: mark.label, value: this.when(mark) }));
    this.tip.show(box.left + at, box.top + 2, null, rows);
  }

  point(event) {
    const x = event.clientX - this.lane.getBoundingClientRect().left;
    let nearest = null;
    for (const item of this.items) {
      const distance = Math.max(Math.abs(item.at - x) - item.width / 2, 0);
      if (distance <= REACH && distance < (nearest?.distance ?? Infinity)) nearest = { item, distance };
    }
    const line = this.lines.find(({ x0, x1 }) => x >= x0 && x <= x1);
    if (nearest) this.show(nearest.item.marks, nearest.item.at);
    else if (line) this.show([line.mark], (line.x0 + line.x1) / 2);
    else this.tip.hide();
  }

  /** One stop for the tab key; arrows go from mark to mark. */
  focusable(index, focus = false) {
    this.current = Math.max(index, 0);
    [...this.list.children].forEach((button, i) => (button.tabIndex = i === this.current ? 0 : -1));
    if (focus) this.list.children[this.current]?.focus({ preventScroll: true });
  }

  step(event) {
    const last = this.items.length - 1;
    const to = {
      ArrowRight: Math.min(this.current + 1, last),
      ArrowLeft: Math.max(this.current - 1, 0),
      Home: 0,
      End: last,
    }[event.key];
    if (to === undefined) {
      if (event.key === "Escape") this.tip.hide();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    this.focusable(to, true);
  }
}
