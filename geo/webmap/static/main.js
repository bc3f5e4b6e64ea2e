// The Atlas in the map's frame: puts the layers together, follows the server's state and the brush, answers the pointer.

import { adoptFont, currentTheme, onThemeChange } from "./theme.js";
import { Cells } from "./cells.js";
import { Coordinator } from "./coordinator.js";
import { DrawingTools, DrawnArea } from "./drawing.js";
import { Shown } from "./event-data.js";
import { EventLayer } from "./event-layer.js";
import { Ground, makePanes } from "./ground.js";
import { LabelLayer, SiteLayer } from "./labels.js";
import { Pair } from "./pair.js";
import { PointMenu } from "./point-menu.js";
import { Found } from "./found.js";
import { Texts } from "./texts.js";
import { Legend, Notes, TopBar, coordinates } from "./controls.js";

const L = window.L;
const OVERLAYS = ["events", "sites", "routes", "regions", "towns", "cercles"];
/** Names that each switch hides. */
const HIDES = { sites: ["site"], routes: ["route"], regions: ["region"], towns: ["town", "water", "river", "country"], cercles: ["cercle"] };

/** Start the Atlas on a Leaflet map. `config` comes from geo/webmap; returns what `apply` can be called on. */
export function start(map, config) {
  const atlas = new AtlasMap(map, config);
  atlas.open();
  return atlas;
}

class AtlasMap {
  constructor(map, config) {
    Object.assign(this, { map, config, theme: currentTheme(), payload: null, hidden: new Set(), ground: "embedded", warnings: [] });
    window.atlas = { ready: false, total: 0, shown: 0, frames: 0, window: [null, null], selected: null };
  }

  open() {
    const { map, config } = this;
    makePanes(map);
    map.attributionControl?.remove();
    this.limitTo(config.frame);
    // On a touch screen one finger scrolls the page; two move and zoom the map.
    if (window.matchMedia("(pointer: coarse)").matches) map.dragging.disable();
    this.base = new Ground(map, config.style, this.theme);
    this.base.setTheme(this.theme);
    this.events = new EventLayer(config.style, config.groups).addTo(map);
    this.sites = new SiteLayer(config.style).addTo(map);
    this.labels = new LabelLayer(config.style).addTo(map);
    this.events.font = this.labels.font = "system-ui, sans-serif";
    this.events.onDrawn = () => this.drawn();
    this.labels.obstacles = () => this.events.obstacles();
    this.coordinator = new Coordinator(this);
    this.pair = new Pair(this);
    this.openDrawing();
    this.found = new Found(map, (bounds) => this.fit({ bounds }, false));
    this.cells = new Cells(map, config.groups, {
      take: (data, shown, window) => this.takeCells(data, shown, window),
      failed: (yes) => this.warn("events_missing", yes),
    });
    this.topBar = new TopBar(map, (mode) => this.coordinator.chooseMode(mode), () => this.coordinator.list.close(), {
      overlays: OVERLAYS,
      online: config.online,
      onOverlay: (name, on) => this.showOverlay(name, on),
      onGround: (id) => this.showGround(id),
    });
    this.legend = new Legend(map, (size) => this.coordinator.chooseSize(size));
    this.notes = new Notes(map.getContainer());
    coordinates(map, () => this.payload?.lang);
    this.followSize();
    onThemeChange((theme) => this.setTheme(theme));
    this.setTheme(this.theme);
    this.loading = Promise.all([
      this.base.load(config.ground).then((missing) => (this.missing = missing)),
      adoptFont().then((family) => {
        this.events.font = this.labels.font = family;
        map.getContainer().style.fontFamily = family;
      }),
    ]);
  }

  /** Measuring, drawing and coordinates: what they find goes to the server as any click does. */
  openDrawing() {
    const { map } = this;
    const send = (message) => this.coordinator.tell(message);
    this.area = new DrawnArea(map, () => this.base.colours, () => send({ within: "" }));
    this.point = new PointMenu(map, this.config.coordinates, {
      send,
      lang: () => this.payload.lang,
      words: () => this.words,
      filters: () => this.payload.tools === "all",
      left: () => (map.getSize().x > 560 ? this.legend.right : 12),
    });
    this.tools = new DrawingTools(map, { send, colours: () => this.base.colours, point: (latlng) => this.point.open(latlng) });
    const open = (latlng) => {
      if (!this.payload?.tools || this.tools.active) return;
      this.coordinator.leave();
      this.point.open(latlng);
    };
    map.on("contextmenu", (event) => this.tools.onMap(event) && open(event.latlng));
    map.on("keypress", ({ originalEvent: { key } }) => key === "c" && open(map.getCenter()));
  }

