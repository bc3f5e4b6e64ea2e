// Measuring and drawing on the map: a distance, a polygon, a circle; and the area to which the events are filtered.

import { circle, distance } from "./geodesy.js";
import { element } from "./panel.js";

const L = window.L;
const PANE = "atlas-drawing";
const TOOLS = ["distance", "polygon", "circle", "point"];
const ICONS = {
  distance: "M2 14 14 2M5.5 10.5 7 12M8.5 7.5 10.5 9.5M11.5 4.5 13 6",
  polygon: "M3 6 9 2 14 7 11 14 4 12Z",
  circle: "M8 2a6 6 0 1 0 .01 0ZM8 8h5.5",
  point: "M8 1v5M8 10v5M1 8h5M10 8h5",
};
/** Most corners and largest radius (km) that the server takes: geo/area.py. */
const [MOST_CORNERS, MOST_KM] = [100, 2000];
/** Pixels within which a click means the point that is there. */
const NEAR = 9;

/** Make the pane in which all of this is drawn, above the events. */
function pane(map) {
  if (!map.getPane(PANE)) Object.assign(map.createPane(PANE).style, { zIndex: 470, pointerEvents: "none" });
  return PANE;
}

/** A coordinate or distance as an address says it: three decimals at most. */
function short(value) {
  return String(Number(value.toFixed(3)) + 0);
}

/** The view's area, as the server sends it: `{text, ring, label}`. */
export class DrawnArea {
  constructor(map, colours, remove) {
    Object.assign(this, { map, colours, remove, text: null });
    pane(map);
  }

  /** @param words for the button that takes the area away; without them it can't be taken away here */
  show(area, words) {
    const key = area ? `${area.text} ${area.label} ${words?.area_remove}` : null;
    if (key === this.key) return;
    this.key = key;
    this.text = area?.text ?? null;
    this.layer?.remove();
    this.button?.remove();
    this.layer = this.button = null;
    if (!area) return;
    this.layer = L.polygon(area.ring, { ...this.line(), interactive: false, pane: "atlas-routes" }).addTo(this.map);
    if (!words) return;
    const button = element("button", "atlas-area-remove", "×");
    button.title = button.ariaLabel = `${words.area_remove}: ${area.label}`;
    L.DomEvent.disableClickPropagation(button);
    button.addEventListener("click", () => this.remove());
    const corner = area.ring.reduce((best, point) => (point[0] + point[1] > best[0] + best[1] ? point : best));
    const icon = L.divIcon({ className: "atlas-handle", html: button, iconSize: [0, 0] });
    this.button = L.marker(corner, { icon, pane: PANE, interactive: false, keyboard: false }).addTo(this.map);
  }

  line() {
    return { color: this.colours().accent, weight: 1.75, dashArray: "6 3", fillOpacity: 0.05 };
  }

  setTheme() {
    this.layer?.setStyle(this.line());
  }
}

/** The bar of tools, and what is being drawn with one of them. */
export class DrawingTools {
  /** @param does `{colours(), send(message), point(latlng)}` */
  constructor(map, does) {
    Object.assign(this, { map, does, tool: null, points: [], cursor: null, done: false, problem: "" });
    pane(map);
    this.layer = L.layerGroup().addTo(map);
    const box = map.getContainer();
    this.panel = element("section", "atlas-drawing");
    this.panel.hidden = true;
    this.said = element("div", "atlas-drawing-said");
    this.said.setAttribute("role", "status");
    this.acts = element("div", "atlas-drawing-acts");
    this.panel.append(this.said, this.acts);
    this.cross = element("div", "atlas-cross");
    this.cross.hidden = true;
    box.append(this.cross, this.panel);
    L.DomEvent.disableClickPropagation(this.panel).disableScrollPropagation(this.panel);
    const Bar = L.Control.extend({ options: { position: "topleft" }, onAdd: () => (this.bar = element("div", "leaflet-bar atlas-tools")) });
    this.control = new Bar().addTo(map);
    this.bar.hidden = true;
    this.bar.setAttribute("role", "toolbar");
    L.DomEvent.disableClickPropagation(this.bar);
    map.on("click", (event) => this.active && this.onMap(event) && this.add(event.latlng));
    map.on("dblclick", (event) => this.active && this.onMap(event) && this.finish());
    map.on("mousemove", ({ latlng }) => this.active && !this.keyed && this.follow(latlng));
    map.on("move", () => this.active && this.keyed && this.follow(map.getCenter()));
    document.addEventListener("keydown", (event) => this.key(event), true);
  }

  /** Whether the map's clicks are the tools' now. */
  get active() {
    return this.tool !== null && !this.done;
  }

  onMap({ originalEvent: { target } }) {
    return target.isConnected && !target.closest(".leaflet-control, .atlas-menu, .atlas-list, .atlas-notes, .leaflet-popup, button");
  }

