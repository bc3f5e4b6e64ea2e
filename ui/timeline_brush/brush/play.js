// Play: the window moves through time by itself, at the screen's rate.

import { dayAt, indexOf } from "./time.js";

/** Bins per second at normal speed. Chosen so that twelve years take about a minute by months. */
const PACE = { day: 14, week: 6, month: 2.5, quarter: 1.5, year: 1 };
/** Bins that a moving window takes when the reader has chosen none: about a year. */
const YEAR = { day: 365, week: 52, month: 12, quarter: 4, year: 1 };
/** The least time between two messages to the server while playing, in ms. */
const CALM = 500;
/** How long to wait for the server to have dealt with the last message before sending another, in ms. */
const PATIENCE = 2000;

export class Player {
  /** @param brush offers edges, win, chosen, still, show(a, b), commit(), answered, whole */
  constructor(brush) {
    this.brush = brush;
    this.playing = false;
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  play() {
    this.begin(true);
    this.playing = true;
    this.last = this.told = performance.now();
    this.waited = 0;
    this.brush.changed();
  }

  /** Take hold of the window as positions among the bins: a start and an end, either of which may move. */
  begin(rewind) {
    const { edges, win, chosen, whole } = this.brush;
    const count = edges.length - 1;
    let [a, b] = [indexOf(edges, win.a), indexOf(edges, win.b)];
    if (chosen.mode === "moving" && whole) [a, b] = [0, Math.min(YEAR[chosen.bin], count)];
    else if (rewind && b >= count) {
      if (chosen.mode === "moving") [a, b] = [0, Math.max(Math.round(b - a), 1)];
      else b = Math.min((chosen.mode === "growing" ? Math.floor(a) : 0) + 1, count);
    }
    if (chosen.mode === "cumulative") a = 0;
    Object.assign(this, { a, b, length: b - a, count });
  }

  /** Move on by so many bins; says whether the end is reached. */
  move(bins) {
    const { mode } = this.brush.chosen;
    if (mode === "moving") {
      this.a = Math.min(Math.max(this.a + bins, 0), this.count - this.length);
      this.b = this.a + this.length;
    } else {
      this.b = Math.min(Math.max(this.b + bins, this.a + 1), this.count);
    }
    return this.b >= this.count;
  }

  show() {
    const { edges } = this.brush;
    this.brush.show(dayAt(edges, this.a), dayAt(edges, this.b));
    this.brush.reveal(dayAt(edges, this.b));
  }

  /** Called with every frame. Without motion, the window steps from bin to bin, once a second at most. */
  frame(now) {
    if (!this.playing) return;
    const { chosen, still } = this.brush;
    const elapsed = now - this.last;
    let bins;
    if (still) {
      if (elapsed < Math.max(1000 / chosen.speed, 1000)) return;
      bins = 1;
    } else {
      // A tab that slept must not leap when it wakes.
      bins = (Math.min(elapsed, 100) / 1000) * PACE[chosen.bin] * chosen.speed;
    }
    this.last = now;
    const done = this.move(bins);
    this.show();
    if (done) this.pause();
    else if (now - this.told >= (this.brush.answered ? CALM : PATIENCE)) {
      this.told = now;
      this.brush.tell();
    }
  }

  /** Stop on whole bins and say exactly where. */
  pause() {
    if (!this.playing) return;
    this.playing = false;
    this.a = Math.round(this.a);
    this.b = Math.max(Math.round(this.b), this.a + 1);
    this.show();
    this.brush.commit();
  }

  /** Stop where a hand took over; it will say where it lets go. */
  stop() {
    this.playing = false;
    this.brush.changed();
  }

  step(direction) {
    this.playing = false;
    this.begin(direction > 0);
    [this.a, this.b] = [Math.round(this.a), Math.max(Math.round(this.b), Math.round(this.a) + 1)];
    this.length = this.b - this.a;
    this.move(direction);
    this.show();
    this.brush.commit();
  }
}
