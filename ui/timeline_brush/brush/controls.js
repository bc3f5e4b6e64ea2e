// The row above the bars: play, the window in words, what is counted, the bins, zoom. What does not fit goes into a menu.

import { h } from "../shared/dom.js";
import { icon, iconButton, swapIcon } from "./icons.js";

const BINS = ["week", "month", "quarter", "year"];
const MEASURES = ["events", "killed"];
const MODES = ["moving", "cumulative", "growing"];
const SPEEDS = [0.5, 1, 2, 4];

let count = 0;

export class Controls {
  /** @param on {toggle, step, speed, mode, measure, bin, zoom, reset, all}: what the controls do */
  constructor(words, chosen, on) {
    this.words = words;
    const t = (key) => words.t(key);
    this.play = iconButton("play", t("play"), on.toggle);
    this.steps = [
      iconButton("back", t("back"), () => on.step(-1)),
      iconButton("forward", t("forward"), () => on.step(1)),
    ];
    const speeds = SPEEDS.map((speed) => [speed, words.speed(speed)]);
    const modes = MODES.map((mode) => [mode, t(mode)]);
    this.speed = this.select(t("speed"), speeds, chosen.speed, (value) => on.speed(Number(value)));
    this.mode = this.select(t("mode"), modes, chosen.mode, on.mode);
    this.measure = this.segments(t("measure"), MEASURES, chosen.measure, on.measure);
    this.bin = this.segments(t("bins"), BINS, chosen.bin, on.bin);
    this.out = iconButton("zoom_out", t("zoom_out"), () => on.zoom(0.5));
    this.in = iconButton("zoom_in", t("zoom_in"), () => on.zoom(2));
    this.reset = iconButton("zoom_reset", t("zoom_reset"), on.reset);
    this.zoom = h("div", { class: "zoom" }, this.out, this.in, this.reset);

    this.dates = h("span", { class: "dates" });
    this.caption = h("span", { class: "caption" });
    this.all = iconButton("close", t("all"), on.all);
    this.texts = h("div", { class: "texts" }, this.dates, this.caption);
    this.when = h("div", { class: "when" }, this.texts, this.all);

    this.menu = h("div", { class: "menu", popover: "auto", role: "group", "aria-label": t("more") });
    this.more = h(
      "button",
      { type: "button", class: "icon more", "aria-label": t("more"), title: t("more"), "aria-expanded": "false" },
      icon("more"),
    );
    this.more.popoverTargetElement = this.menu;
    this.menu.addEventListener("toggle", (event) => {
      const open = event.newState === "open";
      this.more.setAttribute("aria-expanded", String(open));
      if (open) this.placeMenu();
    });
    this.player = h("div", { class: "player" }, this.play, ...this.steps);
    this.options = h("div", { class: "options" });
    this.node = h("div", { class: "controls" }, this.player, this.when, this.options, this.more);
    this.arrange(0);
  }

  select(label, choices, chosen, onchange) {
    const options = choices.map(([value, text]) => h("option", { value, text, selected: value === chosen }));
    const tell = (event) => onchange(event.target.value);
    return h("select", { "aria-label": label, title: label, onchange: tell }, ...options);
  }

  /** Native radio buttons in disguise: one tab stop, arrow keys, and known to every screen reader. */
  segments(label, values, chosen, onchange) {
    const name = `segments-${++count}`;
    const parts = values.map((value) =>
      h(
        "label",
        {},
        h("input", { type: "radio", name, value, checked: value === chosen, onchange: () => onchange(value) }),
        h("span", { text: this.words.t(value) }),
      ),
    );
    return h("div", { class: "segments", role: "radiogroup", "aria-label": label }, ...parts);
  }

  /** 0: all in the row. 1: the way of playing and the bins in the menu. 2: as on a phone. */
  arrange(level) {
    if (level === this.level) return;
    const held = this.node.getRootNode().activeElement;
    this.level = level;
    this.node.dataset.level = level;
    this.player.append(this.speed, ...(level ? [] : [this.mode]));
    const row = [[this.measure, this.bin, this.zoom], [this.measure, this.zoom], []][level];
    const menu = [[], [this.mode, this.bin], [this.mode, this.measure, this.bin, this.zoom]][level];
    this.options.replaceChildren(...row);
    this.menu.replaceChildren(...menu);
    this.more.hidden = !menu.length;
    if (!menu.length && this.menu.matches(":popover-open")) this.menu.hidePopover();
    if (held?.isConnected) held.focus({ preventScroll: true });
  }

  /** Use the roomiest arrangement that fits, with the longest dates that a window can have. */
  fit() {
    const now = [this.dates.textContent, this.caption.textContent];
    // September 2021 to September 2022: the longest month names of both languages.
    this.dates.textContent = this.words.range(18871, 19266);
    this.caption.textContent = "";
    this.texts.style.minWidth = "";
    this.texts.style.minWidth = `${Math.ceil(this.texts.getBoundingClientRect().width)}px`;
    for (let level = 0; level <= 2; level++) {
      this.arrange(level);
      if (this.node.scrollWidth <= this.node.clientWidth) break;
    }
    [this.dates.textContent, this.caption.textContent] = now;
  }

  placeMenu() {
    const box = this.more.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.menu;
    const below = box.bottom + 4;
    const top = below + height < window.innerHeight ? below : Math.max(box.top - height - 4, 4);
    this.menu.style.top = `${top}px`;
    this.menu.style.left = `${Math.max(Math.min(box.right, window.innerWidth - 4) - width, 4)}px`;
  }

  playing(is) {
    swapIcon(this.play, is ? "pause" : "play", this.words.t(is ? "pause" : "play"));
  }

  write(dates, caption, whole, zoomed) {
    if (this.dates.textContent !== dates) this.dates.textContent = dates;
    if (this.caption.textContent !== caption) this.caption.textContent = this.caption.title = caption;
    this.all.classList.toggle("gone", whole);
    this.all.disabled = whole;
    this.out.disabled = this.reset.disabled = !zoomed;
  }
}
