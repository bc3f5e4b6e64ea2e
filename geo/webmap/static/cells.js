// Events of a data set too large for the browser: the server counts them by cells of what the map shows, and gives the
// single ones where they are few.

import { Shown, decode } from "./event-data.js";

/** Up to so many events in the frame, the single ones are fetched; the server's POINTS. */
const POINTS = 5000;
/** How far beyond its edges the map asks, as a share of its size, so that a small pan finds cells there. */
const MARGIN = 0.15;

export class Cells {
  /** `take(data, shown)` draws what was counted; `failed(yes)` hears whether the last question was answered. */
  constructor(map, groups, { take, failed }) {
    Object.assign(this, { map, groups, take, failed, addresses: null, window: [null, null], size: "events" });
    map.on("moveend zoomend resize", () => this.ask());
  }

  /** Follow a view: the addresses of its cells and points, and a window of days `[from, to]` or null. */
  follow(addresses, days) {
    const window = days ?? [null, null];
    const key = JSON.stringify([addresses, window]);
    if (key === this.key) return;
    Object.assign(this, { key, addresses, window });
    this.ask();
  }

  /** Count `events` or the `killed`. */
  setSize(size) {
    if (size === this.size) return;
    this.size = size;
    this.ask();
  }

  /** A promise of the moment when nothing is asked for. */
  async idle() {
    while (this.asking) await this.asking;
  }

  /** Ask for what the map shows now. One question is under way at a time; what changes meanwhile is asked for next. */
  ask() {
    if (!this.addresses) return;
    this.again = Boolean(this.asking);
    if (this.again) return;
    const answered = this.answer().then(() => this.failed(false));
    this.asking = answered.catch(() => this.failed(true)).finally(() => {
      this.asking = null;
      if (this.again) this.ask();
    });
  }

  async answer() {
    const frame = this.frame();
    const { addresses, window } = this;
    const answer = await fetch(`${addresses.cells}&${frame}`.replace("?&", "?"));
    if (!answer.ok) throw new Error(`${answer.status}`);
    const counted = await answer.json();
    if (counted.events && counted.events <= POINTS) {
      const points = await fetch(`${addresses.points}&${frame}`.replace("?&", "?"));
      if (!points.ok) throw new Error(`${points.status}`);
      const buffer = await points.arrayBuffer();
      const [n] = new Int32Array(buffer, 0, 1);
      const data = decode(buffer, 4 * (n + 1));
      data.numbers = new Int32Array(buffer, 4, n);
      // The server counts by the day, so that the window's own bounds are those of the answer.
      const shown = new Shown(data, this.groups.length);
      shown.setSize(this.size);
      this.take(data, shown, window);
    } else this.take(...counts(counted, this.groups.length), window);
  }

  /** What the map shows, as the address says it; the window goes with it. */
  frame() {
    const bounds = this.map.getBounds().pad(MARGIN);
    const [west, east] = [Math.max(-180, bounds.getWest()), Math.min(180, bounds.getEast())];
    const [south, north] = [Math.max(-90, bounds.getSouth()), Math.min(90, bounds.getNorth())];
    const parts = [`bounds=${[west, south, east, north].map((degrees) => degrees.toFixed(4)).join(",")}`, `zoom=${this.map.getZoom()}`];
    const [from, to] = this.window;
    if (from !== null) parts.push(`from=${iso(from)}`);
    if (to !== null) parts.push(`to=${iso(to)}`);
    if (this.size !== "events") parts.push(`size=${this.size}`);
    return parts.join("&");
  }
}

const iso = (day) => new Date(day * 86_400_000).toISOString().slice(0, 10);

/** Turn counted cells into what the layer draws: each cell is a place, and no event stands alone. */
function counts({ cells, events, size }, groups) {
  const n = cells.length;
  const data = { total: 0, placeLat: new Float32Array(n), placeLon: new Float32Array(n), placeRadius: new Float32Array(n) };
  for (const name of ["place", "start", "end", "best", "group", "precision"]) data[name] = new Int32Array(0);
  const shown = new Shown(data, groups);
  const killed = size === "killed" ? { perPlace: new Float64Array(n), perGroup: new Float64Array(n * groups), unknown: new Int32Array(n) } : null;
  cells.forEach(([lat, lon, ...numbers], i) => {
    data.placeLat[i] = lat;
    data.placeLon[i] = lon;
    for (let group = 0; group < groups; group += 1) {
      shown.perGroup[i * groups + group] = numbers[group];
      shown.perPlace[i] += numbers[group];
      if (!killed) continue;
      killed.perGroup[i * groups + group] = numbers[groups + group];
      killed.perPlace[i] += numbers[groups + group];
    }
  });
  shown.counted(events, killed);
  return [data, shown];
}
