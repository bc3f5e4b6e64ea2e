// All that is drawn: bars, axis, marks, window, and the words above them. Reads the brush, changes nothing in it.

import { Axis } from "./axis.js";
import { Bars } from "./bars.js";
import { h } from "../shared/dom.js";
import { yTicks } from "./histogram.js";
import { Sliders } from "./keys.js";
import { Marks } from "./marks.js";
import { Strip } from "./strip.js";
import { Tip } from "./tip.js";

/** Heights beside the bars: controls 28, gap 4, lane 16, axis 18, strip 4. */
const FRAME = 70;
const LEAST = 48;
/** Milliseconds between two words of a window that is on the move: nobody reads faster, and setting them costs as much as the bars. */
const READ = 60;
/** Room for the numbers on the left, and on the right for half a handle, which is wider for a finger. */
const GUTTER = { left: 34, right: matchMedia("(pointer: coarse)").matches ? 22 : 14 };

export class Picture {
  constructor(brush, words) {
    Object.assign(this, { brush, words, hovered: -1, selected: null });
    this.tip = new Tip();
    this.marks = new Marks(words, this.tip);
    this.axis = new Axis(words);
    this.sliders = new Sliders(brush, words);
    this.strip = new Strip(brush);
    this.canvas = h("canvas", { role: "img" });
    this.bars = new Bars(this.canvas);
    this.selection = h("div", { class: "selection", hidden: true });
    const retry = h("button", { type: "button", text: words.t("retry"), onclick: () => brush.source.load() });
    this.message = h("div", { class: "message", role: "status" });
    this.sorry = [h("span", { text: words.t("failed") }), retry];
    this.plot = h("div", { class: "plot" }, this.canvas, this.axis.numbers, ...this.sliders.nodes, this.message);
    this.node = h(
      "div",
      { class: "picture" },
      this.marks.lane,
      h("div", { class: "stage" }, this.plot, this.axis.svg),
      this.selection,
      this.strip.node,
    );
  }

  /** Say that there are no bars to show, or take that back. */
  failed(is) {
    this.message.replaceChildren(...(is ? this.sorry : []));
  }

  /** Take the height of the whole brush; says whether it is another one. */
  stand(height) {
    const before = this.height;
    this.height = Math.max(height - FRAME, LEAST);
    this.plot.style.height = `${this.height}px`;
    return before !== this.height;
  }

  fit(width, scale) {
    Object.assign(scale, { left: GUTTER.left, right: Math.max(width - GUTTER.right, GUTTER.left + 40) });
    this.bars.resize(width, this.height);
  }

  /** Show what a bar is made of; `x` is null when the pointer has left. */
  hover(x) {
    const { scale, held } = this.brush;
    const inside = x !== null && x >= scale.left && x <= scale.right && !held;
    const index = inside ? this.bars.at(scale.day(x)) : -1;
    if (index !== this.hovered) {
      this.hovered = index;
      this.brush.changed();
    }
    if (index < 0) this.tip.hide();
    else this.explain(index);
  }

  explain(index) {
    const { words, brush } = this;
    const { scale, colours } = brush;
    const { from, end, groups, totals } = brush.histogram;
    const { measure, bin } = brush.chosen;
    const rows = words.groups
      .map((text, g) => ({ colour: colours.groups[g], text, value: groups[measure][g][index] }))
      .filter((row) => row.value)
      .map((row) => ({ ...row, value: words.number(row.value) }));
    const total = words.t(`n_${measure}`, { n: totals[measure][index] });
    const title = words.bin(bin, Math.max(from[index], scale.from), Math.min(end[index], scale.end) - 1);
    const box = this.plot.getBoundingClientRect();
    const [x0, x1] = [scale.x(from[index]), scale.x(end[index])];
    const middle = (Math.max(x0, scale.left) + Math.min(x1, scale.right)) / 2;
    const note = measure === "killed" ? words.t("best") : null;
    this.tip.show(box.left + middle, box.top, `${title} · ${total}`, rows, note);
  }

  /** Draw a frame; says whether words of the window are still to come. */
  draw(controls, now) {
    const { brush, bars } = this;
    const { scale, histogram, colours } = brush;
    const y = histogram ? yTicks(bars.highest(scale.start, scale.stop)) : { top: 1, ticks: [] };
    bars.draw(scale, y, brush.win, this.hovered, colours);
    this.axis.draw(scale);
    this.axis.number(y, this.height, GUTTER.left);
    this.marks.draw(scale);
    this.sliders.draw();
    this.strip.draw();
    const x = this.selected === null ? NaN : scale.x(this.selected + 0.5);
    this.selection.hidden = !(x >= scale.left && x <= scale.right);
    if (!this.selection.hidden) this.selection.style.transform = `translateX(${x}px)`;
    if (brush.held && now - this.written < READ) return true;
    this.written = now;
    this.write(controls);
    return false;
  }

  /** Say the window in words, to the eye and to screen readers. */
  write(controls) {
    const { brush, words } = this;
    const { chosen, scale } = brush;
    const [a, b] = brush.days;
    const range = words.range(a, b - 1);
    this.sliders.say(range);
    controls.playing(brush.player.playing);
    controls.write(range, this.caption(a, b), brush.whole, scale.zoomed);
    const what = { measure: words.t(chosen.measure), bin: words.t(chosen.bin).toLowerCase(), range };
    this.canvas.setAttribute("aria-label", words.t("chart", what));
  }

  /** The quiet line under the dates: how long the window is, what the axis shows, what is not counted. */
  caption(a, b) {
    const { words, brush } = this;
    const { scale, histogram, chosen } = brush;
    const parts = [brush.whole ? words.t("full") : words.length(a, b)];
    if (scale.zoomed) {
      parts.push(words.t("showing", { range: words.span(Math.ceil(scale.start), Math.floor(scale.stop - 1)) }));
    }
    if (chosen.measure === "killed" && histogram?.unknown) parts.push(words.t("unknown", { n: histogram.unknown }));
    return parts.join(" · ");
  }
}
