// What a pointer does on the bars: drag a handle or the window, draw a new one, zoom and pan the axis.

import { ceilEdge, clamp, edgeAfter, edgeBefore, floorEdge, indexOf, nearestEdge } from "./time.js";

/** How far a pointer must travel before a press becomes a drag, in pixels. */
const SLACK = 3;
/** Reach of a handle, in pixels on either side: half of the target size that WCAG asks of each kind of pointer. */
const REACH = { mouse: 12, pen: 12, touch: 22 };

export class Gestures {
  /** @param stage the element that hears pointers; its left edge is x = 0 */
  constructor(brush, stage) {
    Object.assign(this, { brush, stage, drag: null, touches: new Map() });
    stage.addEventListener("pointerdown", (event) => this.down(event));
    stage.addEventListener("pointermove", (event) => this.move(event));
    // A mouse press would take the focus off the slider that the press has just given it.
    stage.addEventListener("mousedown", (event) => event.target.closest("button") || event.preventDefault());
    stage.addEventListener("pointerup", (event) => this.up(event));
    stage.addEventListener("pointercancel", (event) => this.cancel(event));
    stage.addEventListener("pointerleave", () => !this.drag && brush.hover(null));
    stage.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
  }

  x(event) {
    return event.clientX - this.left;
  }

  /** The stage's left edge. It stays while something is dragged: to ask at each move would lay the page out each time. */
  get left() {
    return this.drag?.left ?? this.stage.getBoundingClientRect().left;
  }

  /** What a press at x would take hold of. */
  grip(event) {
    const { scale, win, whole } = this.brush;
    const reach = REACH[event.pointerType] ?? REACH.mouse;
    const x = this.x(event);
    const [a, b] = [clamp(scale.x(win.a), scale.left, scale.right), clamp(scale.x(win.b), scale.left, scale.right)];
    // A narrow window keeps its middle third for being moved.
    const inner = Math.min(reach, (b - a) / 3);
    if (x >= a - reach && x <= a + inner) return "from";
    if (x >= b - inner && x <= b + reach) return "to";
    const covers = whole || (win.a <= scale.start && win.b >= scale.stop);
    return x > a && x < b && !covers && !event.shiftKey ? "window" : "new";
  }

  down(event) {
    if (event.button !== 0 || event.target.closest("button")) return;
    if (event.pointerType === "touch") this.touches.set(event.pointerId, this.x(event));
    if (this.touches.size === 2) return this.pinch();
    if (this.drag) return;
    const { win, scale } = this.brush;
    const x = this.x(event);
    this.drag = {
      id: event.pointerId,
      left: this.left,
      grip: this.grip(event),
      before: { ...win },
      x0: x,
      day0: scale.day(x),
      x,
      alt: event.altKey,
      moved: false,
    };
    this.stage.setPointerCapture(event.pointerId);
    this.brush.hover(null);
    this.brush.focus(this.drag.grip);
  }

  move(event) {
    if (this.touches.has(event.pointerId)) this.touches.set(event.pointerId, this.x(event));
    if (this.fingers) return this.spread();
    const { drag } = this;
    if (!drag) return this.look(event);
    if (event.pointerId !== drag.id) return;
    drag.x = this.x(event);
    drag.alt = event.altKey;
    if (!drag.moved && Math.abs(drag.x - drag.x0) < SLACK) return;
    if (!drag.moved) this.brush.take();
    drag.moved = true;
    this.follow();
  }