  /** Keep the reader near Mali: beyond the frame there is nothing drawn. */
  limitTo([west, south, east, north]) {
    const bounds = L.latLngBounds([south, west], [north, east]);
    this.map.setMaxBounds(bounds);
    const fit = () => {
      const least = Math.max(4, this.map.getBoundsZoom(bounds, true));
      // Leaflet would zoom there by an animation, whose end undoes what the map was moved to meanwhile.
      if (this.map.getZoom() < least) this.map.setZoom(least, { animate: false });
      this.map.setMinZoom(least);
    };
    fit();
    this.map.on("resize", fit);
  }

  /**
   * The frame takes its height from style sheets that may come after the map, and from the sentence above it: until
   * the reader moves the map, it keeps showing what it was last sent to, and nothing else of the state.
   */
  followSize() {
    const box = this.map.getContainer();
    for (const type of ["pointerdown", "wheel", "keydown", "touchstart"]) box.addEventListener(type, () => (this.held = true), { capture: true, passive: true });
    new ResizeObserver(() => {
      this.map.invalidateSize({ pan: false });
      if (!this.held) this.aim?.();
      this.redraw();
    }).observe(box);
    const clear = new ResizeObserver(() => this.labels.keepClear(covered(box)));
    for (const piece of [box, this.notes.box, ...box.querySelectorAll(".leaflet-control")]) clear.observe(piece);
  }

  /** Take the server's state; called after each run of the page, in order. */
  async apply(payload) {
    try {
      await this.follow(payload);
    } finally {
      // The rest of a page that opens waits for this, whatever has become of the map.
      if (payload.painted) navigator.sendBeacon(payload.painted);
    }
  }

  /** Bring the layers to a state, events first; `ready` once ground and names are there too. */
  async follow(payload) {
    const before = this.payload;
    this.payload = payload;
    const { arrays, texts } = payload.data;
    const fresh = arrays !== before?.data.arrays;
    if (texts !== before?.data.texts) this.texts = new Texts(texts);
    if (arrays === undefined) await this.followCells(payload, before);
    else if (fresh) {
      this.cells.follow(null, null);
      await this.attempt(() => this.events.load(arrays), "events_missing");
    }
    if (payload.data.sites !== before?.data.sites) this.loading = Promise.all([this.loading, this.loadSites(payload.data.sites)]);
    if (!this.events.data) {
      // The ground and a word about what is missing are all that can be shown.
      await this.loading;
      if (this.payload === payload) this.renderWords();
      return;
    }
    const e = this.events;
    if (arrays !== undefined) {
      e.shown.setMask(payload.mask);
      if (!this.coordinator.isOlder(payload.window)) e.shown.setWindow(payload.window);
    }
    e.mode = payload.mode;
    this.setSize(payload.size ?? "events");
    const sets = payload.sets ?? [];
    if (String(sets) !== String(e.sets ?? [])) this.legendKey = null; // the legend names them
    e.sets = sets;
    e.select(payload.selected?.row ?? -1, payload.selected?.at);
    this.labels.selected = payload.site;
    this.sites.marked = new Set(payload.marked ?? []);
    this.pair.follow(payload.pair, payload.largest);
    this.coordinator.listen(payload.channel);
    this.coordinator.refreshList();
    this.moveFor(payload, before);
    this.found.follow(payload.look);
    this.redraw();
    window.atlas.total = payload.total ?? e.data.total;
    window.atlas.selected = payload.selected?.id ?? null;
    // Events are there as soon as they can be; ground and names follow, on a slow link a while later.
    await this.loading;
    if (this.payload !== payload) return;
    this.base.setFocus(payload.regions);
    this.base.setCercles(payload.cercles ?? []);
    this.events.precisely.setGround(this.base.data, this.siteList);
    this.showNear(payload.near);
    this.tools.settled();
    this.renderWords();
    this.redraw();
    window.atlas.ready = true;
  }

  /** A data set too large for the browser: cells of what the map shows, asked for anew when it or the view changes. */
  async followCells(payload, before) {
    const { cells, points } = payload.data;
    if (!this.events.data) this.events.setData(...nothing(this.config.groups.length));
    if (!before) this.moveFor(payload, null);
    const days = this.coordinator.isOlder(payload.window) ? this.cells.window : payload.window;
    this.cells.follow({ cells, points }, days);
  }

  setSize(size) {
    this.events.setSize(size);
    this.cells.setSize(size);
  }

  takeCells(data, shown, window_) {
    const { events } = this;
    events.setData(data, shown);
    this.pair.counted(shown.largest);
    events.frameWindow = window_;
    if (this.payload?.selected) events.select(this.payload.selected.row, this.payload.selected.at);
    this.nearestPlaces();
    this.redraw();
  }

  /** Say or take back a warning below the map. */
  warn(word, yes) {
    if (this.warnings.includes(word) === yes) return;
    this.warnings = this.warnings.filter((known) => known !== word);
    if (yes) this.warnings.push(word);
    if (this.payload) this.renderWords();
  }

