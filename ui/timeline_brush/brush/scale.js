// From days to pixels and back: what part of the extent the axis shows.

import { clamp } from "./time.js";

/** The closest that one can zoom in, in days. */
const CLOSEST = 62;

export class Scale {
  constructor(from, end) {
    Object.assign(this, { from, end, start: from, stop: end, left: 0, right: 1 });
  }

  get zoomed() {
    return this.stop - this.start < this.end - this.from;
  }

  x(day) {
    return this.left + ((day - this.start) / (this.stop - this.start)) * (this.right - this.left);
  }

  day(x) {
    return this.start + ((x - this.left) / (this.right - this.left)) * (this.stop - this.start);
  }

  /** Days per pixel. */
  get grain() {
    return (this.stop - this.start) / (this.right - this.left);
  }

  show(start, stop) {
    const whole = this.end - this.from;
    const span = clamp(stop - start, Math.min(CLOSEST, whole), whole);
    const middle = (start + stop) / 2;
    this.start = clamp(middle - span / 2, this.from, this.end - span);
    this.stop = this.start + span;
  }

  zoom(factor, around) {
    const span = clamp((this.stop - this.start) / factor, Math.min(CLOSEST, this.end - this.from), this.end - this.from);
    const share = (around - this.start) / (this.stop - this.start);
    this.show(around - share * span, around + (1 - share) * span);
  }

  pan(days) {
    this.show(this.start + days, this.stop + days);
  }

  reset() {
    this.show(this.from, this.end);
  }

  /** Pan as little as needed to bring a day into view. */
  reveal(day) {
    const margin = (this.stop - this.start) * 0.05;
    if (day < this.start + margin) this.pan(day - this.start - margin);
    else if (day > this.stop - margin) this.pan(day - this.stop + margin);
  }
}
