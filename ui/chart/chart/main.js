// Shows a chart's markup and tells which of its events was chosen: by a click, or by arrow keys and Enter.

import { h } from "../shared/dom.js";

const charts = new WeakMap();
/** What can be chosen: an event, or something that the page knows by another name. */
const CHOICES = "[data-event], [data-choice]";

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
    this.sheet = h("link", { rel: "stylesheet", href: new URL("chart.css", import.meta.url).href });
    root.replaceChildren(this.sheet, this.body);
    this.body.addEventListener("click", (event) => this.click(event));
    this.body.addEventListener("keydown", (event) => this.key(event));
    this.seq = 0;
  }

  take({ data, setStateValue }) {
    this.tell = setStateValue;
    if (data.markup === this.markup) return;
    this.markup = data.markup;
    const first = this.seq === 0 && !this.body.firstChild;
    const focus = name(this.body.querySelector(":is([data-event], [data-choice]):focus"));
    const scrolled = this.body.querySelector(".scroll")?.scrollTop ?? 0;
    const open = [...this.body.querySelectorAll("details")].map((one) => one.open);
    // The markup comes from our own server, which escapes every text in it.
    this.body.innerHTML = data.markup;
    this.body.querySelectorAll("details").forEach((one, i) => (one.open = open[i] ?? false));
    const scroll = this.body.querySelector(".scroll");
    if (scroll) scroll.scrollTop = scrolled;
    // One stop of the tab key for all events; the arrows go from one to the next.
    const events = this.events();
    const stop = events.find((one) => focus && name(one) === focus) ?? this.body.querySelector(":is([data-event], [data-choice]).selected, [data-event]:has(.ring)") ?? events[0];
    events.forEach((one) => one.setAttribute("tabindex", one === stop ? "0" : "-1"));
    if (focus && name(stop) === focus) stop.focus({ preventScroll: true });
    // A link to a choice deep in a list: the list opens where it stands.
    if (first && scroll?.contains(stop) && stop.matches(".selected")) {
      this.sheet.addEventListener("load", () => (scroll.scrollTop = stop.offsetTop - scroll.clientHeight / 3), { once: true });
    }
  }

  /** The events in the order of their places on the page: rows from top to bottom, symbols from left to right. */
  events() {
    return [...this.body.querySelectorAll(CHOICES)];
  }

  click(event) {
    // Links and what folds within a row do what they always do, and so does a choice opened beside the page.
    const inner = event.target.closest?.("a, summary");
    const chosen = event.target.closest?.(CHOICES);
    if (!chosen || (inner && inner !== chosen) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.choose(chosen);
  }

  key(event) {
    const now = event.target.closest?.(CHOICES);
    if (!now || (event.target !== now && event.target.closest("a, summary"))) return;
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
    // The page has arrow keys of its own.
    event.stopPropagation();
  }

  choose(element) {
    if (!element) return;
    this.seq += 1;
    this.tell("selected", { id: element.dataset.event, choice: element.dataset.choice, seq: this.seq });
  }
}

function name(element) {
  return element?.dataset.event ?? element?.dataset.choice;
}
