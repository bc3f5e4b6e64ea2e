// The stacked bars, on a canvas: the part that must be redrawn with every frame of a drag.

import { clamp } from "./time.js";

/** How strongly bars outside the window are drawn. */
const FADED = 0.3;
/** How long bars take to change their height when other events are counted, in ms. */
const TRANSITION = 240;

export class Bars {
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
    this.shown = null;
  }

  resize(width, height) {
    const ratio = window.devicePixelRatio || 1;
    const [pixelWidth, pixelHeight] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (this.canvas.width !== pixelWidth || this.canvas.height !== pixelHeight) {
      Object.assign(this.canvas, { width: pixelWidth, height: pixelHeight });
    }
    Object.assign(this, { width, height, ratio });
  }

  /** Take other counts; bars of the same bins grow or shrink to them, unless motion is unwelcome. */
  take(histogram, measure, still) {
    const goal = histogram.groups[measure];
    const same = this.shown?.length === goal.length && this.histogram?.size === histogram.size;
    const old = same && !still ? this.shown.map((counts) => counts.slice()) : null;
    Object.assign(this, { histogram, goal, old, since: null });
    if (!old) this.shown = goal;
  }

  /** Move on with a transition; says whether there is more to come. */
  advance(now) {
    if (!this.old) return false;
    this.since ??= now;
    const t = Math.min((now - this.since) / TRANSITION, 1);
    const eased = 1 - (1 - t) ** 3;
    const between = (from, to) => from + (to - from) * eased;
    this.shown = this.goal.map((counts, g) => counts.map((count, i) => between(this.old[g][i], count)));
    if (t === 1) [this.shown, this.old] = [this.goal, null];
    return t < 1;
  }

  /** Height of the highest bar in a stretch of days. */
  highest(start, stop) {
    const { from, end, size } = this.histogram;
    let top = 0;
    for (let i = 0; i < size; i++) {
      if (end[i] <= start || from[i] >= stop) continue;
      top = Math.max(top, this.shown.reduce((sum, counts) => sum + counts[i], 0));
    }
    return top;
  }

  /**
   * @param scale days to pixels
   * @param y {top, ticks} of the value axis
   * @param window_ {a, b} first day and end of the window
   * @param hovered index of the bin under the pointer, or -1
   * @param colours of the theme
   */
  draw(scale, y, window_, hovered, colours) {
    const { context: c, width, height } = this;
    c.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    c.clearRect(0, 0, width, height);
    c.fillStyle = colours.line;
    for (const tick of y.ticks) {
      c.fillRect(scale.left, this.snap(height - (tick / y.top) * height), scale.right - scale.left, 1);
    }
    if (!this.histogram) return;
    if (hovered >= 0) {
      const [x0, x1] = this.span(scale, hovered, 0);
      c.fillRect(x0, 0, x1 - x0, height);
    }
    const all = this.picture(scale, y, colours);
    const [a, b] = [window_.a, window_.b].map((day) => clamp(scale.x(day), scale.left, scale.right));
    this.part(all, scale.left, a, FADED);
    this.part(all, b, scale.right, FADED);
    this.part(all, a, b, 1);
  }

  /** Paint what lies between two pixels. */
  part(picture, from, to, alpha) {
    if (to <= from) return;
    const c = this.context;
    c.save();
    c.beginPath();
    c.rect(from, 0, to - from, this.height);
    c.clip();
    c.globalAlpha = alpha;
    c.drawImage(picture, 0, 0, this.width, this.height);
    c.restore();
  }

  /** All bars as one picture, which stays while only the window moves. */
  picture(scale, y, colours) {
    const of = [this.shown, colours, scale.start, scale.stop, scale.left, scale.right, y.top, this.width, this.height, this.ratio];
    if (this.painted?.of.every((value, i) => value === of[i])) return this.painted.canvas;
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width: this.canvas.width, height: this.canvas.height });
    const context = canvas.getContext("2d");
    context.scale(this.ratio, this.ratio);
    this.paint(context, scale, y, colours);
    this.painted = { of, canvas };
    return canvas;
  }

  /** Paint the bars rectangle by rectangle, for as one path they take thrice as long. */
  paint(c, scale, y, colours) {
    const { height, shown } = this;
    const { from, end, size } = this.histogram;
    const floor = new Float64Array(size);
    shown.forEach((counts, group) => {
      c.fillStyle = colours.groups[group];
      for (let i = 0; i < size; i++) {
        if (!counts[i] || end[i] <= scale.start || from[i] >= scale.stop) continue;
        const [x0, x1] = this.span(scale, i, 1);
        const bottom = height - (floor[i] / y.top) * height;
        floor[i] += counts[i];
        const top = height - (floor[i] / y.top) * height;
        c.fillRect(x0, top, x1 - x0, bottom - top);
      }
    });
  }

  /** Left and right of a bar, on whole device pixels so that it stays crisp, with a gap where there is room for one. */
  span(scale, i, gap) {
    const x0 = this.snap(scale.x(Math.max(this.histogram.from[i], scale.from)));
    const x1 = this.snap(scale.x(Math.min(this.histogram.end[i], scale.end)));
    const room = x1 - x0;
    return [x0, Math.max(x1 - (gap && room >= 3 ? Math.min(gap, room / 4) : 0), x0 + 1 / this.ratio)];
  }

  snap(x) {
    return Math.round(x * this.ratio) / this.ratio;
  }

  /** Index of the bin that a day lies in, or -1. */
  at(day) {
    if (!this.histogram) return -1;
    const { from, end } = this.histogram;
    return from.findIndex((start, i) => day >= start && day < end[i]);
  }
}
