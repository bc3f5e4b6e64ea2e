// Years (or months, seen closely) under the bars and the quiet numbers beside them.

import { h, svg } from "../shared/dom.js";
import { nextStart, toDate, yearOf, yearStart } from "./time.js";

/** Room that a label needs, in pixels. */
const YEAR_LABEL = 34;
const MONTH_LABEL = 36;

export class Axis {
  constructor(words) {
    this.words = words;
    this.svg = svg("svg", { class: "axis", "aria-hidden": "true" });
    this.numbers = h("div", { class: "numbers", "aria-hidden": "true" });
  }

  draw(scale) {
    const key = [scale.start, scale.stop, scale.left, scale.right].join();
    if (key === this.key) return;
    this.key = key;
    const yearWidth = 365.25 / scale.grain;
    const close = yearWidth > 6 * MONTH_LABEL;
    this.svg.replaceChildren(...(close ? this.months(scale, yearWidth) : this.years(scale, yearWidth)));
  }

  years(scale, width) {
    const every = Math.ceil(YEAR_LABEL / width);
    const nodes = [this.rule(scale)];
    for (let year = yearOf(scale.start); year <= yearOf(scale.stop - 1); year++) {
      const start = Math.max(yearStart(year), scale.start);
      const end = Math.min(yearStart(year + 1), scale.stop);
      if (yearStart(year) >= scale.start) nodes.push(this.tick(scale.x(start), 5));
      const room = scale.x(end) - scale.x(start);
      // A label stands under the middle of its year; one that is cut by the edge must still have room.
      if (year % every || room < Math.min(width * 0.9, YEAR_LABEL - 6)) continue;
      nodes.push(this.label(scale.x((start + end) / 2), year, "middle", year));
    }
    return nodes;
  }

  months(scale, yearWidth) {
    const every = [1, 3, 6].find((n) => (yearWidth / 12) * n >= MONTH_LABEL) ?? 6;
    const nodes = [this.rule(scale)];
    let day = yearStart(yearOf(scale.start));
    for (let month = 0; day < scale.stop; day = nextStart("month", day), month++) {
      const x = scale.x(day);
      const january = month % 12 === 0;
      if (day >= scale.start) nodes.push(this.tick(x, january ? 7 : 4));
      if (month % every || x < scale.left - 1 || x > scale.right - MONTH_LABEL / 2) continue;
      const text = january ? yearOf(day) : this.words.monthNames.format(toDate(day));
      nodes.push(this.label(x + 4, text, "start", january ? yearOf(day) : null));
    }
    return nodes;
  }

  rule(scale) {
    return svg("path", { class: "rule", d: `M${scale.left} .5H${scale.right}` });
  }

  tick(x, length) {
    const crisp = Math.round(x) + 0.5;
    return svg("path", { class: "rule", d: `M${crisp} 0v${length}` });
  }

  label(x, text, anchor, year) {
    const node = svg("text", { x, y: 14, "text-anchor": anchor, class: year && `year ${anchor}`, "data-year": year });
    node.textContent = text;
    if (year !== null) node.append(svg("title", { text: this.words.t("take_year", { year }) }));
    return node;
  }

  /** The numbers of the value axis, in the gutter left of the bars. */
  number(y, height, gutter) {
    const key = [y.ticks, y.top, height, gutter].join();
    if (key === this.numberKey) return;
    this.numberKey = key;
    this.numbers.replaceChildren(
      ...y.ticks.map((tick) => {
        const top = height - (tick / y.top) * height;
        return h("span", { style: `top:${top}px;width:${gutter - 6}px`, text: this.words.number(tick) });
      }),
    );
  }
}
