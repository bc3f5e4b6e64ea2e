// The thin bar under a zoomed axis: which part of the whole period it shows. It can be dragged.

import { h } from "../shared/dom.js";

export class Strip {
  constructor(brush) {
    this.brush = brush;
    this.thumb = h("div", { class: "thumb" });
    // The same can be done with the window's keys, so a screen reader need not hear of it.
    this.node = h("div", { class: "strip", "aria-hidden": "true", hidden: true }, this.thumb);
    this.node.addEventListener("pointerdown", (event) => this.hold(event));
    this.node.addEventListener("pointermove", (event) => this.pull(event));
    for (const end of ["pointerup", "pointercancel"]) this.node.addEventListener(end, () => (this.last = null));
  }

  hold(event) {
    this.node.setPointerCapture(event.pointerId);
    this.last = event.clientX;
  }

  pull(event) {
    if (this.last === null || this.last === undefined) return;
    const { scale } = this.brush;
    scale.pan(((event.clientX - this.last) / this.node.clientWidth) * (scale.end - scale.from));
    this.last = event.clientX;
    this.brush.changed();
  }

  draw() {
    const { scale } = this.brush;
    const { from, end, start, stop } = scale;
    this.node.hidden = !scale.zoomed;
    if (!scale.zoomed) return;
    this.node.style.left = `${scale.left}px`;
    this.node.style.width = `${scale.right - scale.left}px`;
    this.thumb.style.left = `${((start - from) / (end - from)) * 100}%`;
    this.thumb.style.width = `${((stop - start) / (end - from)) * 100}%`;
  }
}