  async attempt(action, word) {
    this.warnings = this.warnings.filter((known) => known !== word);
    try {
      await action();
    } catch {
      this.warnings.push(word);
    }
  }

  async loadSites(url) {
    await this.attempt(async () => {
      const answer = await fetch(url);
      const found = await answer.json();
      this.siteList = found.features.map((f) => ({ ...f.properties, at: f.geometry.coordinates }));
    }, "sites_missing");
    this.sites.setSites(this.siteList || []);
    this.nearestPlaces();
  }

  /** For each site, the place of the events that lies on it: its name must keep clear of that symbol. */
  nearestPlaces() {
    const at = new Map();
    const { placeLat, placeLon } = this.events.data || { placeLat: [], placeLon: [] };
    placeLat.forEach((lat, i) => this.events.isArea[i] || at.set(`${lat.toFixed(3)} ${placeLon[i].toFixed(3)}`, i));
    this.labels.clearance = ({ point }) => {
      const place = at.get(`${point[1].toFixed(3)} ${point[0].toFixed(3)}`);
      const n = place === undefined ? 0 : this.events.shown.perPlace[place];
      return n && this.events.mode === "places" && this.events.visible ? Math.max(0, this.events.placeRadius(place) - 2) : 0;
    };
  }

  get words() {
    const { lang, words } = this.payload;
    return { ...words, number: new Intl.NumberFormat(lang === "fr" ? "fr-FR" : "en-GB") };
  }

  renderWords() {
    const words = this.words;
    this.topBar.render(words, this.events.mode, { hidden: this.hidden, ground: this.ground });
    this.tools.render(this.payload.tools, words);
    this.area.show(this.payload.within, this.payload.tools === "all" ? words : null);
    this.labels.setNames(this.base.data, this.siteList || [], this.payload.lang, words);
    const missing = this.missing?.length ? [words.layers_missing.replace("{names}", () => this.missing.join(", "))] : [];
    const attribution = this.config.online.find((o) => o.id === this.ground)?.attribution;
    this.notes.render(words, [this.payload.credits, attribution, this.config.attribution].filter(Boolean).join(" · "), [...missing, ...this.warnings.map((w) => words[w])]);
    const box = this.map.getContainer();
    box.setAttribute("role", "application");
    box.setAttribute("aria-label", `${words.map_label}. ${this.payload.sentence}`);
    for (const [selector, word] of [[".leaflet-control-zoom-in", "zoom_in"], [".leaflet-control-zoom-out", "zoom_out"]]) {
      const button = box.querySelector(selector);
      if (button) button.title = button.ariaLabel = words[word];
    }
  }

  setTheme(theme) {
    this.theme = theme;
    document.documentElement.dataset.theme = theme;
    for (const layer of [this.base, this.events, this.sites, this.labels]) layer.setTheme(theme);
    const ground = this.config.style.grounds[theme];
    for (const [name, colour] of Object.entries(ground)) document.documentElement.style.setProperty(`--atlas-${name.replace("_", "-")}`, colour);
    this.area.setTheme();
    this.tools.draw();
    if (this.payload) this.legend.render(this.events, this.words);
  }

  showOverlay(name, on) {
    this.hidden[on ? "delete" : "add"](name);
    this.labels.hidden = new Set([...this.hidden].flatMap((n) => HIDES[n] || []));
    if (["routes", "regions", "cercles"].includes(name)) this.base.show(name, on);
    if (name === "sites") this.sites.visible = on;
    if (name === "events") this.events.visible = on;
    this.redraw();
  }

  showGround(id) {
    this.ground = id;
    this.tiles?.remove();
    const chosen = this.config.online.find((o) => o.id === id);
    this.warnings = this.warnings.filter((w) => w !== "tiles_missing");
    if (chosen) {
      this.tiles = L.tileLayer(chosen.url, { maxZoom: chosen.max_zoom, subdomains: chosen.subdomains || "abc" }).addTo(this.map);
      // The embedded map lies below, so that a tile that does not come leaves no hole.
      this.tiles.once("tileerror", () => {
        this.warnings.push("tiles_missing");
        this.renderWords();
      });
    }
    this.renderWords();
  }

  /** The distance of the view's `near`: a circle round a site, a band along a route. */
  showNear(near) {
    const key = JSON.stringify(near);
    if (key === this.nearKey) return;
    this.nearKey = key;
    this.nearLayer?.remove();
    this.nearLayer = null;
    this.map.off("zoomend", this.widen, this);
    if (!near) return;
    const line = { color: this.base.colours.accent, weight: 1.25, dashArray: "5 4", fillOpacity: 0.05, interactive: false, pane: "atlas-routes" };
    const site = (this.siteList || []).find((s) => s.id === near.id);
    if (site) this.nearLayer = L.circle([site.at[1], site.at[0]], { ...line, radius: near.km * 1000 }).addTo(this.map);
    const route = this.base.data.routes?.features.find((f) => f.properties.id === near.id);
    if (!route) return;
    this.nearKm = near.km;
    this.nearLayer = L.geoJSON(route, { interactive: false, pane: "atlas-routes", style: { color: this.base.colours.accent, opacity: 0.12, lineCap: "round", lineJoin: "round" } }).addTo(this.map);
    this.map.on("zoomend", this.widen, this);
    this.widen();
  }