  /** @param tools `all`, `measure` (no filters here) or nothing */
  render(tools, words) {
    this.words = words;
    this.bar.hidden = !tools;
    this.bar.setAttribute("aria-label", words.tools);
    const shown = TOOLS.filter((name) => tools === "all" || name === "distance" || name === "point");
    // A button that is replaced under a finger loses its click.
    const key = `${shown} ${shown.map((name) => words[`tool_${name}`])}`;
    if (key !== this.barKey) this.bar.replaceChildren(...shown.map((name) => this.toolButton(name)));
    this.barKey = key;
    this.draw();
  }

  toolButton(name) {
    const button = element("button", `atlas-tool atlas-tool-${name}`);
    button.title = button.ariaLabel = this.words[`tool_${name}`];
    button.setAttribute("aria-pressed", String(this.active && this.tool === name));
    button.innerHTML = `<svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round" aria-hidden="true"><path d="${ICONS[name]}"/></svg>`;
    // Without a pointer the map's middle takes its part.
    button.addEventListener("click", (event) => (this.active && this.tool === name ? this.stop() : this.start(name, event.detail === 0)));
    return button;
  }

  start(tool, keyed = false) {
    this.stop();
    Object.assign(this, { tool, keyed, cursor: null });
    this.map.doubleClickZoom.disable();
    this.map.getContainer().classList.add("atlas-is-drawing");
    this.cross.hidden = !keyed;
    this.map.getContainer().focus({ preventScroll: true });
    if (keyed) this.cursor = this.map.getCenter();
    this.press();
    this.draw();
  }

  /** Leave the tool and take away what it drew. */
  stop() {
    this.release();
    Object.assign(this, { tool: null, points: [], cursor: null, done: false, problem: "" });
    this.draw();
  }

  release() {
    this.map.doubleClickZoom.enable();
    this.map.getContainer().classList.remove("atlas-is-drawing");
    this.cross.hidden = true;
    this.keyed = false;
    this.press();
  }

  press() {
    for (const name of TOOLS) this.bar.querySelector(`.atlas-tool-${name}`)?.setAttribute("aria-pressed", String(this.active && this.tool === name));
  }