  /** Bring the window to where the pointer is. */
  follow() {
    const { drag, brush } = this;
    const { edges, scale } = brush;
    const [first, last] = [edges[0], edges.at(-1)];
    const at = clamp(scale.day(drag.x), first, last);
    const snap = (day) => (drag.alt ? Math.round(day) : nearestEdge(edges, day));
    const { a, b } = drag.before;
    // The nearest that one edge may come to the other.
    const least = (edge, way) => {
      if (drag.alt) return edge + way;
      return (way > 0 ? edgeAfter : edgeBefore)(edges, edge);
    };
    if (drag.grip === "from") brush.show(clamp(snap(at), first, Math.max(least(b, -1), first)), b);
    else if (drag.grip === "to") brush.show(a, clamp(snap(at), Math.min(least(a, 1), last), last));
    else if (drag.grip === "window") this.shift(scale.day(drag.x) - drag.day0, a, b);
    else {
      const [low, high] = drag.day0 < at ? [drag.day0, at] : [at, drag.day0];
      // Whatever bin the drag has touched is in the window.
      const start = drag.alt ? Math.floor : (day) => floorEdge(edges, day);
      const end = drag.alt ? Math.ceil : (day) => ceilEdge(edges, day);
      brush.show(start(clamp(low, first, last - 0.5)), end(clamp(high, first + 0.5, last)));
    }
  }

  shift(days, a, b) {
    const { brush, drag } = this;
    const { edges } = brush;
    if (drag.alt) {
      const start = clamp(Math.round(a + days), edges[0], edges.at(-1) - (b - a));
      return brush.show(start, start + b - a);
    }
    const bins = Math.max(Math.round(indexOf(edges, b) - indexOf(edges, a)), 1);
    const index = clamp(Math.round(indexOf(edges, a + days)), 0, edges.length - 1 - bins);
    brush.show(edges[index], edges[index + bins]);
  }

  /** While a drag is held beyond the end of a zoomed axis, the axis moves along. */
  frame() {
    const { drag, brush } = this;
    if (!drag?.moved || !brush.scale.zoomed) return false;
    const { left, right, grain } = brush.scale;
    const beyond = drag.x < left ? drag.x - left : drag.x > right ? drag.x - right : 0;
    if (!beyond) return false;
    brush.scale.pan(beyond * grain * 0.15);
    this.follow();
    return true;
  }

  up(event) {
    this.touches.delete(event.pointerId);
    if (this.fingers) return this.lift();
    const { drag } = this;
    if (!drag || event.pointerId !== drag.id) return;
    this.drag = null;
    if (drag.moved) this.brush.commit();
  }

  /** The browser took the pointer away, to scroll the page for instance: nothing has happened. */
  cancel(event) {
    this.touches.delete(event.pointerId);
    if (this.fingers) this.lift();
    else if (this.drag && event.pointerId === this.drag.id) this.revert();
  }

  revert() {
    const { drag } = this;
    if (!drag) return false;
    this.drag = null;
    if (drag.moved) {
      this.brush.show(drag.before.a, drag.before.b);
      this.brush.commit();
    }
    return true;
  }

  look(event) {
    if (event.pointerType === "touch") return;
    const grip = this.grip(event);
    this.stage.style.cursor = { from: "ew-resize", to: "ew-resize", window: "grab", new: "crosshair" }[grip];
    this.brush.hover(this.x(event));
  }

  /** Only with Ctrl (which is also what a pinch on a touchpad sends), or sideways: an upright wheel scrolls the page. */
  wheel(event) {
    const { scale } = this.brush;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      const at = scale.day(clamp(this.x(event), scale.left, scale.right));
      this.brush.zoom(Math.exp(-clamp(event.deltaY, -100, 100) * 0.004), at);
    } else if (scale.zoomed && (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY))) {
      event.preventDefault();
      scale.pan((event.deltaX || event.deltaY) * scale.grain);
      this.brush.changed();
    }
  }

  pinch() {
    this.revert();
    const [one, two] = [...this.touches.values()];
    const { scale } = this.brush;
    const gap = Math.max(Math.abs(one - two), 20);
    this.fingers = { gap, day: scale.day((one + two) / 2), span: scale.stop - scale.start };
  }

  spread() {
    if (this.touches.size < 2) return;
    const [one, two] = [...this.touches.values()];
    const { scale } = this.brush;
    const span = (this.fingers.span * this.fingers.gap) / Math.max(Math.abs(one - two), 20);
    const share = ((one + two) / 2 - scale.left) / (scale.right - scale.left);
    scale.show(this.fingers.day - share * span, this.fingers.day + (1 - share) * span);
    this.brush.changed();
  }

  lift() {
    if (!this.touches.size) this.fingers = null;
  }
}
