// The layer of events: one canvas, three ways of drawing, and what lies under the pointer.

import { CanvasLayer } from "./canvas-layer.js";
import { Shown, decode } from "./event-data.js";
import { drawDensity } from "./density.js";
import { AREA_NUMBER, Precision } from "./precision.js";
import { Stamps } from "./stamps.js";
import { sprites } from "./symbols.js";

const L = window.L;
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));
/** Codes of location precision, in the order of geo/model.py. */
export const [EXACT, LOCALITY, ROUTE, AREA] = [0, 1, 2, 3];
/** Symbols round one point stop spreading here; more lie on top of each other. */
const SPREAD = 600;
const COS = Float32Array.from({ length: SPREAD + 1 }, (_, i) => Math.cos(i * GOLDEN_ANGLE));
const ROOT = Float32Array.from({ length: SPREAD + 1 }, (_, i) => Math.sqrt(i));
const SIN = Float32Array.from({ length: SPREAD + 1 }, (_, i) => Math.sin(i * GOLDEN_ANGLE));
/** Beyond so many symbols, those that others cover are left out. */
const MANY = 3000;
/** Beyond so many, small ones are stamped. */
const STAMPED = 400;
/** Side of the squares by which events are found under the pointer, in pixels. */
const SQUARE = 24;
/** Radius of a place where nobody is known to have been killed, in pixels, when symbols count the killed. */
const NONE = 3.5;

/** Which squares of the screen have a symbol already. */
class Cover {
  constructor({ x, y }, side) {
    Object.assign(this, { side, wide: Math.ceil(x / side), high: Math.ceil(y / side) });
    this.taken = new Uint8Array(this.wide * this.high);
  }

  /** Take the square of a point; false when another has it, or when it lies outside of the screen. */
  claim(x, y, large) {
    const [column, row] = [Math.floor(x / this.side), Math.floor(y / this.side)];
    if (!(column >= 0 && row >= 0 && column < this.wide && row < this.high)) return large;
    const at = row * this.wide + column;
    if (this.taken[at] && !large) return false;
    this.taken[at] = 1;
    return true;
  }
}