  key(event) {
    if (!this.tool || event.target.closest?.("input, textarea, .leaflet-popup")) return;
    if (event.key === "Escape") this.stop();
    else if (!this.active || event.target.closest?.("button")) return;
    else if (event.key === "Enter") this.finish();
    else if (event.key === "Backspace") this.undo();
    else if (event.key === " ") this.setAtCross();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  setAtCross() {
    this.keyed = true;
    this.cross.hidden = false;
    this.add(this.map.getCenter());
  }

  follow(latlng) {
    this.cursor = latlng;
    this.draw();
  }

  add(latlng) {
    const near = (other) => other && this.map.latLngToContainerPoint(latlng).distanceTo(this.map.latLngToContainerPoint(other)) < NEAR;
    this.problem = "";
    if (this.tool === "point") {
      this.stop();
      return this.does.point(latlng);
    }
    if (this.tool === "polygon" && this.points.length > 2 && near(this.points[0])) return this.finish();
    // The second click of a double click, which ends the line.
    if (near(this.points.at(-1))) return;
    if (this.points.length === MOST_CORNERS) this.problem = "area_many";
    else this.points.push(latlng);
    if (this.tool === "circle" && this.points.length === 2) return this.finish();
    this.draw();
  }

  undo() {
    this.points.pop();
    this.problem = "";
    this.draw();
  }

  finish() {
    const { tool, points } = this;
    // From the keyboard the edge of a circle is where the cross is.
    if (tool === "circle" && points.length === 1 && this.keyed) points.push(this.map.getCenter());
    if (tool === "point") return this.keyed && this.add(this.map.getCenter());
    if (tool === "distance") {
      if (points.length < 2) return this.stop();
      this.done = true;
    } else {
      this.problem = tool === "circle" ? this.wrongCircle() : wrongPolygon(points);
      if (!this.problem) {
        this.done = true;
        this.does.send({ within: this.address() });
      } else if (tool === "circle") points.length = Math.min(points.length, 1);
    }
    if (this.done) this.release();
    this.draw();
  }

  wrongCircle() {
    if (this.points.length < 2) return "area_radius";
    const km = distance(...this.points);
    return km >= 0.001 && km <= MOST_KM ? "" : "area_radius";
  }

  address() {
    if (this.tool === "circle") {
      const [{ lat, lng }] = this.points;
      return `circle:${short(lat)},${short(lng)},${short(roundRadius(distance(...this.points)))}`;
    }
    return this.points.map(({ lat, lng }) => `${short(lat)},${short(lng)}`).join(";");
  }

  /** The server has answered: its own outline stands in place of what was drawn. */
  settled() {
    if (this.done && this.tool !== "distance") this.stop();
  }

  /** Kilometres of each stretch of what is drawn, the one to the pointer last. */
  stretches() {
    const all = this.active && this.cursor && this.points.length ? [...this.points, this.cursor] : this.points;
    return all.slice(1).map((point, i) => ({ from: all[i], to: point, km: distance(all[i], point) }));
  }

  draw() {
    this.layer.clearLayers();
    window.atlas.drawing = { tool: this.tool, done: this.done, points: this.points.map(({ lat, lng }) => [lat, lng]), km: [] };
    this.panel.hidden = !this.tool || (this.done && this.tool !== "distance");
    if (!this.tool) return;
    const colour = this.does.colours().accent;
    const line = { color: colour, weight: 2, interactive: false, pane: PANE, fillOpacity: 0.06 };
    const stretches = this.stretches();
    window.atlas.drawing.km = stretches.map(({ km }) => km);
    const all = [...this.points, ...(this.active && this.cursor && this.points.length ? [this.cursor] : [])];
    if (this.tool === "circle" && stretches.length) {
      const [{ from, to, km }] = stretches;
      if (km <= MOST_KM) L.polygon(circle(from, km), line).addTo(this.layer);
      L.polyline([from, to], { ...line, weight: 1, dashArray: "4 4" }).addTo(this.layer);
      this.label(from, to, km);
    } else if (this.tool === "polygon" && all.length > 2) L.polygon(all, line).addTo(this.layer);
    else if (all.length > 1) L.polyline(all, line).addTo(this.layer);
    if (this.tool === "distance") for (const { from, to, km } of stretches) this.label(from, to, km);
    for (const point of this.points) L.circleMarker(point, { ...line, radius: 4, weight: 2, fillColor: this.does.colours().page, fillOpacity: 1 }).addTo(this.layer);
    this.say(stretches);
  }

  label(from, to, km) {
    const middle = this.map.layerPointToLatLng(this.map.latLngToLayerPoint(from).add(this.map.latLngToLayerPoint(to)).divideBy(2));
    const icon = L.divIcon({ className: "atlas-handle", html: element("span", "atlas-length", this.kilometres(km)), iconSize: [0, 0] });
    L.marker(middle, { icon, pane: PANE, interactive: false, keyboard: false }).addTo(this.layer);
  }

  kilometres(km) {
    const digits = km < 10 ? 2 : 1;
    const locale = this.words.number.resolvedOptions().locale;
    return `${new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(km)}\u00a0km`;
  }

  say(stretches) {
    const { words, tool } = this;
    const total = stretches.reduce((sum, { km }) => sum + km, 0);
    const lines = [];
    if (tool === "distance" && stretches.length) lines.push(["strong", `${words.draw_total}: ${this.kilometres(total)}`]);
    if (this.problem) lines.push(["strong", words[`draw_${this.problem}`]]);
    else if (!this.done) lines.push(["span", this.keyed ? words.draw_keys : words[`draw_${tool}`]]);
    this.said.replaceChildren(...lines.map(([tag, text]) => element(tag, "", text)));
    const acts = [];
    if (this.active && (tool === "distance" || tool === "polygon") && this.points.length) acts.push(["draw_done", () => this.finish()], ["draw_undo", () => this.undo()]);
    acts.push([this.done ? "draw_remove" : "draw_cancel", () => this.stop()]);
    // Drawn anew only when they change: a pointer that moves must not take a button from under a finger.
    const key = acts.map(([word]) => words[word]).join();
    if (key === this.actsKey) return;
    this.actsKey = key;
    this.acts.replaceChildren(
      ...acts.map(([word, act]) => {
        const button = element("button", "", words[word]);
        button.addEventListener("click", act);
        return button;
      }),
    );
  }
}

/** A radius that a hand meant: whole kilometres from ten on, tenths from one on. */
function roundRadius(km) {
  return km >= 10 ? Math.round(km) : km >= 1 ? Math.round(km * 10) / 10 : km;
}

/** The word for what keeps corners from being an area, or nothing; as geo/area.py has it. */
function wrongPolygon(points) {
  const rounded = points.map(({ lat, lng }) => [Math.round(lng * 1000), Math.round(lat * 1000)]);
  const corners = rounded.filter(([x, y], i) => {
    const [x2, y2] = rounded[(i + 1) % rounded.length];
    return x !== x2 || y !== y2;
  });
  if (corners.length < 3 || corners.every((c) => turn(corners[0], corners[1], c) === 0)) return "area_corners";
  const side = (i) => [corners[i], corners[(i + 1) % corners.length]];
  for (let i = 0; i < corners.length; i += 1) {
    for (let j = i + 2; j < corners.length - (i === 0 ? 1 : 0); j += 1) if (touch(...side(i), ...side(j))) return "area_crosses";
  }
  return "";
}

function turn([px, py], [qx, qy], [rx, ry]) {
  return Math.sign((qx - px) * (ry - py) - (qy - py) * (rx - px));
}

function touch(a, b, c, d) {
  const turns = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)];
  if (turns[0] !== turns[1] && turns[2] !== turns[3]) return true;
  const on = (p, q, r) => [0, 1].every((k) => Math.min(p[k], q[k]) <= r[k] && r[k] <= Math.max(p[k], q[k]));
  return [[a, b, c], [a, b, d], [c, d, a], [c, d, b]].some((three, i) => turns[i] === 0 && on(...three));
}
