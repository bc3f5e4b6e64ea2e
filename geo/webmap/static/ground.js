// The quiet part of the map: land, water, limits, rivers and roads, from small GeoJSON files of our own server.

import { Flat } from "./flat.js";

const L = window.L;
const PANES = { "atlas-land": 150, "atlas-water": 160, "atlas-lines": 250, "atlas-routes": 260, "atlas-sites": 440, "atlas-events": 450, "atlas-labels": 460 };

/** Make the panes in which everything is drawn, from the ground up; tiles of online maps lie between land and lines. */
export function makePanes(map) {
  for (const [name, z] of Object.entries(PANES)) {
    const pane = map.createPane(name);
    pane.style.zIndex = z;
    pane.style.pointerEvents = "none";
  }
}

export class Ground {
  constructor(map, style, theme) {
    Object.assign(this, { map, style, theme, layers: {}, data: {}, focus: [], online: false });
    this.renderers = Object.fromEntries(["land", "water", "lines", "routes"].map((n) => [n, L.canvas({ pane: `atlas-${n}`, padding: 0.4 })]));
    this.flat = new Flat(map, ["atlas-land", "atlas-water", "atlas-lines", "atlas-routes", "atlas-sites"]);
  }

  get colours() {
    return this.style.grounds[this.theme];
  }

  /** Fetch every layer; one that does not come is left out, and its name is returned. */
  async load(files) {
    const missing = [];
    await Promise.all(
      Object.entries(files).map(async ([name, url]) => {
        try {
          const answer = await fetch(url);
          if (!answer.ok) throw new Error(answer.status);
          this.data[name] = await answer.json();
        } catch {
          missing.push(name);
        }
      }),
    );
    this.build();
    return missing;
  }

  build() {
    const c = () => this.colours;
    const width = ({ properties: p }) => (p.channel ? 0.7 : { 1: 2.4, 2: 1.5, 3: 0.9 }[p.rank]) * this.zoomFactor();
    // A hairline in the fill's own colour hides the seams between neighbours.
    this.add("neighbours", "land", () => ({ color: c().neighbour, weight: 0.6, fillColor: c().neighbour, fillOpacity: 1 }));
    this.add("country", "land", () => ({ stroke: false, fillColor: c().land, fillOpacity: 1 }));
    this.add("regions_click", "land", (feature) => this.focusStyle(feature));
    this.add("water", "water", () => ({ stroke: false, fillColor: c().water, fillOpacity: 1 }));
    this.add("rivers", "water", (feature) => ({ color: c().water, weight: width(feature), opacity: feature.properties.channel ? 0.7 : 1, lineCap: "round" }));
    this.add("limits", "lines", () => ({ color: c().region, weight: 1, dashArray: "1 3", lineCap: "round" }));
    this.add("cercles", "lines", (feature) => this.cercleStyle(feature));
    this.add("regions_indicative", "lines", () => ({ color: c().region, weight: 1, dashArray: "5 5" }));
    this.add("borders", "lines", ({ properties: p }) => ({ color: c().border, weight: p.mali ? 1.3 : 0.8, opacity: p.mali ? 1 : 0.7, dashArray: p.disputed ? "4 4" : null }));
    this.add("routes", "routes", (feature) => this.routeStyle(feature, true), "casing");
    this.add("routes", "routes", (feature) => this.routeStyle(feature, false));
    this.map.on("zoomend", () => this.restyle(["rivers", "routes", "casing"]));
  }

  add(name, pane, style, as = name) {
    if (!this.data[name]) return;
    const options = { renderer: this.renderers[pane], interactive: false, smoothFactor: 0.6, style };
    // Points among the features are places for labels, not for Leaflet's markers.
    options.filter = (feature) => feature.geometry && feature.geometry.type !== "Point";
    this.layers[as] = L.geoJSON(this.data[name], options).addTo(this.map);
    this.layers[as].atlasStyle = style;
  }

  restyle(names = Object.keys(this.layers)) {
    this.flat.restore();
    for (const name of names) this.layers[name]?.setStyle(this.layers[name].atlasStyle);
  }

  zoomFactor() {
    return Math.max(0.8, Math.min(2.2, 0.55 + (this.map.getZoom() - 4) * 0.25));
  }

  focusStyle(feature) {
    const inFocus = !this.focus.length || this.focus.includes(feature.properties.region);
    return { stroke: false, fillColor: inFocus ? this.colours.region_focus : this.colours.neighbour, fillOpacity: this.focus.length ? (inFocus ? 1 : 0.75) : 0 };
  }

  /** Limits of the cercles, where the user brought them: thin and dotted; those filtered to are drawn strongly. */
  cercleStyle({ properties: { cercle } }) {
    const chosen = this.cercles?.includes(cercle);
    return { color: chosen ? this.colours.accent : this.colours.region, weight: chosen ? 1.8 : 0.9, opacity: chosen ? 0.9 : 0.75, dashArray: chosen ? "8 3 1 3" : "1 4", lineCap: "round", fill: false };
  }

  routeStyle(feature, casing) {
    const main = feature.properties.id === "route-du-poisson";
    const schematic = feature.properties.precision === "schematic";
    const weight = (main ? 2.6 : 1.5) * Math.max(0.8, this.zoomFactor() * 0.8);
    return {
      color: casing ? this.colours.route_casing : main ? this.colours.label : this.colours.route,
      weight: casing ? weight + 2 : weight,
      opacity: casing ? 0.85 : 0.95,
      // Towns joined by straight lines must not look like a surveyed road.
      dashArray: schematic && !casing ? "6 5" : null,
      lineCap: schematic ? "butt" : "round",
    };
  }

  setTheme(theme) {
    this.theme = theme;
    this.map.getContainer().style.background = this.colours.water;
    this.restyle();
  }

  setCercles(names) {
    this.cercles = names;
    this.restyle(["cercles"]);
  }

  setFocus(regions) {
    this.focus = regions;
    this.restyle(["regions_click"]);
  }

  show(name, visible) {
    for (const key of name === "routes" ? ["casing", "routes"] : name === "regions" ? ["limits", "regions_indicative"] : [name]) {
      const layer = this.layers[key];
      if (layer) visible ? layer.addTo(this.map) : layer.remove();
    }
  }

  /** The region that holds a point, or null. */
  regionAt(latlng) {
    return this.areaAt("regions_click", latlng);
  }

  /** The cercle that holds a point, or null, also where their limits are not there. */
  cercleAt(latlng) {
    return this.areaAt("cercles", latlng);
  }

  areaAt(name, { lat, lng }) {
    for (const feature of this.data[name]?.features || []) {
      const [w, s, e, n] = feature.properties.bounds ?? [-180, -90, 180, 90];
      if (lng < w || lng > e || lat < s || lat > n) continue;
      const polygons = feature.geometry.type === "Polygon" ? [feature.geometry.coordinates] : feature.geometry.coordinates;
      if (polygons.some((rings) => inRing(rings[0], lng, lat) && !rings.slice(1).some((hole) => inRing(hole, lng, lat)))) return feature.properties;
    }
    return null;
  }
}

function inRing(ring, x, y) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [[xi, yi], [xj, yj]] = [ring[i], ring[j]];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}