export const EventLayer = CanvasLayer.extend({
  initialize(style, groups) {
    CanvasLayer.prototype.initialize.call(this, "atlas-events");
    Object.assign(this, { style, groups, theme: "light", mode: "places", selected: -1, hovered: -1, visible: true, widest: Infinity });
    this.frames = 0;
    this.precisely = new Precision(this);
    this.bins = null;
  },

  async load(url) {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`${answer.status}`);
    this.setData(decode(await answer.arrayBuffer()));
  },

  /** Draw other events; `shown` comes with those that the server has counted. */
  setData(data, shown = new Shown(data, this.groups.length)) {
    this.data = data;
    this.shown = shown;
    this.index = null;
    const places = data.placeLat.length;
    this.worldX = new Float32Array(places);
    this.worldY = new Float32Array(places);
    for (let i = 0; i < places; i += 1) {
      const lat = Math.max(-85.05, Math.min(85.05, data.placeLat[i]));
      const point = L.CRS.EPSG3857.latLngToPoint(L.latLng(lat, data.placeLon[i]), 0);
      this.worldX[i] = point.x;
      this.worldY[i] = point.y;
    }
    this.isArea = new Uint8Array(places);
    for (let row = 0; row < data.total; row += 1) {
      if (data.place[row] >= 0 && data.precision[row] === AREA) this.isArea[data.place[row]] = 1;
    }
    this.eventX = new Float32Array(data.total);
    this.eventY = new Float32Array(data.total);
    this.rank = new Int32Array(places);
    this.redraw();
  },

  setTheme(theme) {
    this.theme = theme;
    this.sprites = null;
    this.dots = null;
    this.redraw();
  },

  /** Mark the selected event: its row number in the data set, and where it is if the browser may not hold it. */
  select(number, at) {
    this.selected = number < 0 ? -1 : this.local(number);
    this.selectedAt = number >= 0 && this.selected < 0 ? at : null;
  },

  /** From a row number of the data set to that of the arrays at hand, -1 when they lack it; and back. */
  local(number) {
    return this.data?.numbers ? this.data.numbers.indexOf(number) : number < (this.data?.total ?? 0) ? number : -1;
  },

  number(row) {
    return this.data.numbers ? this.data.numbers[row] : row;
  },

  /** Latitude and longitude of an event `{row, at}`, or null. */
  placeOf({ row, at }) {
    if (at) return at;
    const place = this.data.place[this.local(row)] ?? -1;
    return place < 0 ? null : [this.data.placeLat[place], this.data.placeLon[place]];
  },

  draw(context) {
    if (!this.data) return;
    this.frames += 1;
    if (!this.visible) return this.onDrawn?.();
    // On a phone the country is a third as wide, and symbols of full size would hide each other.
    this.widest = this.map.getSize().x / 24;
    const { scale, left, top } = this.projection();
    this.at = (place) => [this.worldX[place] * scale - left, this.worldY[place] * scale - top];
    this.bins = null;
    this.index = null;
    this.precisely.draw(context);
    if (this.mode === "events" && !this.shown.cells) this.drawEvents(context);
    else if (this.mode === "density") this.bins = drawDensity(context, this);
    else this.drawPlaces(context);
    for (const place of this.listed ?? []) this.ring(context, ...this.at(place), this.isArea[place] || this.mode === "places" ? this.placeRadius(place) : 8, 1.5);
    this.drawMarked(context, this.hovered, 1.5);
    this.drawMarked(context, this.selected, 2.5);
    if (this.selectedAt) {
      const point = this.map.latLngToContainerPoint(this.selectedAt);
      this.ring(context, point.x, point.y, 5, 2.5);
    }
    this.onDrawn?.();
  },

  /** Draw by `events` or by the `killed`; the address of the counts is whoever asks for them. */
  setSize(size) {
    this.size = size;
    if (!this.shown.cells) this.shown.setSize(size);
  },

  /** Radius in pixels of the symbol of a place that shows anything. */
  placeRadius(place) {
    if (this.isArea[place]) return AREA_NUMBER;
    const weight = this.shown.weights[place];
    return weight ? this.radius(weight) : NONE;
  },

  /** Radius in pixels of a symbol that counts `n`: area proportional to the number. */
  radius(n) {
    const { minimum, maximum } = this.style.placeRadius;
    const unit = Math.min(minimum, Math.min(maximum, this.widest) / Math.sqrt(this.shown.largest));
    return Math.max(2.5, unit * Math.sqrt(n));
  },

  /** Radius of one event's symbol: smaller where the map shows much, so that those round one point stay near it. */
  eventRadius() {
    const [least, most] = this.style.eventRadius;
    return Math.round(2 * Math.min(most, Math.max(least, least + (this.map.getZoom() - 5.5) * 0.8))) / 2;
  },

  colour(group) {
    return this.style.symbols[this.groups[group]][this.theme];
  },

  /** Metres that a pixel stands for at a place, for discs of uncertainty. */
  pixelsOf(km, place) {
    const metres = 40075016.7 * Math.cos((this.data.placeLat[place] * Math.PI) / 180);
    return (km * 1000 * 256 * this.map.getZoomScale(this.map.getZoom(), 0)) / metres;
  },

  mainGroup(place) {
    let [most, found] = [0, 0];
    const counts = this.shown.weights[place] ? this.shown.groupWeights : this.shown.perGroup;
    for (let g = 0; g < this.groups.length; g += 1) {
      const n = counts[place * this.groups.length + g];
      if (n > most) [most, found] = [n, g];
    }
    return found;
  },

  drawPlaces(context) {
    const { perPlace, weights, groupWeights } = this.shown;
    const order = this.visiblePlaces();
    const groups = this.groups.length;
    const halo = this.style.grounds[this.theme].halo;
    const stamps = order.length > STAMPED ? this.sheet(16) : null; // small ones lie on top of the large
    for (const place of order) {
      const [x, y] = this.at(place);
      const n = weights[place];
      const r = this.placeRadius(place);
      if (!n) {
        this.drawNone(context, x, y, this.colour(this.mainGroup(place)), halo);
        continue;
      }
      if (r < 6 && stamps) {
        stamps.add(this.dot(this.mainGroup(place), r), x, y);
        continue;
      }
      context.globalAlpha = 0.9;
      if (r < 6 || groupWeights[place * groups + this.mainGroup(place)] === n) {
        context.beginPath();
        context.arc(x, y, r, 0, 2 * Math.PI);
        context.fillStyle = this.colour(this.mainGroup(place));
        context.fill();
      } else {
        let angle = -Math.PI / 2;
        for (let g = 0; g < groups; g += 1) {
          const part = groupWeights[place * groups + g] / n;
          if (!part) continue;
          context.beginPath();
          context.moveTo(x, y);
          context.arc(x, y, r, angle, angle + part * 2 * Math.PI);
          context.closePath();
          context.fillStyle = this.colour(g);
          context.fill();
          context.strokeStyle = halo;
          context.lineWidth = 0.75;
          context.stroke();
          angle += part * 2 * Math.PI;
        }
      }
      context.globalAlpha = 1;
      context.beginPath();
      context.arc(x, y, r, 0, 2 * Math.PI);
      context.strokeStyle = halo;
      context.lineWidth = 1.25;
      context.stroke();
      if (this.shown.perLater[place]) this.markSet(context, x, y, r, this.shown.perLater[place] === perPlace[place] ? 1 : 0);
    }
    stamps?.paint(context);
  },

  /** A place with events but without a known death: a ring, for its size would mean a number. */
  drawNone(context, x, y, colour, halo) {
    for (const [stroke, width] of [[halo, 3], [colour, 1.5]]) {
      context.beginPath();
      context.arc(x, y, NONE - 0.75, 0, 2 * Math.PI);
      context.strokeStyle = stroke;
      context.lineWidth = width;
      context.stroke();
    }
  },

  /** Mark a symbol as of another data set than the first: a dot (1), a bar (2), a stroke (3); half a dot is of several. */
  markSet(context, x, y, r, part) {
    const d = Math.max(1.4, Math.min(5, r * 0.42));
    context.beginPath();
    if (part < 2) context.arc(x, y, d, 0, (part ? 2 : 1) * Math.PI);
    else if (part === 2) context.rect(x - 1.6 * d, y - d * 0.45, 3.2 * d, d * 0.9);
    else context.rect(x - d * 0.45, y - 1.6 * d, d * 0.9, 3.2 * d);
    context.fillStyle = this.style.grounds[this.theme].halo;
    context.fill();
  },

  /** Places that show anything, the largest first; of very many only those that another does not wholly cover. */
  visiblePlaces() {
    const { perPlace, weights } = this.shown;
    const order = [];
    for (let place = 0; place < perPlace.length; place += 1) if (perPlace[place] && !this.isArea[place]) order.push(place);
    order.sort((a, b) => weights[b] - weights[a]);
    if (order.length <= MANY) return order;
    const cover = new Cover(this.map.getSize(), 4);
    // From the top downwards: the smallest lie on top.
    const kept = [];
    for (let i = order.length - 1; i >= 0; i -= 1) {
      const [x, y] = this.at(order[i]);
      if (cover.claim(x, y, this.placeRadius(order[i]) > 5)) kept.push(order[i]);
    }
    return kept.reverse();
  },

  /** An empty sheet for very many small symbols. */
  sheet(margin) {
    this.stamps ??= new Stamps();
    this.stamps.begin(this.map.getSize(), margin);
    return this.stamps;
  },

  /** A small circle of one group's colour, painted once. */
  dot(group, radius) {
    const r = Math.round(2 * radius) / 2;
    const key = `${group} ${r}`;
    this.dots ??= new Map();
    if (!this.dots.has(key)) {
      const ratio = window.devicePixelRatio || 1;
      const half = Math.ceil(r + 1.5);
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = 2 * half * ratio;
      const context = canvas.getContext("2d");
      context.scale(ratio, ratio);
      context.beginPath();
      context.arc(half, half, r, 0, 2 * Math.PI);
      context.globalAlpha = 0.9;
      context.fillStyle = this.colour(group);
      context.fill();
      context.globalAlpha = 1;
      context.lineWidth = 1;
      context.strokeStyle = this.style.grounds[this.theme].halo;
      context.stroke();
      this.dots.set(key, canvas);
    }
    return this.dots.get(key);
  },

  /** One symbol an event; those at one point lie round it like the seeds of a sunflower, oldest in the middle. */
  drawEvents(context) {
    const r = this.eventRadius();
    if (this.sprites?.r !== r) this.sprites = Object.assign([false, true].map((hollow) => sprites(this.style, this.theme, r, hollow)), { r });
    const { rows, count } = this.shown;
    const { place, group, precision } = this.data;
    // Where a pixel is kilometres wide symbols overlap rather than stray from their place.
    const step = r * Math.min(1.65, Math.max(0.9, 0.9 + (this.map.getZoom() - 6) * 0.3));
    const { worldX, worldY, isArea, eventX, eventY } = this;
    const { scale, left, top } = this.projection();
    this.rank.fill(0);
    for (let i = 0; i < count; i += 1) {
      const row = rows[i];
      const where = place[row];
      if (isArea[where]) {
        eventX[row] = eventY[row] = NaN;
        continue;
      }
      const rank = Math.min(this.rank[where], SPREAD);
      this.rank[where] += 1;
      const reach = step * ROOT[rank];
      eventX[row] = worldX[where] * scale - left + reach * COS[rank];
      eventY[row] = worldY[where] * scale - top + reach * SIN[rank];
    }
    // Of very many, only those are painted that later ones do not cover: the newest lie on top.
    const cover = count > MANY ? new Cover(this.map.getSize(), 3) : null;
    const painted = cover ? [] : rows;
    if (cover) {
      for (let i = count - 1; i >= 0; i -= 1) if (cover.claim(this.eventX[rows[i]], this.eventY[rows[i]], false)) painted.push(rows[i]);
      painted.reverse();
    }
    const n = cover ? painted.length : count;
    const stamps = n > STAMPED ? this.sheet(this.sprites[0][this.groups[0]].size) : null;
    for (let i = 0; i < n; i += 1) {
      const row = painted[i];
      if (Number.isNaN(this.eventX[row])) continue;
      // Somewhere on a stretch of road: an open symbol, because the point stands for the stretch.
      const sprite = this.sprites[precision[row] === ROUTE ? 1 : 0][this.groups[group[row]]];
      const part = this.data.part?.[row] ?? 0;
      if (stamps) {
        stamps.add(this.ofSet(sprite, r, part), this.eventX[row], this.eventY[row]);
        continue;
      }
      const half = sprite.size / 2;
      context.drawImage(sprite.canvas, this.eventX[row] - half, this.eventY[row] - half, sprite.size, sprite.size);
      if (part) this.markSet(context, this.eventX[row], this.eventY[row], r, part);
    }
    stamps?.paint(context);
  },

  /** A symbol as it is painted for a data set: with the set's mark on it. */
  ofSet(sprite, r, part) {
    sprite.parts ??= [sprite.canvas];
    if (!sprite.parts[part]) {
      const canvas = sprite.canvas.cloneNode();
      const context = canvas.getContext("2d");
      context.drawImage(sprite.canvas, 0, 0);
      context.scale(canvas.width / sprite.size, canvas.height / sprite.size);
      this.markSet(context, sprite.size / 2, sprite.size / 2, r, part);
      sprite.parts[part] = canvas;
    }
    return sprite.parts[part];
  },

  /** Where an event is drawn now, and how wide its symbol is. */
  position(row) {
    const place = this.data.place[row];
    if (place < 0 || !this.shown.has(row)) return null;
    const [x, y] = this.at(place);
    if (this.mode === "events" && !this.isArea[place]) return { x: this.eventX[row], y: this.eventY[row], r: this.eventRadius() + 1 };
    return { x, y, r: this.placeRadius(place) };
  },

  drawMarked(context, row, width) {
    const where = row >= 0 ? this.position(row) : null;
    if (!where) return;
    const place = this.data.place[row];
    const ground = this.style.grounds[this.theme];
    const [cx, cy] = this.at(place);
    const doubt = this.pixelsOf(this.data.placeRadius[place], place);
    if (doubt > where.r + 6) {
      context.beginPath();
      context.arc(cx, cy, doubt, 0, 2 * Math.PI);
      context.setLineDash([4, 4]);
      context.lineWidth = 1.25;
      context.strokeStyle = ground.accent;
      context.stroke();
      context.setLineDash([]);
    }
    this.ring(context, where.x, where.y, where.r, width);
  },

  ring(context, x, y, r, width) {
    const ground = this.style.grounds[this.theme];
    for (const [colour, extra] of [[ground.halo, width + 3], [ground.accent, width]]) {
      context.beginPath();
      context.arc(x, y, r + 3, 0, 2 * Math.PI);
      context.lineWidth = extra;
      context.strokeStyle = colour;
      context.stroke();
    }
  },

  /** Circles that names should keep clear of: `[x, y, r]` of every place that is drawn large. */
  obstacles() {
    if (!this.shown || !this.at || this.mode !== "places" || !this.visible) return [];
    const found = [];
    this.shown.weights.forEach((n, place) => n && !this.isArea[place] && this.radius(n) > 6 && found.push([...this.at(place), this.radius(n)]));
    return found;
  },

  /** The event drawn nearest to a point within a distance, or -1; looked for in the squares round the point. */
  nearest(point, distance) {
    this.index ??= this.squares();
    const { wide, first, next } = this.index;
    const reach = Math.ceil(distance / SQUARE);
    const [column, line] = [Math.floor(point.x / SQUARE), Math.floor(point.y / SQUARE)];
    let [best, found] = [Infinity, -1];
    for (let r = line - reach; r <= line + reach; r += 1) {
      for (let c = Math.max(0, column - reach); c <= Math.min(wide - 1, column + reach); c += 1) {
        for (let i = first[r * wide + c] ?? -1; i >= 0; i = next[i]) {
          const row = this.shown.rows[i];
          const d = Math.hypot(this.eventX[row] - point.x, this.eventY[row] - point.y);
          if (d <= distance && (d < best || (d === best && row > found))) [best, found] = [d, row];
        }
      }
    }
    return found;
  },

  /** A chain of events for each square of the screen; made when the pointer first asks after a redraw. */
  squares() {
    const { x, y } = this.map.getSize();
    const [wide, high] = [Math.ceil(x / SQUARE), Math.ceil(y / SQUARE)];
    const [first, next] = [new Int32Array(wide * high).fill(-1), new Int32Array(this.shown.count)];
    for (let i = 0; i < this.shown.count; i += 1) {
      const row = this.shown.rows[i];
      const [column, line] = [Math.floor(this.eventX[row] / SQUARE), Math.floor(this.eventY[row] / SQUARE)];
      next[i] = -1;
      if (!(column >= 0 && line >= 0 && column < wide && line < high)) continue;
      next[i] = first[line * wide + column];
      first[line * wide + column] = i;
    }
    return { wide, first, next };
  },

  /** What lies under a point of the map: `{row}`, `{places}` (topmost first) or null; `reach` widens it for fingers. */
  hit(point, reach = 3) {
    if (!this.data || !this.visible || !this.at || this.mode === "density") return null;
    if (this.mode === "events" && !this.shown.cells) {
      const found = this.nearest(point, this.eventRadius() + 1 + reach);
      if (found >= 0) return { row: found };
    }
    const under = [];
    for (let place = 0; place < this.shown.perPlace.length; place += 1) {
      const n = this.shown.perPlace[place];
      if (!n || (this.mode === "events" && !this.shown.cells && !this.isArea[place])) continue;
      const [x, y] = this.at(place);
      const r = this.placeRadius(place);
      if (Math.hypot(x - point.x, y - point.y) <= r + reach) under.push({ place, r });
    }
    // Where symbols overlap, the smallest lies on top; all of them are meant.
    under.sort((a, b) => a.r - b.r);
    return under.length ? { places: under.map(({ place }) => place) } : null;
  },
});
