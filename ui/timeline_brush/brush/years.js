// The panel's slider of years is Streamlit's own: what a hand chooses there comes back when the page has run. Until then
// it is shown here, and by the map and the table, as a choice of the brush is.

import { yearStart } from "./time.js";

const PLACE = ".st-key-filter_years";

export class Years {
  constructor(brush) {
    this.brush = brush;
    this.ends = new AbortController();
    const listen = (type, act) => document.addEventListener(type, act, { capture: true, signal: this.ends.signal });
    for (const type of ["pointerdown", "keydown"]) listen(type, ({ target }) => target.closest?.(PLACE) && this.take());
    listen("keyup", () => this.held && this.release());
    // A hand's last move is written after this event, in a frame of its own.
    for (const type of ["pointerup", "pointercancel"]) listen(type, () => this.held && requestAnimationFrame(() => this.release()));
    // A key or button that goes up in another window is not heard of here.
    window.addEventListener("blur", () => this.release(), { signal: this.ends.signal });
  }

  /** The window of the slider: its first day and the one after its last, and as the page will say it. */
  read() {
    const [first, last] = document.querySelectorAll(`${PLACE} input[type=range]`);
    if (!last) return null;
    const { from, end } = this.brush.scale;
    const open = [first.value === first.min, last.value === last.max];
    const days = [yearStart(Number(first.value)), yearStart(Number(last.value) + 1)];
    return {
      a: open[0] ? from : Math.max(days[0], from),
      b: open[1] ? end : Math.min(days[1], end),
      asked: [open[0] ? null : days[0], open[1] ? null : days[1] - 1],
    };
  }

  take() {
    if (this.held) return;
    this.held = true;
    this.first = this.last = JSON.stringify(this.read());
    const follow = () => {
      if (!this.held) return;
      this.follow();
      requestAnimationFrame(follow);
    };
    requestAnimationFrame(follow);
  }

  /** Show what the slider says if that is news. */
  follow() {
    const now = this.read();
    const said = JSON.stringify(now);
    if (!now || said === this.last || now.a >= now.b) return;
    if (!this.now) {
      // Only a hand that moves the slider takes the window: play goes on under one that rests on it.
      this.brush.take();
      this.before = this.brush.days;
    }
    this.last = said;
    this.now = now;
    this.brush.show(now.a, now.b);
  }

  release() {
    if (!this.held) return;
    this.follow();
    this.held = false;
    const { now, brush } = this;
    this.now = null;
    if (now && this.last !== this.first) brush.foresee(now);
    else if (now) {
      // There and back again is no choice, of which the page would hear.
      brush.show(...this.before);
      brush.commit();
    }
  }

  destroy() {
    this.held = false;
    this.ends.abort();
  }
}