  widen() {
    const middle = this.nearLayer.getBounds().getCenter().lat;
    const perPixel = (40075016.7 * Math.cos((middle * Math.PI) / 180)) / (256 * this.map.getZoomScale(this.map.getZoom(), 0));
    this.nearLayer.setStyle({ weight: Math.max(2, (2 * this.nearKm * 1000) / perPixel) });
  }

  /** Show what the reader asked for: the selected event, else the chosen regions, else the country. */
  moveFor(payload, before) {
    const first = !before;
    const regions = payload.regions.join("|");
    // A page that frames its map says what it shows: the selection lies within.
    if (!first && payload.fit && JSON.stringify(payload.bounds) !== JSON.stringify(before.bounds)) return this.fit(payload, first);
    if (payload.selected && payload.selected.id !== before?.selected?.id) {
      const at = this.events.placeOf(payload.selected);
      // A page of places shows the whole of what lies round its place, whatever is selected in it.
      if (at && !(first && payload.fit)) this.reveal(at, first);
      if (!first) return;
    }
    if (payload.site_at && payload.site !== before?.site) this.reveal(payload.site_at, first);
    if (first && !payload.fit && (payload.selected || payload.site_at)) return;
    if (first || regions !== before.regions.join("|") || JSON.stringify(payload.near) !== JSON.stringify(before.near)) return this.fit(payload, first);
    // An area that was drawn here is in sight; one from elsewhere may not be.
    if (payload.within && payload.within.text !== before.within?.text && !this.map.getBounds().contains(L.latLngBounds(payload.within.ring))) this.fit(payload, first);
  }

  fit(payload, first) {
    this.aim = () => this.fit(payload, true);
    const [west, south, east, north] = payload.bounds ?? this.config.home;
    // What was asked for must not lie below the legend; the whole country may, for it is larger than any legend.
    const left = payload.bounds ? this.legend.right : 12;
    // Before their words are there the notes have hardly any height; on a narrow map they take three lines.
    const height = this.notes.box.offsetHeight;
    const notes = payload.fit ? Math.max(height, 72) : height || 44;
    const glide = payload.glide && !first && !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.map[glide ? "flyToBounds" : "fitBounds"]([[south, west], [north, east]], { paddingTopLeft: [left, payload.bounds ? 40 : 8], paddingBottomRight: [12, notes + 4], animate: !first, duration: glide ? 1.2 : undefined });
  }

  reveal(latlng, zoomIn) {
    const inner = this.map.getBounds().pad(-0.12);
    if (!zoomIn && inner.contains(latlng)) return;
    this.aim = () => this.map.setView(latlng, zoomIn ? Math.max(this.map.getZoom(), 7) : this.map.getZoom(), { animate: false });
    if (zoomIn) this.aim();
    else this.map.panTo(latlng);
  }

  redraw() {
    this.events.redraw();
    this.sites.redraw();
    this.labels.redraw();
  }

  drawn() {
    const { shown, frames, mode } = this.events;
    const days = this.payload?.data.arrays === undefined ? this.events.frameWindow : shown.window;
    Object.assign(window.atlas, { shown: this.events.visible ? shown.count : 0, frames, window: days ? [...days] : [null, null] });
    const key = `${mode} ${this.theme} ${this.payload?.lang} ${this.events.bins?.limits} ${shown.groupsShown()} ${shown.largest} ${shown.cells} ${shown.size} ${Object.values(this.events.precisely.drawn ?? {}).map(Boolean)}`;
    if (this.payload && key !== this.legendKey) {
      this.legendKey = key;
      this.legend.render(this.events, this.words);
    }
  }
}

/** Where controls and notes lie above a map, `[left, top, right, bottom]` each. */
function covered(container) {
  const { left, top } = container.getBoundingClientRect();
  const boxes = [...container.querySelectorAll(".leaflet-control, .atlas-notes")].map((piece) => piece.getBoundingClientRect());
  return boxes.filter((box) => box.width).map((box) => [box.left - left, box.top - top, box.right - left, box.bottom - top]);
}

/** No event, as long as nothing is known. */
function nothing(groups) {
  const data = { total: 0, placeLat: [], placeLon: [], placeRadius: [], place: [], start: [], end: [], best: [], group: [], precision: [] };
  return [data, new Shown(data, groups)];
}
