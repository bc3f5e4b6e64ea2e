// The quiet canvases of the map as one picture while only the events change: a browser that paints without a graphics card
// composes every canvas anew for each frame, and those of the ground are larger than the map itself.

import { element } from "./panel.js";

/** A single step of a key changes the window once and is not worth a picture. */
const MOVES = 3;

export class Flat {
  /** @param panes from the ground up; what changes, and tiles, which load when they like, must lie above them */
  constructor(map, panes) {
    Object.assign(this, { map, panes, moves: 0, hidden: [] });
    map.on("movestart zoomstart resize viewreset layeradd layerremove", () => this.restore());
  }

  /** Hear that the events move once more, or for the last time. */
  follow(live) {
    this.moves = live ? this.moves + 1 : 0;
    if (!live) this.restore();
    else if (this.moves >= MOVES && !this.canvas) this.make();
  }

  make() {
    const { map } = this;
    if (map.getPane("tilePane").querySelector("img")) return;
    // What is drawn as vectors lies between, and stays where it is: what is above it, too.
    const below = this.panes.findIndex((name) => map.getPane(name).querySelector("svg path")) + 1 || this.panes.length;
    const found = this.panes.slice(0, below).flatMap((name) => [...map.getPane(name).querySelectorAll("canvas")]);
    const [{ x, y }, ratio] = [map.getSize(), window.devicePixelRatio || 1];
    const box = map.getContainer().getBoundingClientRect();
    this.canvas = element("canvas", "atlas-flat");
    Object.assign(this.canvas, { width: Math.round(x * ratio), height: Math.round(y * ratio) });
    Object.assign(this.canvas.style, { position: "absolute", width: `${x}px`, height: `${y}px` });
    const context = this.canvas.getContext("2d", { alpha: false });
    context.scale(ratio, ratio);
    context.fillStyle = getComputedStyle(map.getContainer()).backgroundColor;
    context.fillRect(0, 0, x, y);
    for (const canvas of found) {
      const at = canvas.getBoundingClientRect();
      if (canvas.width) context.drawImage(canvas, at.left - box.left, at.top - box.top, at.width, at.height);
      canvas.style.visibility = "hidden";
    }
    this.hidden = found;
    window.L.DomUtil.setPosition(this.canvas, map.containerPointToLayerPoint([0, 0]));
    map.getPane(this.panes[0]).append(this.canvas);
  }

  /** Show the canvases themselves again: before any of them changes, and when the events have come to rest. */
  restore() {
    if (!this.canvas) return;
    this.canvas.remove();
    this.canvas = null;
    for (const canvas of this.hidden) canvas.style.visibility = "";
    this.hidden = [];
  }
}
