// The brush itself: holds the window and the choices, and has a frame drawn whenever something changed.

import { Controls } from "./controls.js";
import { h } from "../shared/dom.js";
import { Foreseen } from "../shared/foreseen.js";
import { Gestures } from "./gestures.js";
import { Source } from "./histogram.js";
import { Link } from "./link.js";
import { Picture } from "./picture.js";
import { Player } from "./play.js";
import { Scale } from "./scale.js";
import { Told } from "./told.js";
import { applyTheme } from "./theme.js";
import { binEdges, clamp, yearOf, yearStart } from "./time.js";
import { Words } from "./words.js";
import { Years } from "./years.js";

/** Choices that are not in the address outlive a change of page, per session. */
const remembered = new Map();

/** Another language, period or session is another brush; all else, it takes in its stride. */
export const identify = ({ lang, extent, channel }) => JSON.stringify([lang, extent, channel]);

export class Brush {
  constructor(root, { data }) {
    this.identity = identify(data);
    this.chosen = remembered.get(data.channel) ?? { bin: "month", measure: "events", mode: "moving", speed: 1 };
    remembered.set(data.channel, this.chosen);
    this.scale = new Scale(data.extent[0], data.extent[1] + 1);
    this.edges = binEdges(this.chosen.bin, this.scale.from, this.scale.end);
    this.win = { a: this.scale.from, b: this.scale.end };
    this.motion = matchMedia("(prefers-reduced-motion: reduce)");
    this.link = new Link(data.channel, data.seq, (day) => this.select(day));
    this.told = new Told();
    this.source = new Source((histogram) => this.ready(histogram), () => this.picture.failed(true));
    this.player = new Player(this);
    this.years = new Years(this);
    this.build(root, new Words(data.lang, data.words));
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.node);
  }

  build(root, words) {
    this.picture = new Picture(this, words);
    this.controls = new Controls(words, this.chosen, {
      toggle: () => this.player.toggle(),
      step: (direction) => this.player.step(direction),
      speed: (speed) => (this.chosen.speed = speed),
      mode: (mode) => this.setMode(mode),
      measure: (measure) => this.setMeasure(measure),
      bin: (bin) => this.setBin(bin),
      zoom: (factor) => this.zoom(factor),
      reset: () => this.zoom(0),
      all: () => this.choose(this.scale.from, this.scale.end),
    });
    const { picture, controls } = this;
    this.gestures = new Gestures(this, picture.plot);
    picture.axis.svg.addEventListener("dblclick", (event) => this.takeYear(event));
    const parts = [controls.node, picture.node, controls.menu, picture.tip.node];
    this.node = h("section", { class: "brush", "aria-label": words.t("name") }, ...parts);
    this.node.addEventListener("keydown", (event) => this.keydown(event));
    const style = h("link", { rel: "stylesheet", href: new URL("brush.css", import.meta.url).href });
    // Unstyled, it would flash as a heap of buttons.
    this.node.style.visibility = "hidden";
    style.onload = style.onerror = () => {
      this.node.style.visibility = "";
      this.resize(true);
    };
    root.replaceChildren(style, this.node);
  }

  update(component) {
    const { data } = component;
    const asked = this.link.hear(component, this.held);
    if (asked) this.follow(asked);
    if (data.selected !== this.lastSelected) this.select((this.lastSelected = data.selected));
    const marks = JSON.stringify(data.marks);
    if (marks !== this.lastMarks) this.picture.marks.take(data.marks);
    this.lastMarks = marks;
    this.colours = applyTheme(this.node, data.palette);
    this.url = data.url;
    this.told.url = data.told;
    this.source.want(this.url, this.chosen.bin);
    if (this.picture.stand(data.height)) this.resize(true);
    this.changed();
  }

  /** Whether a hand, a key or the play button is moving the window at this moment. */
  get held() {
    return Boolean(this.gestures.drag?.moved || this.player.playing || this.picture.sliders.moved || this.years.held);
  }

  get still() {
    return this.motion.matches;
  }

  get answered() {
    return this.link.answered;
  }

  get whole() {
    return this.win.a <= this.scale.from && this.win.b >= this.scale.end;
  }

  /** The window in whole days: its first, and the one after its last. */
  get days() {
    const a = Math.round(this.win.a);
    return [a, Math.max(Math.round(this.win.b), a + 1)];
  }

  /** Take the window that the page brings, unless it is older than one that it will bring in a moment. */
  follow(window) {
    const { foreseen } = this;
    this.brought = window;
    if (foreseen && !foreseen.is(window)) return;
    this.forget();
    this.accept(window);
  }

  forget() {
    this.foreseen?.end();
    this.foreseen = null;
  }

  /** The window as the page says it: first and last day, `null` where it is open. */
  get asked() {
    const [a, b] = this.days;
    return [a <= this.scale.from ? null : a, b >= this.scale.end ? null : b - 1];
  }

  accept([first, last]) {
    const { from, end } = this.scale;
    const a = clamp(first ?? from, from, end - 1);
    this.win = { a, b: clamp((last ?? end - 1) + 1, a + 1, end) };
    this.link.settled = this.days.join(" ");
  }

  // --- the window moves ---

  /** A hand takes the window; play gives way. */
  take() {
    if (this.player.playing) this.player.stop();
  }

  show(a, b) {
    if (this.win.a === a && this.win.b === b) return;
    this.win = { a, b };
    this.moved = true;
    this.changed();
  }

  /** End of a movement: whole days, to the map at once and to Python once. */
  commit() {
    const [a, b] = this.days;
    this.win = { a, b };
    this.moved = false;
    this.link.post(a, b, this.asked);
    if (!this.link.isSettled(a, b)) this.tell();
    this.changed();
  }

  tell() {
    this.forget();
    const [a, b] = this.days;
    const told = this.told.of(...this.asked);
    this.link.tell(a, b, this.whole, this.player.playing, told);
  }

  /** Show at once what the page will bring in a moment: days `a` to `b`, which it will say as `asked`. */
  foresee({ a, b, asked }) {
    this.forget();
    this.foreseen = new Foreseen(asked, () => {
      this.forget();
      if (this.brought) this.accept(this.brought);
      this.changed();
    });
    this.win = { a, b };
    this.moved = false;
    this.link.foresee(a, b, asked);
    this.told.of(...asked);
    this.changed();
  }

  choose(a, b) {
    this.take();
    this.show(a, b);
    this.commit();
  }

  takeYear(event) {
    const { scale, picture } = this;
    const year = yearOf(scale.day(event.clientX - picture.axis.svg.getBoundingClientRect().left));
    if (yearStart(year) >= scale.end || yearStart(year + 1) <= scale.from) return;
    this.choose(Math.max(yearStart(year), scale.from), Math.min(yearStart(year + 1), scale.end));
  }

  // --- choices ---

  setMode(mode) {
    this.chosen.mode = mode;
    if (this.player.playing) this.player.begin(false);
  }

  setMeasure(measure) {
    this.chosen.measure = measure;
    if (this.histogram) this.picture.bars.take(this.histogram, measure, this.still);
    this.changed();
  }

  setBin(bin) {
    this.chosen.bin = bin;
    this.edges = binEdges(bin, this.scale.from, this.scale.end);
    if (this.player.playing) this.player.begin(false);
    this.source.want(this.url, bin);
    this.changed();
  }

  /** Zoom the axis around a day, by default the middle of the window; a factor of 0 shows all of it. */
  zoom(factor, around) {
    const { scale, win } = this;
    if (!factor) scale.reset();
    else scale.zoom(factor, around ?? (this.whole ? (scale.start + scale.stop) / 2 : (win.a + win.b) / 2));
    this.hover(null);
    this.changed();
  }

  reveal(day) {
    if (this.scale.zoomed) this.scale.reveal(day);
  }

  select(day) {
    this.picture.selected = day;
    this.changed();
  }

  hover(x) {
    this.picture.hover(x);
  }

  focus(grip) {
    const { sliders } = this.picture;
    (sliders[grip] ?? sliders.window).focus({ preventScroll: true });
  }

  keydown(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const free = !event.target.closest("button, select, input");
    const act = {
      " ": free && (() => this.player.toggle()),
      Escape: () => this.gestures.revert(),
      "+": () => this.zoom(2),
      "=": () => this.zoom(2),
      "-": () => this.zoom(0.5),
      0: () => this.zoom(0),
    }[event.key];
    if (!act) return;
    if (event.key !== "Escape") event.preventDefault();
    act();
  }

  // --- frames ---

  ready(histogram) {
    this.histogram = histogram;
    this.picture.failed(false);
    this.picture.bars.take(histogram, this.chosen.measure, this.still);
    this.changed();
  }

  resize(anew = false) {
    const width = this.node.clientWidth;
    if (!width || this.node.style.visibility || (width === this.width && !anew)) return;
    this.width = width;
    this.controls.fit();
    this.picture.fit(width, this.scale);
    this.frame(performance.now());
  }

  changed() {
    this.request ??= requestAnimationFrame((now) => this.frame(now));
  }

  frame(now) {
    if (this.request) cancelAnimationFrame(this.request);
    this.request = null;
    if (!this.width) return;
    this.player.frame(now);
    const more = [this.picture.bars.advance(now), this.gestures.frame(), this.player.playing].some(Boolean);
    // First the map, whose frame draws beside ours.
    if (this.moved) this.link.post(...this.days);
    this.moved = false;
    const unsaid = this.picture.draw(this.controls, now);
    if (more || unsaid) this.changed();
  }

  destroy() {
    if (this.request) cancelAnimationFrame(this.request);
    this.observer.disconnect();
    this.source.stop();
    this.forget();
    this.years.destroy();
    this.link.close();
    this.picture.tip.remove();
    this.node.remove();
  }
}
