// The counts behind the bars: fetched from our server, through the browser's cache, and stacked.

import { toDay } from "./time.js";

export const GROUPS = ["violence", "peace", "politics", "mission", "other"];
export const MEASURES = { events: "groups", killed: "killed" };
const KEPT = 12;

/** Read an answer of the server into arrays; whatever is not of the promised form is an error. */
function read(answer) {
  const from = answer.starts.map(toDay);
  const end = answer.ends.map((iso) => toDay(iso) + 1);
  const histogram = { from, end, unknown: answer.unknown_tolls ?? 0, totals: {}, groups: {}, size: from.length };
  for (const [measure, name] of Object.entries(MEASURES)) {
    const table = answer[name] ?? {};
    histogram.groups[measure] = GROUPS.map((group) => Float64Array.from(table[group] ?? new Array(from.length).fill(0)));
    if (histogram.groups[measure].some((counts) => counts.length !== from.length)) throw new Error("uneven histogram");
    histogram.totals[measure] = from.map((_, i) => histogram.groups[measure].reduce((sum, counts) => sum + counts[i], 0));
  }
  if (end.length !== from.length || from.some(Number.isNaN) || end.some(Number.isNaN)) throw new Error("bad days");
  return histogram;
}

/** Fetches histograms and remembers the last few, so that going back to a bin costs nothing at all. */
export class Source {
  constructor(onready, onfail) {
    Object.assign(this, { onready, onfail, kept: new Map(), wanted: null });
  }

  want(url, bin) {
    const address = new URL(url, location.origin);
    address.searchParams.set("bin", bin);
    if (this.wanted === address.href) return;
    this.wanted = address.href;
    this.load(address.href);
  }

  async load(href = this.wanted) {
    this.request?.abort();
    this.request = new AbortController();
    try {
      if (!this.kept.has(href)) {
        const answer = await fetch(href, { signal: this.request.signal, credentials: "same-origin" });
        if (!answer.ok) throw new Error(`${href} answered ${answer.status}`);
        this.kept.set(href, read(await answer.json()));
        if (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value);
      }
      if (href === this.wanted) this.onready(this.kept.get(href));
    } catch (error) {
      if (error.name === "AbortError") return;
      console.warn(error);
      if (href === this.wanted) this.onfail();
    }
  }

  stop() {
    this.request?.abort();
    this.wanted = null;
  }
}

/** At most three quiet ticks with round steps, and the top of the scale, for the highest bar. */
export function yTicks(highest) {
  const top = Math.max(highest, 1);
  let step = 1;
  for (let power = 1; Math.floor(top / step) > 3; power *= 10) {
    for (const factor of [1, 2, 5]) {
      step = factor * power;
      if (Math.floor(top / step) <= 3) break;
    }
  }
  const ticks = [];
  for (let value = step; value <= top; value += step) ticks.push(value);
  return { top: top * 1.04, ticks };
}
