// Shows a chart's markup and tells which of its events was chosen: by a click, or by arrow keys and Enter.

import { h } from "../shared/dom.js";

const charts = new WeakMap();

/** Called at each rerun: what did not change stays as it is, with its scroll and its focus. */
export function mount(component) {
  const root = component.parentElement;
  let chart = charts.get(root);
  if (!chart) charts.set(root, (chart = new Chart(root)));
  chart.take(component);
}

class Chart {
  constructor(root) {
    this.body = h("div", { class: "chart" });
    root.replaceChildren(h("link", { rel: "stylesheet", href: new URL("chart.css", import.meta.url).href }), this.body);
    this.body.addEventListener("click", (event) => this.choose(event.target.closest?.("[data-event]")));
    this.body.addEventListener("keydown", (event) => this.key(event));
    this.seq = 0;
  }

  take({ data, setStateValue }) {
    this.tell = setStateValue;
    if (data.markup === this.markup) return;
    this.markup = data.markup;
    const focus = this.body.querySelector("[data-event]:focus")?.dataset.event;
    const scrolled = this.body.querySelector(".scroll")?.scrollTop ?? 0;
    const open = [...this.body.querySelectorAll("details")].map((one) => one.open);
    // The markup comes from our own server, which escapes every text in it.
    this.body.innerHTML = data.markup;
    this.body.querySelectorAll("details").forEach((one, i) => (one.open = open[i] ?? false));
    const scroll = this.body.querySelector(".scroll");
    if (scroll) scroll.scrollTop = scrolled;
    // One stop of the tab key for all events; the arrows go from one to the next.
    const events = this.events();
    const stop = events.find((one) => one.dataset.event === focus) ?? this.body.querySelector("[data-event].selected, [data-event]:has(.ring)") ?? events[0];
    events.forEach((one) => one.setAttribute("tabindex", one === stop ? "0" : "-1"));
    if (focus && stop?.dataset.event === focus) stop.focus({ preventScroll: true });
  }

  /** The events in the order of their places on the page: rows from top to bottom, symbols from left to right. */
  events() {
    return [...this.body.querySelectorAll("[data-event]")];
  }

  key(event) {
    const now = event.target.closest?.("[data-event]");
    if (!now) return;
    const events = this.events();
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step) {
      const next = events[events.indexOf(now) + step];
      if (next) {
        now.setAttribute("tabindex", "-1");
        next.setAttribute("tabindex", "0");
        next.focus();
      }
    } else if (event.key === "Enter" || event.key === " ") this.choose(now);
    else return;
    event.preventDefault();
  }

  choose(element) {
    if (!element) return;
    this.seq += 1;
    this.tell("selected", { id: element.dataset.event, seq: this.seq });
  }
}
